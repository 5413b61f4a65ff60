# Sourced by the other scripts: where the repository is, and what the machine has to have.
#
# Nothing here runs by itself. Each need is looked for by what it gives, not by the package's name, so that a
# machine that has it from elsewhere is left alone.

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
PROGRAM=$(basename "$0")
MISSING=()

say() { printf '%s: %s\n' "$PROGRAM" "$*"; }

fail() {
  printf '%s: %s\n' "$PROGRAM" "$*" >&2
  exit 1
}

# need PACKAGE COMMAND…: the Debian package is missing if the command fails.
need() {
  local package=$1
  shift
  "$@" >/dev/null 2>&1 || MISSING+=("$package")
}

# What a build needs besides Swift.
need_for_building() {
  need pkg-config command -v pkg-config
  need libsqlite3-dev pkg-config --atleast-version=3.38 sqlite3
  need libcurl4-openssl-dev pkg-config --atleast-version=7.75 libcurl
  # Swift's own linker driver leans on these.
  need binutils command -v ld.gold
  need libc6-dev test -e /usr/include/stdio.h
  need libstdc++-12-dev compgen -G '/usr/lib/gcc/*/*/libstdc++.so'
  need tzdata test -d /usr/share/zoneinfo
  need ca-certificates test -e /etc/ssl/certs/ca-certificates.crt
}

install_missing() {
  ((${#MISSING[@]})) || return 0
  local apt=()
  if command -v apt-get >/dev/null; then
    if ((EUID == 0)); then
      apt=(apt-get)
    elif sudo -n true 2>/dev/null; then
      apt=(sudo -n apt-get)
    fi
  fi
  if ((${#apt[@]} == 0)); then
    fail "these Debian packages are missing: ${MISSING[*]}
install them, then run $PROGRAM again:

    sudo apt-get install -y ${MISSING[*]}"
  fi
  say "installing ${MISSING[*]}"
  # The index may be older than what the mirror has, or not be there at all.
  "${apt[@]}" update -q >/dev/null || say "apt-get update failed; trying with the index that is there"
  DEBIAN_FRONTEND=noninteractive "${apt[@]}" install -y -q --no-install-recommends "${MISSING[@]}" \
    || fail "apt-get could not install ${MISSING[*]}; install them by hand, then run $PROGRAM again"
  MISSING=()
}

check_swift() {
  command -v swift >/dev/null \
    || fail "Swift is missing: install Swift 6.3 (https://www.swift.org/install/linux) and put it on the PATH"
  local version
  version=$(swift --version 2>&1 | sed -nE 's/.*Swift version ([0-9]+)\.([0-9]+).*/\1 \2/p' | head -n 1)
  local major minor
  read -r major minor <<<"${version:-0 0}"
  ((major > 6 || (major == 6 && minor >= 2))) \
    || fail "Swift 6.2 or newer is needed and $(command -v swift) is $major.$minor; install Swift 6.3 (https://www.swift.org/install/linux)"
}
