import { UNIT_PROPERTIES } from '../../src/checks/look/ask-unit.ts';
import { answered } from '../../src/host/answer.ts';
import type { RecordedAnswer } from '../../src/host/replay.ts';

/** Properties as `systemctl show` of systemd 252 prints them, of a unit that runs and is started at boot. */
const RUNNING = {
  Type: 'simple',
  NRestarts: '0',
  Result: 'success',
  ExecMainCode: '0',
  ExecMainStatus: '0',
  MainPID: '1302',
  RequiredBy: '',
  WantedBy: 'multi-user.target',
  TriggeredBy: '',
  LoadState: 'loaded',
  ActiveState: 'active',
  SubState: 'running',
  StateChangeTimestamp: 'Mon 2026-11-23 17:54:29 CST',
  UnitFileState: 'enabled',
};

export type UnitProperties = { readonly [property: string]: string };

/** What `systemctl show` prints of a unit. */
export function printedUnit(properties: UnitProperties): string {
  return Object.entries({ ...RUNNING, ...properties })
    .map(([key, value]) => `${key}=${value}\n`)
    .join('');
}

/** How systemd is asked about a unit. */
export function unitQuestion(unit: string) {
  const args = ['show', unit, '--no-pager', `--property=${UNIT_PROPERTIES.join(',')}`];
  return { method: 'command', args: { file: 'systemctl', args } } as const;
}

/** What systemd says of a unit whose process was started by `commandLine`. */
export function shownUnit(unit: string, commandLine: string, properties: UnitProperties = {}): RecordedAnswer {
  const path = commandLine.split(' ')[0]!;
  const start = `start_time=[Mon 2026-11-23 17:54:29 CST] ; stop_time=[n/a] ; pid=1302 ; code=(null) ; status=0/0`;
  const ExecStart = `{ path=${path} ; argv[]=${commandLine} ; ignore_errors=no ; ${start} }`;
  const stdout = printedUnit({ ExecStart, ...properties });
  return {
    ...unitQuestion(unit),
    answer: answered({ exitCode: 0, signal: null, stdout, stderr: '', truncated: false }),
  };
}
