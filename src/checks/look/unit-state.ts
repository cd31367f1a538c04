import type { Observed } from '../check.ts';
import type { SystemdUnit } from './ask-unit.ts';

/** UnitFileState of a unit that nothing starts at boot; `masked` cannot be started at all. */
const NOT_AT_BOOT = new Set(['disabled', 'masked', 'enabled-runtime', 'linked', 'linked-runtime', 'masked-runtime']);

/** True while the unit's process runs. */
export function isRunning({ active }: SystemdUnit): boolean {
  return active === 'active' || active === 'reloading';
}

/** True where the last run failed, between two attempts of systemd to start it (Restart=) as well. */
export function hasFailed({ active, sub }: SystemdUnit): boolean {
  return active === 'failed' || (active === 'activating' && sub === 'auto-restart');
}

/** True where neither the boot nor another unit nor a socket starts it. */
export function isLeftOutAtBoot({ file, triggeredBy, wantedBy }: SystemdUnit): boolean {
  return NOT_AT_BOOT.has(file) && triggeredBy.length === 0 && wantedBy.length === 0;
}

/** What findings about a unit's state tell, as arguments of the codes below. */
export function stateArgs(unit: SystemdUnit): { unit: string; state: string; since: string } {
  const state = unit.active === unit.sub ? unit.active : `${unit.active} (${unit.sub})`;
  return { unit: unit.name, state, since: unit.since };
}

/** How the last run of a failed unit ended, as arguments. */
export function failureArgs(unit: SystemdUnit): { unit: string; result: string; exit: string; since: string } {
  return { unit: unit.name, result: unit.result, exit: exitText(unit), since: unit.since };
}

function exitText({ exitStatus, killed }: SystemdUnit): string {
  if (exitStatus === null || (exitStatus === 0 && !killed)) return '';
  return killed ? `signal ${exitStatus}` : `exit ${exitStatus}`;
}

const since = (at: string, en: boolean): string => (at === '' ? '' : en ? ` since ${at}` : `，始于 ${at}`);

/** The words of a unit's findings, which are the same for every unit. */
export const UNIT_MESSAGES = {
  inactive: {
    en: (args: ReturnType<typeof stateArgs>) => `${args.unit} is ${args.state}${since(args.since, true)}`,
    zh: (args: ReturnType<typeof stateArgs>) => `${args.unit} 状态为 ${args.state}${since(args.since, false)}`,
  },
  failed: {
    en: (args: ReturnType<typeof failureArgs>) =>
      `${args.unit} has failed (${args.result}${args.exit === '' ? '' : `, ${args.exit}`})${since(args.since, true)}`,
    zh: (args: ReturnType<typeof failureArgs>) =>
      `${args.unit} 已失败（${args.result}${args.exit === '' ? '' : `，${args.exit}`}）${since(args.since, false)}`,
  },
  'not-enabled': {
    en: ({ unit, file }: { unit: string; file: string }) =>
      `${unit} runs but is ${file}: it will not be started at the next boot`,
    zh: ({ unit, file }: { unit: string; file: string }) =>
      `${unit} 正在运行，但其开机启动状态为 ${file}：下次开机不会启动`,
  },
};

/** A unit's state as evidence. */
export function unitEvidence(unit: SystemdUnit): Observed {
  return {
    unit: unit.name,
    state: `${unit.active} (${unit.sub})`,
    unitFile: unit.file,
    ...(unit.since === '' ? {} : { since: unit.since }),
    ...(exitText(unit) === '' ? {} : { exit: exitText(unit) }),
  };
}
