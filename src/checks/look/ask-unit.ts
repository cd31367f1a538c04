import { refused, type HostError } from '../../host/answer.ts';
import type { Host } from '../../host/host.ts';

/** A systemd unit as `systemctl show` describes it. */
export interface SystemdUnit {
  readonly name: string;
  /** `active`, `inactive`, `failed`, `activating`, … (ActiveState), and its finer SubState. */
  readonly active: string;
  readonly sub: string;
  /** `enabled`, `disabled`, `static`, `masked`, … (UnitFileState). */
  readonly file: string;
  /** How the last run ended: `success`, `exit-code`, `signal`, `start-limit-hit`, … (Result). */
  readonly result: string;
  /** Exit status of the main process, or its signal's number where `exitCode` is not `exited`. */
  readonly exitStatus: number | null;
  readonly killed: boolean;
  /** When it came into this state, as systemd writes it (local time with zone); empty where it never ran. */
  readonly since: string;
  /** Sockets, timers and paths that start it on demand. */
  readonly triggeredBy: readonly string[];
  /** Units that pull it in, at boot or with themselves. */
  readonly wantedBy: readonly string[];
  /** `simple`, `notify`, `forking`, … (Type). */
  readonly type: string;
  /** Its main process, or null where there is none. */
  readonly mainPid: number | null;
  /** The words of ExecStart, as far as systemd's output lets them be told apart: a word with a blank is several. */
  readonly execStart: readonly string[];
  /** How often systemd started it again by itself (Restart=). */
  readonly restarts: number;
}

/** A unit, or why there is none to look at. */
export type UnitAnswer =
  | { readonly kind: 'unit'; readonly unit: SystemdUnit }
  | { readonly kind: 'no-systemd' | 'no-unit' }
  | { readonly kind: 'error'; readonly error: HostError };

/** The properties that are asked for, all in one call. */
export const UNIT_PROPERTIES = [
  'LoadState',
  'ActiveState',
  'SubState',
  'UnitFileState',
  'Result',
  'ExecMainCode',
  'ExecMainStatus',
  'StateChangeTimestamp',
  'TriggeredBy',
  'WantedBy',
  'RequiredBy',
  'Type',
  'MainPID',
  'ExecStart',
  'NRestarts',
];

/** CLD_KILLED and CLD_DUMPED of waitid(2), which ExecMainCode holds. */
const KILLED = new Set(['2', '3']);

/**
 * Asks systemd about a unit (`containerd.service`). `no-systemd` where process 1 is something else,
 * `no-unit` where no unit of that name is installed.
 */
export async function askUnit(host: Host, name: string): Promise<UnitAnswer> {
  const identity = await host.ask('identity', {});
  if (identity.ok && identity.value.init !== null && identity.value.init !== 'systemd') return { kind: 'no-systemd' };
  const args = ['show', name, '--no-pager', `--property=${UNIT_PROPERTIES.join(',')}`];
  const shown = await host.ask('command', { file: 'systemctl', args });
  if (!shown.ok) return shown.error.code === 'ENOENT' ? { kind: 'no-systemd' } : { kind: 'error', error: shown.error };
  const { exitCode, signal, stdout, stderr } = shown.value;
  if (exitCode !== 0) {
    if (/not been booted with systemd/.test(stderr)) return { kind: 'no-systemd' };
    const message = `systemctl ended with ${exitCode ?? signal}: ${stderr.trim().slice(0, 500)}`;
    return { kind: 'error', ...refused({ code: 'EIO', message }) };
  }
  const properties = new Map(
    stdout.split('\n').map((line) => {
      const [key = '', ...value] = line.split('=');
      return [key, value.join('=').trim()];
    }),
  );
  const value = (property: string): string => properties.get(property) ?? '';
  const number = (property: string): number | null => (/^\d+$/.test(value(property)) ? Number(value(property)) : null);
  const list = (property: string): readonly string[] => value(property).split(/\s+/).filter(Boolean);
  if (value('LoadState') === 'not-found' || value('LoadState') === '') return { kind: 'no-unit' };
  return {
    kind: 'unit',
    unit: {
      name,
      active: value('ActiveState'),
      sub: value('SubState'),
      file: value('UnitFileState'),
      result: value('Result'),
      exitStatus: number('ExecMainStatus'),
      killed: KILLED.has(value('ExecMainCode')),
      since: value('StateChangeTimestamp') === 'n/a' ? '' : value('StateChangeTimestamp'),
      triggeredBy: list('TriggeredBy'),
      wantedBy: [...list('WantedBy'), ...list('RequiredBy')],
      type: value('Type'),
      mainPid: number('MainPID') || null,
      execStart: (/ argv\[\]=(.*?) ; /.exec(value('ExecStart'))?.[1] ?? '').split(' ').filter(Boolean),
      restarts: number('NRestarts') ?? 0,
    },
  };
}
