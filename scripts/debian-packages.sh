#!/usr/bin/env bash
# Gets the Debian packages that the tests against real components start: only what is missing, nothing
# recommended, no daemon left running. It installs as root where PID 1 is not systemd (a container) or with
# --install; elsewhere it names what is missing, and the tests that need it are skipped.
set -euo pipefail

# What a test runs or reads, and the package that has it. Asking for the file and not for the package leaves
# a machine alone whose containerd comes from somewhere else (containerd.io conflicts with Debian's).
needed=(
  containerd:containerd
  runc:runc
  /usr/lib/cni/bridge:containernetworking-plugins
  bindfs:bindfs
  fusermount3:fuse3
  docker-registry:docker-registry
  skopeo:skopeo
  dnsmasq:dnsmasq-base
  tinyproxy:tinyproxy-bin
  openssl:openssl
  /etc/ssl/certs/ca-certificates.crt:ca-certificates
  tmux:tmux
  xmllint:libxml2-utils
  cmark-gfm:cmark-gfm
  chromium-headless-shell:chromium-headless-shell
  /usr/share/fonts/truetype/wqy/wqy-zenhei.ttc:fonts-wqy-zenhei
  ip:iproute2
  unshare:util-linux
  mount:mount
  getent:libc-bin
  getsubids:uidmap
  debootstrap:debootstrap
  rpmbuild:rpm
  rpm2cpio:rpm2cpio
  cpio:cpio
  xz:xz-utils
  strip:binutils
  groff:groff-base
  zsh:zsh
  fish:fish
  ps:procps
  /usr/bin/time:time
  flock:util-linux
  pdsh:pdsh
  clush:clustershell
  sshd:openssh-server
  ansible-playbook:ansible-core
  systemd-analyze:systemd
  shellcheck:shellcheck
)

export PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin"

missing=()
for entry in "${needed[@]}"; do
  what=${entry%%:*}
  if [[ $what == /* ]]; then [[ -e $what ]] && continue; else command -v "$what" >/dev/null && continue; fi
  missing+=("${entry##*:}")
done
((${#missing[@]})) || exit 0

install=no
[[ $(id -u) == 0 && $(cat /proc/1/comm) != systemd ]] && install=yes
[[ " $* " == *' --install '* ]] && install=yes
command -v apt-get >/dev/null || install=no

if [[ $install == no ]]; then
  echo "Not installed: ${missing[*]}. The tests that need them are skipped; to install them: npm run test:all -- --install" >&2
  exit 0
fi

# invoke-rc.d starts no daemon where this script forbids it; one that is already there is the machine's own.
policy=/usr/sbin/policy-rc.d
if [[ ! -e $policy ]]; then
  trap 'rm -f "$policy"' EXIT
  printf '#!/bin/sh\nexit 101\n' >"$policy"
  chmod 755 "$policy"
fi

# RUNLEVEL=1 keeps init scripts from starting a daemon where the machine's own policy would let them.
apt() {
  RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=120 "$@" </dev/null >&2
}
# A package that this release does not have must not keep the others away.
get() {
  local package known=()
  for package in "${missing[@]}"; do
    if apt-cache show "$package" >/dev/null 2>&1; then known+=("$package"); else echo "Not in this release: $package" >&2; fi
  done
  ((${#known[@]} == 0)) || apt install --yes --no-install-recommends "${known[@]}"
}

echo "Installing ${missing[*]}" >&2
compgen -G '/var/lib/apt/lists/*_Packages*' >/dev/null || apt update
get || { apt update && get; }
