#!/usr/bin/env bash
# Unpacks promtool, the reader of metrics that tests ask, from Debian's package of Prometheus. The package
# is not installed: it would bring a daemon, its users and 100 MB. Prints the program, which is kept in the
# user's cache; says why where it cannot be had, and never fails.
set -euo pipefail

cache=${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/crane-doctor-tests
program=$cache/promtool

if [[ -x $program ]]; then
  echo "$program"
  exit 0
fi
if ! command -v apt-get >/dev/null || ! command -v dpkg-deb >/dev/null; then
  echo "promtool is not unpacked: this is no Debian" >&2
  exit 0
fi

mkdir -p "$cache"
work=$(mktemp -d "$cache/fetch.XXXXXX")
trap 'rm -rf "$work"' EXIT

apt() {
  apt-get -qq -o APT::Sandbox::User= "$@" </dev/null >&2
}

if (cd "$work" && { apt download prometheus || { apt update && apt download prometheus; }; }) &&
  dpkg-deb --fsys-tarfile "$work"/prometheus_*.deb | tar -x -C "$work" ./usr/bin/promtool; then
  mv "$work/usr/bin/promtool" "$program"
  echo "$program"
else
  echo "promtool could not be fetched; its tests are skipped" >&2
fi
