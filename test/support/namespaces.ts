import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { temporaryDirectory, type Cleanup } from './cleanup.ts';
import { startDaemon, untilReady } from './daemon.ts';

export interface NamespaceOptions {
  readonly hostname: string;
  /** Files of /etc, by absolute path, as processes in the namespaces see them. */
  /** New mounts are seen in the mount namespaces that are made in it, as on a machine with systemd. */
  readonly sharedMounts?: boolean;
  readonly etc?: { readonly [path: `/etc/${string}`]: string };
}

export interface Namespaces {
  /** In front of a command: runs it inside. */
  readonly enter: readonly string[];
  readonly hostname: string;
}

/** A resolver that asks 127.0.0.1 only, and a machine that knows no other name than its own. */
function quietNetwork(hostname: string): { [path: `/etc/${string}`]: string } {
  return {
    '/etc/resolv.conf': 'nameserver 127.0.0.1\n',
    '/etc/hosts': `127.0.0.1 localhost ${hostname}\n`,
    '/etc/nsswitch.conf': 'passwd: files\ngroup: files\nhosts: files dns\n',
  };
}

/**
 * Mount, network and host name namespaces of their own, kept open by a process that `cleanup` ends.
 * The network has nothing but loopback, with all its ports free. /etc is the machine's, with the
 * given files laid over it (an overlay, so that symlinks such as resolv.conf are replaced too).
 */
export async function makeNamespaces(
  cleanup: Cleanup,
  { hostname, etc = {}, sharedMounts = false }: NamespaceOptions,
): Promise<Namespaces> {
  const directory = temporaryDirectory(cleanup);
  const files = join(directory, 'etc');
  for (const [path, text] of Object.entries({ ...quietNetwork(hostname), ...etc })) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
  const script = `set -e
    mount --make-rprivate /
    ip link set lo up
    hostname=$1 layer=$2 files=$3
    echo "$hostname" >/proc/sys/kernel/hostname
    mount -t tmpfs tmpfs "$layer"
    mkdir "$layer/upper" "$layer/work"
    cp -a "$files/." "$layer/upper/"
    chmod 755 "$layer/upper"
    mount -t overlay overlay -o "lowerdir=/etc,upperdir=$layer/upper,workdir=$layer/work" /etc
    $4
    echo ready
    exec sleep infinity`;
  const layer = join(directory, 'layer');
  mkdirSync(layer);
  const holder = startDaemon(cleanup, [
    ...['unshare', '--mount', '--net', '--uts', '--'],
    ...['bash', '-c', script, 'bash', hostname, layer, files, sharedMounts ? 'mount --make-rshared /' : ''],
  ]);
  await untilReady(holder, 'the namespaces', () => holder.output().includes('ready'));
  const target = String(holder.pid);
  return { enter: ['nsenter', '--target', target, '--mount', '--net', '--uts', '--'], hostname };
}

/** The mount points that processes inside see. */
export function mountsIn({ enter }: Namespaces): string[] {
  const [nsenter = '', ...into] = enter;
  const text = execFileSync(nsenter, [...into, 'cat', '/proc/self/mountinfo'], { encoding: 'utf8' });
  return text.split('\n').flatMap((line) => line.split(' ')[4] ?? []);
}
