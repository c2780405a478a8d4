#!/usr/bin/env bash
# packaging/stage.sh DIR [BUILD]: puts what an installation needs into DIR, laid out as under /: the program with its resources, Swift's own libraries,
# the front-end code of others, the sentence encoder, the units of systemd and the documents. Build a release and fetch the assets first; ./run does both.
# BUILD is the folder the program was built in: .build/release, unless another is named.
set -euo pipefail
root="$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)"
(($# == 1 || $# == 2)) || { printf 'usage: packaging/stage.sh DIR [BUILD]\n' >&2 && exit 64; }
target=$1
built="${2:-$root/.build/release}"
[[ -x $built/covalence ]] || { printf 'There is no program in %s. Build it first: swift build -c release --product covalence\n' "$built" >&2 && exit 69; }
[[ -f $root/.deps/assets/htmx-2.min.js ]] || { printf 'Fetch the assets first: ./run does.\n' >&2 && exit 69; }

lib="$target/usr/lib/covalence"
mkdir -p "$lib" "$target/usr/bin" "$target/usr/share/covalence/assets" "$target/usr/share/doc/covalence" "$target/usr/lib/systemd/system"
# The program finds its resources beside itself, wherever a link to it stands.
install -m 755 "$built/covalence" "$lib/covalence"
cp -rL "$built"/*.resources "$lib/"
ln -sfn ../lib/covalence/covalence "$target/usr/bin/covalence"
# Swift's own libraries; Debian's come from Debian.
ldd "$built/covalence" | awk '$3 ~ /\/swift\// {print $3}' | while read -r library; do install -m 644 "$library" "$lib/"; done
install -m 644 "$root"/.deps/assets/* "$target/usr/share/covalence/assets/"
install -m 644 "$root"/packaging/covalence{.service,-backup.service,-backup.timer} "$target/usr/lib/systemd/system/"
# The sentence encoder, where there is one for this kind of machine. What a former version left is not mixed with it.
rm -rf "$lib/meaning"
if [[ -f $root/.deps/meaning/model.onnx ]]; then
  mkdir "$lib/meaning"
  install -m 644 "$root"/.deps/meaning/* "$lib/meaning/"
else
  printf 'There is no sentence encoder in %s/.deps/meaning, so none was put there: texts are read by their words. ./run fetches it.\n' "$root" >&2
fi
install -m 644 "$root"/docs/*.md "$root/LICENSE" "$root/NOTICE" "$target/usr/share/doc/covalence/"
