import { oneLine } from '../../checks/look/one-line.ts';
import type { Finding } from '../../checks/finding.ts';
import { bindfsCommand, bindfsTarget } from '../bindfs-command.ts';
import { found } from '../findings.ts';
import { MOUNT_FILE, pathsOf } from '../parameters.ts';
import type { Reached, Step, StepContext, StepEnd } from '../step.ts';
import { isMounted, runAsCraned } from '../unmount.ts';

/**
 * What craned asks of a directory that is to be mounted: there, no symlink itself, and readable for the user
 * by its own bits (CheckUserHasPermission, which looks at nothing else).
 */
async function sourceProblem({ host, p }: StepContext, path: string): Promise<Finding | null> {
  const info = await host.ask('stat', { path, follow: false });
  const problem = (reason: string): Finding => found('mount-source', { path, reason }, { target: path });
  if (!info.ok) return problem(info.error.code);
  const { type, uid, gid, mode } = info.value;
  if (type === 'symlink') return problem('a symlink');
  if (type !== 'directory') return problem(type);
  const file = await host.ask('stat', { path: `${path}/${MOUNT_FILE}`, follow: false });
  if (file.ok) return problem(`${MOUNT_FILE} is in it already, and would be overwritten`);
  const bits = uid === p.account.uid ? mode >> 6 : gid === p.account.gid ? mode >> 3 : mode;
  return p.account.uid === 0 || (bits & 0o5) === 0o5 ? null : problem(`not readable for ${p.account.name}`);
}

/** The directory that is mounted: the one that was named, or one of the doctor's own that belongs to the user. */
async function sourceOf(context: StepContext): Promise<string | Finding> {
  const { p, changes } = context;
  const { mountSource: path, touched } = pathsOf(p);
  if (p.mount !== null) {
    const problem = await sourceProblem(context, p.mount);
    if (problem) return problem;
    const noted = { method: 'makeFile', path: touched, mode: 0o600, uid: 0, gid: 0, base64: '' } as const;
    const made = await changes.file(noted);
    return made.ok ? p.mount : found('mount-source', { path: touched, reason: made.error.code }, { target: touched });
  }
  const { uid, gid } = p.account;
  const made = await changes.file({ method: 'makeDirectory', path, mode: 0o700, uid, gid });
  return made.ok ? path : found('mount-source', { path, reason: made.error.code }, { target: path });
}

/** craned makes MountBaseDir where it is not there (0700, root's), and the mount point below it. */
async function makeTarget(context: StepContext): Promise<{ readonly reached: Reached; readonly finding?: Finding }> {
  const { p, host, changes } = context;
  const root = { method: 'makeDirectory', mode: 0o700, uid: 0, gid: 0 } as const;
  const base = p.bindFs.mountBaseDir.replace(/\/+$/, '');
  const there = await host.ask('stat', { path: base, follow: true });
  const cannot = (path: string, reason: string): Finding => found('mount-base', { path, reason }, { target: path });
  if (!there.ok) {
    const made = await changes.file({ ...root, path: base });
    if (!made.ok) return { reached: {}, finding: cannot(base, made.error.code) };
  }
  const reached: Reached = { bindfsAsked: true, ...(there.ok ? {} : { mountBaseMade: true }) };
  const target = bindfsTarget(p);
  const made = await changes.file({ ...root, path: target });
  // A mount point that an earlier test has left, by its name and with nothing mounted on it, will do.
  if (made.ok || (made.error.code === 'EEXIST' && !(await isMounted(context)))) return { reached };
  return { reached: {}, finding: cannot(target, made.error.code) };
}

async function mounted(context: StepContext, source: string): Promise<StepEnd> {
  const { p } = context;
  const target = bindfsTarget(p);
  const { reached, finding } = await makeTarget(context);
  if (finding) return { reached, findings: [finding] };
  const argv = bindfsCommand(p, p.userns!, source);
  const [binary] = argv;
  const ran = await runAsCraned(context, argv);
  if (!ran.ok && ran.error.code !== 'TIMEOUT') {
    const reason = ran.error.code === 'UNTRUSTED' ? ran.error.message : ran.error.code;
    return { reached, findings: [found('bindfs-not-started', { binary, reason }, { target: binary })] };
  }
  if (ran.ok && ran.value.exitCode === 0 && (await isMounted(context)))
    return { reached: { ...reached, mountPath: target }, note: target };
  const details = ran.ok
    ? oneLine(ran.value.stderr, 300) || `exit ${ran.value.exitCode ?? ran.value.signal ?? ''}, no mount`
    : `${ran.error.message} (${(ran.error.afterMs ?? 0) / 1000} s)`;
  return { reached, findings: [found('bindfs-failed', { command: argv.join(' '), details }, { target: binary })] };
}

/**
 * The directory for the container: with a user namespace and BindFs on through bindfs, as craned starts it,
 * else as it lies there. Without a directory that was named only the way through bindfs is worth a mount.
 */
export const bindfs: Step = {
  name: 'bindfs',
  title: { en: 'directory for the container', zh: '供容器使用的目录' },
  deadlineMs: null,
  kind: 'way',
  async run(context) {
    const { p } = context;
    if (p.mount === null && p.mountWay !== 'bindfs')
      return { skipped: { en: 'nothing is mounted (--mount DIR)', zh: '没有挂载（--mount DIR）' } };
    const source = await sourceOf(context);
    if (typeof source !== 'string') return { findings: [source] };
    return p.mountWay === 'bindfs' ? mounted(context, source) : { reached: { mountPath: source }, note: source };
  },
};
