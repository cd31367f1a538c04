#!/usr/bin/env bash
# Unpacks Debian 13's containerd (1.7) beside Debian 12's (1.6), so that both can be tested on one machine.
# Nothing is installed: apt works in a folder of its own, with the machine's Debian sources and another suite.
# Prints the folder, which is kept in the user's cache; says why where it cannot be had, and never fails.
set -euo pipefail

suite=trixie
cache=${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/crane-doctor-tests
unpacked=$cache/containerd-$suite

if [[ -x $unpacked/usr/bin/containerd ]]; then
  echo "$unpacked"
  exit 0
fi

# shellcheck disable=SC1091
codename=$(. /etc/os-release 2>/dev/null && echo "${VERSION_CODENAME:-}") || codename=
if [[ -z $codename || $codename == "$suite" ]] || ! command -v apt-get >/dev/null; then
  echo "containerd 1.7 is not unpacked: this is not a Debian older than $suite" >&2
  exit 0
fi

mkdir -p "$cache"
work=$(mktemp -d "$cache/fetch.XXXXXX")
trap 'rm -rf "$work"' EXIT
mkdir -p "$work"/{parts,lists/partial,cache/archives/partial,unpacked}

# The archive's own suite, not -updates, not -security, and no other vendor's repository.
awk -v codename="$codename" -v suite="$suite" '
  BEGIN { RS = ""; ORS = "\n\n" }
  {
    wanted = 0; main = 0; text = ""
    lines = split($0, line, "\n")
    for (i = 1; i <= lines; i++) {
      if (line[i] ~ /^Suites:/) {
        words = split(line[i], word, " ")
        for (w = 2; w <= words; w++) if (word[w] == codename) wanted = 1
        line[i] = "Suites: " suite
      }
      if (line[i] ~ /^Components:/ && line[i] ~ /[ \t]main([ \t]|$)/) main = 1
      text = text line[i] "\n"
    }
    if (wanted && main) print text
  }' /etc/apt/sources.list.d/*.sources >"$work/parts/$suite.sources" 2>/dev/null || true
awk -v codename="$codename" -v suite="$suite" '
  $1 == "deb" { for (i = 2; i < NF; i++) if ($i == codename && $(i + 1) == "main") { $i = suite; print } }
' /etc/apt/sources.list /etc/apt/sources.list.d/*.list >"$work/parts/$suite.list" 2>/dev/null || true

apt() {
  apt-get -qq -o Dir::Etc::sourcelist=/dev/null -o Dir::Etc::sourceparts="$work/parts" \
    -o Dir::State::lists="$work/lists" -o Dir::Cache="$work/cache" -o APT::Sandbox::User= "$@" </dev/null >&2
}

if apt update && (cd "$work" && apt download containerd) && dpkg-deb -x "$work"/containerd_*.deb "$work/unpacked"; then
  rm -rf "$unpacked"
  mv "$work/unpacked" "$unpacked"
  echo "$unpacked"
else
  echo "containerd 1.7 could not be fetched from $suite; its tests are skipped" >&2
fi
