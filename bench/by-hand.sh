#!/bin/sh
# The guide's steps for a container node that does not work, one after the other, as an administrator types them
# (guide/zh.md: the connection to the runtime, image pulls, bindfs, logs). `ctr version` stands in for crictl,
# which Debian does not have; `ping` and `nslookup` are left to getent where they are not installed.
#
#   by-hand.sh SOCKET MOUNT_BASE_DIR BASE_DIR REGISTRY...
socket=$1 mounts=$2 base=$3
shift 3

systemctl status containerd
ls -la "$socket"
ctr --address "$socket" version

for registry in "$@"; do
  if command -v ping; then ping -c 1 "$registry"; else getent hosts "$registry"; fi
  if command -v nslookup; then nslookup "$registry"; else getent ahosts "$registry"; fi
done
journalctl -u craned -n 100 --no-pager

which bindfs fusermount3
ls -la "$mounts"
if command -v lsmod; then lsmod | grep fuse; else grep fuse /proc/filesystems; fi
ls -la "$base/supervisor"
grep -i 'cri\|container' "$base/craned/craned.log"
exit 0
