import { answered, refused, type Answer } from '../host/answer.ts';
import type { CommandResult, Questions } from '../host/questions.ts';
import type { NodeSpec, UnitState } from './node-spec.ts';

/** A point of time as systemctl prints it: `Mon 2026-11-23 09:12:04 UTC`. */
function timestamp(ms: number): string {
  const date = new Date(ms);
  const day = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'][date.getUTCDay()]!;
  return `${day} ${date.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

type Properties = { readonly [property: string]: string };

const DAY_MS = 86_400_000;

/** What a unit's state makes of its properties; `since` is Unix time in ms. */
const STATES: {
  readonly [state in Exclude<UnitState, 'absent'>]: (since: number, pid: number) => Properties;
} = {
  running: (since, pid) => ({
    Result: 'success',
    MainPID: String(pid),
    ExecMainStartTimestamp: timestamp(since),
    ExecMainExitTimestamp: '',
    ExecMainPID: String(pid),
    ExecMainCode: '0',
    ExecMainStatus: '0',
    ActiveState: 'active',
    SubState: 'running',
    StateChangeTimestamp: timestamp(since),
    ActiveEnterTimestamp: timestamp(since),
    ActiveExitTimestamp: '',
    InactiveEnterTimestamp: '',
  }),
  stopped: (since, pid) => ({
    Result: 'success',
    MainPID: '0',
    ExecMainStartTimestamp: timestamp(since - 3 * DAY_MS),
    ExecMainExitTimestamp: timestamp(since),
    ExecMainPID: String(pid),
    ExecMainCode: '1',
    ExecMainStatus: '0',
    ActiveState: 'inactive',
    SubState: 'dead',
    StateChangeTimestamp: timestamp(since),
    ActiveEnterTimestamp: timestamp(since - 3 * DAY_MS),
    ActiveExitTimestamp: timestamp(since),
    InactiveEnterTimestamp: timestamp(since),
  }),
  failed: (since, pid) => ({
    Result: 'exit-code',
    MainPID: '0',
    ExecMainStartTimestamp: timestamp(since - 1_000),
    ExecMainExitTimestamp: timestamp(since),
    ExecMainPID: String(pid),
    ExecMainCode: '1',
    ExecMainStatus: '1',
    ActiveState: 'failed',
    SubState: 'failed',
    StateChangeTimestamp: timestamp(since),
    ActiveEnterTimestamp: timestamp(since - 3 * DAY_MS),
    ActiveExitTimestamp: timestamp(since),
    InactiveEnterTimestamp: timestamp(since),
  }),
};

/** A unit that the node does not have, as `systemctl show` tells it: no error, and no unit file. */
function absent(unit: string): Properties {
  return { Id: unit, Description: unit, LoadState: 'not-found', ActiveState: 'inactive', SubState: 'dead' };
}

/** A unit of the node, as its file has it. */
interface Unit {
  readonly name: string;
  readonly description: string;
  readonly type: string;
  readonly restart: string;
  readonly program: string;
  readonly pid: number;
}

const CONTAINERD: Unit = {
  name: 'containerd.service',
  description: 'containerd container runtime',
  type: 'notify',
  restart: 'always',
  program: '/usr/bin/containerd',
  pid: 1187,
};

/** The unit of CraneSched's packages says neither Type= nor Restart= (etc/craned.service.in). */
const CRANED: Omit<Unit, 'pid'> = {
  name: 'craned.service',
  description: 'Crane',
  type: 'simple',
  restart: 'no',
  program: '/usr/bin/craned',
};

/** Properties of a unit as systemd 252 of Rocky Linux 9 has them, in its order. */
function propertiesOf(unit: Unit, state: Exclude<UnitState, 'absent'>, since: number): Properties {
  const { ActiveState, SubState, StateChangeTimestamp, ActiveEnterTimestamp, ActiveExitTimestamp, ...main } = STATES[
    state
  ](since, unit.pid);
  return {
    Type: unit.type,
    Restart: unit.restart,
    NRestarts: '0',
    ...main,
    ExecStart: `{ path=${unit.program} ; argv[]=${unit.program} ; ignore_errors=no ; start_time=[n/a] ; stop_time=[n/a] ; pid=0 ; code=(null) ; status=0/0 }`,
    Environment: '',
    Id: unit.name,
    Names: unit.name,
    Description: unit.description,
    LoadState: 'loaded',
    ActiveState: ActiveState!,
    SubState: SubState!,
    FragmentPath: `/usr/lib/systemd/system/${unit.name}`,
    WantedBy: 'multi-user.target',
    UnitFileState: 'enabled',
    UnitFilePreset: 'disabled',
    StateChangeTimestamp: StateChangeTimestamp!,
    ActiveEnterTimestamp: ActiveEnterTimestamp!,
    ActiveExitTimestamp: ActiveExitTimestamp!,
    NeedDaemonReload: 'no',
  };
}

/** The values of `--property=A,B`, `-p A` and the units of a `systemctl show` command line. */
function parse(args: readonly string[]): { units: string[]; properties: string[] } {
  const units: string[] = [];
  const properties: string[] = [];
  for (let index = 1; index < args.length; index++) {
    const word = args[index]!;
    if (word === '-p' || word === '--property') properties.push(...(args[++index] ?? '').split(','));
    else if (word.startsWith('--property=')) properties.push(...word.slice('--property='.length).split(','));
    else if (word.startsWith('-p')) properties.push(...word.slice(2).split(','));
    else if (!word.startsWith('-')) units.push(word);
  }
  return { units, properties };
}

/**
 * The commands of the simulated node: `systemctl show` of its units, of which it has containerd.service and
 * craned.service. Whatever else is asked is not installed there.
 */
export function commandOf(
  { file, args }: Questions['command']['args'],
  { runtime, craned }: Pick<NodeSpec, 'runtime' | 'craned'>,
  since: number,
): Answer<CommandResult> {
  if ((file !== 'systemctl' && file !== '/usr/bin/systemctl') || args[0] !== 'show')
    return refused({ code: 'ENOENT', message: 'no such file or directory' });
  const { units, properties } = parse(args);
  const blocks = units.map((unit) => {
    const name = unit.endsWith('.service') ? unit : `${unit}.service`;
    const states = new Map([
      [CONTAINERD.name, [CONTAINERD, runtime.unit] as const],
      [CRANED.name, [{ ...CRANED, pid: craned.pid }, craned.unit] as const],
    ]);
    const [ours, state] = states.get(name) ?? [];
    const all = ours && state && state !== 'absent' ? propertiesOf(ours, state, since) : absent(unit);
    const asked = Object.entries(all).filter(([name]) => properties.length === 0 || properties.includes(name));
    return asked.map(([name, value]) => `${name}=${value}\n`).join('');
  });
  return answered({ exitCode: 0, signal: null, stdout: blocks.join('\n'), stderr: '', truncated: false });
}
