import type { Host } from '../../host/host.ts';
import type { CheckContext, Looked, Observed } from '../check.ts';
import type { Finding } from '../finding.ts';
import { askUnit, type SystemdUnit } from '../look/ask-unit.ts';
import { processOf, type RunningProcess } from '../look/process-of.ts';
import { failureArgs, hasFailed, isLeftOutAtBoot, isRunning, stateArgs, unitEvidence } from '../look/unit-state.ts';
import { configOf } from './daemon-config.ts';
import type { daemonCodes } from './daemon-codes.ts';

export type DaemonContext = CheckContext<ReturnType<typeof daemonCodes>>;

/** What is particular to one of the daemons. */
export interface Daemon {
  readonly name: 'craned' | 'cranectld';
  /** True where it runs although its unit does not: started by hand, say. */
  isAlive(): Promise<boolean>;
  /** What else is wrong with its process while it runs. */
  ofProcess(pid: number): Promise<readonly Finding[]>;
  /** A finding that says more about why the unit does not run, or none. */
  reason(unit: SystemdUnit, about: AboutDown): Finding | undefined;
}

interface AboutDown {
  readonly target: string;
  readonly severity: 'error' | 'warning';
  readonly followsStop: boolean;
}

/** Between the whole second in which /proc/stat tells the boot and what really was. */
const GRANULARITY_MS = 1_000;
/** The packages' units are Type=simple, so that a start counts as done before the configuration is read. */
const JUST_STARTED_S = 30;

/**
 * The unit of one of CraneSched's daemons: whether it runs, with which configuration, and whether it has
 * read the one that is there now. The packages' units have no Restart=, and are Type=simple: `systemctl
 * restart` succeeds although the daemon exits a moment later, so that evidence tells a start just now.
 */
export async function lookAtDaemon(context: DaemonContext, daemon: Daemon): Promise<Looked> {
  const { host, notSeen } = context;
  const name = `${daemon.name}.service`;
  const answer = await askUnit(host, name);
  if (answer.kind === 'error') return { findings: [notSeen(name, answer.error)] };
  if (answer.kind !== 'unit') {
    const noUnit = { en: `There is no unit ${name}`, zh: `没有 ${name} 这一服务单元` };
    const noSystemd = { en: 'Process 1 is not systemd', zh: '1 号进程不是 systemd' };
    return { notApplicable: answer.kind === 'no-unit' ? noUnit : noSystemd };
  }
  const { unit } = answer;
  return isRunning(unit) ? await running(context, daemon, unit) : await down(context, daemon, unit);
}

/** A unit that does not run. Where craned stops at its configuration, that is why. */
async function down({ host, config, found }: DaemonContext, daemon: Daemon, unit: SystemdUnit): Promise<Looked> {
  const used = configOf(unit.execStart);
  const other = await otherConfig(host, used, config.path);
  const alive = await daemon.isAlive();
  const about = {
    target: unit.name,
    severity: alive ? ('warning' as const) : ('error' as const),
    followsStop: !other,
  };
  const state = hasFailed(unit) ? found('failed', failureArgs(unit), about) : found('inactive', stateArgs(unit), about);
  const observed = {
    ...daemonEvidence(unit),
    ...(unit.execStart.length > 0 ? { config: used } : {}),
    ...(alive ? { outsideOfSystemd: true } : {}),
  };
  return {
    observed,
    findings: [
      daemon.reason(unit, about) ?? state,
      ...(other ? [found('other-config', { daemon: daemon.name, used, examined: config.path }, { target: used })] : []),
    ],
  };
}

/** A unit that runs: what it was started with, and when. */
async function running(context: DaemonContext, daemon: Daemon, unit: SystemdUnit): Promise<Looked> {
  const { host, config, found, notSeen } = context;
  const observed = daemonEvidence(unit);
  const findings: Finding[] = [];
  if (isLeftOutAtBoot(unit)) {
    findings.push(found('not-enabled', { unit: unit.name, file: unit.file }, { target: unit.name }));
  }
  if (unit.mainPid === null) return { observed, findings };
  const process = await processOf(host, unit.mainPid);
  if (!process.ok) {
    return { observed, findings: [...findings, notSeen(`/proc/${unit.mainPid}/stat`, process.error)] };
  }
  findings.push(...(await daemon.ofProcess(unit.mainPid)));
  const used = configOf(process.value.words);
  const other = await otherConfig(host, used, config.path);
  if (other)
    findings.push(found('other-config', { daemon: daemon.name, used, examined: config.path }, { target: used }));
  const written = await host.ask('stat', { path: used, follow: true });
  const started = new Date(process.value.startedMs).toISOString();
  if (written.ok && written.value.mtimeMs > process.value.startedMs + GRANULARITY_MS) {
    const args = { daemon: daemon.name, used, changed: new Date(written.value.mtimeMs).toISOString(), started };
    // A restart would end a daemon whose new configuration it stops at: that comes first.
    findings.push(found('stale-config', args, { target: used, followsStop: !other }));
  }
  // That it is not there any more is for config-file to say, where it is the one that is examined.
  else if (!written.ok && written.error.code !== 'ENOENT') findings.push(notSeen(used, written.error));
  return {
    observed: {
      ...observed,
      ...(await startEvidence(host, process.value)),
      config: used,
      ...(written.ok ? { configWritten: new Date(written.value.mtimeMs).toISOString() } : {}),
    },
    findings,
  };
}

/** Whether a daemon's configuration is another file than the one that is examined, symlinks followed. */
async function otherConfig(host: Host, used: string, examined: string): Promise<boolean> {
  if (used === examined) return false;
  const [one, two] = await Promise.all([used, examined].map((path) => host.ask('stat', { path, follow: true })));
  return !(one!.ok && two!.ok && one!.value.realPath === two!.value.realPath);
}

function daemonEvidence(unit: SystemdUnit): Observed {
  return {
    ...unitEvidence(unit),
    type: unit.type,
    ...(unit.restarts > 0 ? { restarts: unit.restarts } : {}),
  };
}

/** When it was started; a start just now is told in seconds, as it may still be on its way to its end. */
async function startEvidence(host: Host, { startedMs }: RunningProcess): Promise<Observed> {
  const clock = await host.ask('clock', {});
  const seconds = clock.ok ? Math.round((clock.value - startedMs) / 1000) : Infinity;
  return {
    started: new Date(startedMs).toISOString(),
    ...(seconds >= 0 && seconds < JUST_STARTED_S ? { startedSecondsAgo: seconds } : {}),
  };
}
