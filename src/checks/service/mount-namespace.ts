import type { Host } from '../../host/host.ts';

const MAX_BYTES = 16 * 1024 * 1024;

/** A process's mounts, as far as they tell namespaces apart (proc_pid_mountinfo(5)). */
interface View {
  /** The id of the root's mount: a namespace has mounts of its own, and no two mounts have the same id. */
  readonly id: string;
  /** What lies on /tmp where something is mounted there: device and directory. */
  readonly tmp: string;
}

/** What a process sees of its own: nothing but the system's mounts, mounts of its own, and among them a /tmp. */
export type MountNamespace = 'system' | 'own' | 'own-tmp';

/**
 * Whether a process is in the mount namespace of PID 1, where the container runtime is: systemd gives a service one of
 * its own for PrivateTmp=, ProtectSystem= and many others, and what is mounted there stays there (systemd.exec(5),
 * MountFlags=). Null where this user may not see it.
 */
export async function mountNamespaceOf(host: Host, pid: number): Promise<MountNamespace | null> {
  const [own, system] = await Promise.all([viewOf(host, pid), viewOf(host, 1)]);
  if (!own || !system) return null;
  if (own.id === system.id) return 'system';
  return own.tmp === system.tmp ? 'own' : 'own-tmp';
}

async function viewOf(host: Host, pid: number): Promise<View | null> {
  const file = await host.ask('readFile', { path: `/proc/${pid}/mountinfo`, maxBytes: MAX_BYTES });
  if (!file.ok) return null;
  const lines = Buffer.from(file.value.bytes).toString('utf8').split('\n');
  const mounts = lines.map((line) => line.split(' '));
  const root = mounts.find(([, , , , point]) => point === '/');
  const tmp = mounts.findLast(([, , , , point]) => point === '/tmp');
  return root?.[0] ? { id: root[0], tmp: tmp ? `${tmp[2]} ${tmp[3]}` : '' } : null;
}
