import { oneLine } from '../checks/look/one-line.ts';
import { distrust } from '../host/processes/trusted-program.ts';
import type { Answer } from '../host/answer.ts';
import type { CommandResult } from '../host/questions.ts';
import { bindfsTarget, unmountCommand } from './bindfs-command.ts';
import { found } from './findings.ts';
import type { Finding } from '../checks/finding.ts';
import type { StepContext } from './step.ts';

type Tools = Pick<StepContext, 'host' | 'changes' | 'p'>;

const COMMAND_MS = 10_000;

/** Runs a program of BindFs as craned does; one that another user could have replaced is not run as root. */
export async function runAsCraned(
  { host, changes }: Tools,
  argv: readonly [string, ...string[]],
): Promise<Answer<CommandResult>> {
  const [file] = argv;
  const info = await host.ask('stat', { path: file.startsWith('/') ? file : `/${file}`, follow: true });
  // To start a program on a file system that is silent would wait for it, without any limit (uv_spawn).
  if (!info.ok && info.error.code === 'HUNG') return info;
  if (info.ok) {
    const problem = await distrust(file, info.value, { stat: (args) => host.ask('stat', args) });
    if (problem) return problem;
  }
  return changes.command(argv, COMMAND_MS);
}

/** Whether bindfs has the doctor's mount point. */
export async function isMounted({ host, p }: Pick<Tools, 'host' | 'p'>): Promise<boolean> {
  const mounts = await host.ask('mounts', {});
  const target = bindfsTarget(p);
  return mounts.ok && mounts.value.some(({ mountPoint, fsType }) => mountPoint === target && /^fuse/.test(fsType));
}

/** Takes the mount away as craned does, and by force where that does not do. */
export async function unmount(tools: Tools): Promise<readonly Finding[]> {
  if (!(await isMounted(tools))) return [];
  const argv = unmountCommand(tools.p);
  const ran = await runAsCraned(tools, argv);
  const gone = !(await isMounted(tools));
  if (ran.ok && ran.value.exitCode === 0 && gone) return [];
  const details = ran.ok
    ? oneLine(ran.value.stderr || `exit ${ran.value.exitCode ?? ran.value.signal}`, 300)
    : `${ran.error.code}: ${ran.error.message}`;
  if (!gone) await tools.changes.command(['/bin/umount', '--lazy', bindfsTarget(tools.p)], COMMAND_MS);
  return [found('bindfs-unmount', { command: argv.join(' '), details: oneLine(details, 300) }, { target: argv[0] })];
}
