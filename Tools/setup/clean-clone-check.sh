#!/usr/bin/env bash
# Runs .ci/run in a fresh clone of what is committed, as CI does; uncommitted work is not in it.
set -euo pipefail
root="$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)"
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
[[ -z $(git -C "$root" status --porcelain) ]] || printf 'Note: there is uncommitted work, which is not checked.\n'
git clone --quiet --no-local "$root" "$folder/covalence"
"$folder/covalence/.ci/run"
