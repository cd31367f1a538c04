import { answered, refused, type Answer } from '../host/answer.ts';
import type { CommandResult, Questions } from '../host/questions.ts';
import type { UnitState } from './node-spec.ts';

/** A point of time as systemctl prints it: `Mon 2026-11-23 09:12:04 UTC`. */
function timestamp(ms: number): string {
  const date = new Date(ms);
  const day = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'][date.getUTCDay()]!;
  return `${day} ${date.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

const DAY_MS = 86_400_000;

/** What a unit's state makes of its properties; `since` is Unix time in ms. */
const STATES: {
  readonly [state in Exclude<UnitState, 'absent'>]: (since: number) => { readonly [property: string]: string };
} = {
  running: (since) => ({
    Result: 'success',
    MainPID: '1187',
    ExecMainStartTimestamp: timestamp(since),
    ExecMainExitTimestamp: '',
    ExecMainPID: '1187',
    ExecMainCode: '0',
    ExecMainStatus: '0',
    ActiveState: 'active',
    SubState: 'running',
    StateChangeTimestamp: timestamp(since),
    ActiveEnterTimestamp: timestamp(since),
    ActiveExitTimestamp: '',
    InactiveEnterTimestamp: '',
  }),
  stopped: (since) => ({
    Result: 'success',
    MainPID: '0',
    ExecMainStartTimestamp: timestamp(since - 3 * DAY_MS),
    ExecMainExitTimestamp: timestamp(since),
    ExecMainPID: '1187',
    ExecMainCode: '1',
    ExecMainStatus: '0',
    ActiveState: 'inactive',
    SubState: 'dead',
    StateChangeTimestamp: timestamp(since),
    ActiveEnterTimestamp: timestamp(since - 3 * DAY_MS),
    ActiveExitTimestamp: timestamp(since),
    InactiveEnterTimestamp: timestamp(since),
  }),
  failed: (since) => ({
    Result: 'exit-code',
    MainPID: '0',
    ExecMainStartTimestamp: timestamp(since - 1_000),
    ExecMainExitTimestamp: timestamp(since),
    ExecMainPID: '1187',
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
function absent(unit: string): { readonly [property: string]: string } {
  return { Id: unit, Description: unit, LoadState: 'not-found', ActiveState: 'inactive', SubState: 'dead' };
}

/** Properties of containerd.service as systemd 252 of Rocky Linux 9 has them, in its order. */
function containerd(state: Exclude<UnitState, 'absent'>, since: number): { readonly [property: string]: string } {
  const { ActiveState, SubState, StateChangeTimestamp, ActiveEnterTimestamp, ActiveExitTimestamp, ...main } =
    STATES[state](since);
  return {
    Type: 'notify',
    Restart: 'always',
    ...main,
    Environment: '',
    Id: 'containerd.service',
    Names: 'containerd.service',
    Description: 'containerd container runtime',
    LoadState: 'loaded',
    ActiveState: ActiveState!,
    SubState: SubState!,
    FragmentPath: '/usr/lib/systemd/system/containerd.service',
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
 * The commands of the simulated node: `systemctl show` of its units, of which it has containerd.service.
 * Whatever else is asked is not installed there.
 */
export function commandOf(
  { file, args }: Questions['command']['args'],
  state: UnitState,
  since: number,
): Answer<CommandResult> {
  if ((file !== 'systemctl' && file !== '/usr/bin/systemctl') || args[0] !== 'show')
    return refused({ code: 'ENOENT', message: 'no such file or directory' });
  const { units, properties } = parse(args);
  const blocks = units.map((unit) => {
    const ours = unit === 'containerd.service' || unit === 'containerd';
    const all = ours && state !== 'absent' ? containerd(state, since) : absent(unit);
    const asked = Object.entries(all).filter(([name]) => properties.length === 0 || properties.includes(name));
    return asked.map(([name, value]) => `${name}=${value}\n`).join('');
  });
  return answered({ exitCode: 0, signal: null, stdout: blocks.join('\n'), stderr: '', truncated: false });
}
