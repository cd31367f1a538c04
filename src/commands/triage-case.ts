import { CHECKS } from '../checks/index.ts';
import { start, type Examination, type Started } from '../engine/examination.ts';
import { distroOf, remedyFor } from '../guide/resolve.ts';
import { usualValues } from '../guide/usual-values.ts';
import { nodeValues } from '../guide/values.ts';
import type { Host } from '../host/host.ts';
import type { Lang } from '../lang.ts';
import { DEFAULT_LIMITS, type CheckRequest } from '../options/check-request.ts';
import type { TriageRequest } from '../options/triage-request.ts';
import { exitCodeOf } from '../report/exit-code.ts';
import { lacksRights } from '../report/lacking-rights.ts';
import { reportOf } from '../report/report.ts';
import type { Remedy, Report } from '../report/schema.ts';
import { exitCodeOfTriage } from '../report/triage/exit-code.ts';
import type { Shown } from '../report/triage/shown.ts';
import { findingOf, firstFinding, partsOf } from '../report/triage/triage-words.ts';
import { triagedOf, type Triage } from '../report/triage/triaged.ts';
import { changesBetween } from '../triage/changes.ts';
import { readLogs, type LogsRead } from '../triage/read-logs.ts';

const DAY_MS = 86_400_000;

/** What the checks look at, beside the logs. */
export type Examined = Pick<CheckRequest, 'configPath' | 'selection' | 'options' | 'role'>;

/** Errors of a log that root would not have met. */
const RIGHTS: ReadonlySet<string | undefined> = new Set(['EACCES', 'EPERM', 'journal-hidden']);

/** Everything that was looked at, free of any language. */
interface Case extends Triage {
  readonly examination: Examination | null;
  readonly started: Started;
}

/**
 * What changed before the faults, which is what an on-call engineer asks next: from a day before the first up to the
 * last of them, as a fault may begin long after another, and what is met again and again may have got a new reason.
 */
function changesBefore(host: Host, { groups }: LogsRead, configPath: string): Promise<Triage['changes']> {
  const faults = groups.filter(({ entry, wraps }) => !entry?.noise && wraps === null);
  if (faults.length === 0) return Promise.resolve([]);
  const first = Math.min(...faults.map((group) => group.first));
  const last = Math.max(...faults.map((group) => group.last));
  return changesBetween(host, configPath, first - DAY_MS, last);
}

/** Reads the logs of the time that is asked for, and runs the checks beside it. `onProgress` is told the bytes read and all. */
async function lookInto(
  host: Host,
  { withChecks, logsAt }: TriageRequest,
  { configPath, selection, options, role }: Examined,
  signal: AbortSignal,
  onProgress?: (bytes: number, total: number) => void,
): Promise<Case> {
  // A bundle is looked at as of when it was made.
  const clock = await host.ask('clock', {});
  const asked = logsAt(clock.ok ? clock.value : Date.now());
  const limits = { ...DEFAULT_LIMITS, signal };
  const started = await start({ checks: CHECKS, host, configPath, selection, options, role, limits });
  const { paths } = started.config;
  const places = { cranedLog: paths.cranedLog, supervisorLogDir: paths.supervisorLogDir.replace(/\/+$/, '') };
  const looking = withChecks ? started.run() : null;
  const read = await readLogs(host, { ...asked, places, signal, ...(onProgress ? { onProgress } : {}) });
  const [examination, changes] = await Promise.all([looking, changesBefore(host, read, configPath)]);
  return { ...read, ...asked, changes, examination, started };
}

/** The remedy of a finding: with the values of the report where that has it, else as far as they are known. */
function remedyOf(code: string, report: Report | null, { config, identity }: Started, lang: Lang): Remedy | undefined {
  const found = report?.checks.flatMap(({ findings }) => findings).find((one) => one.code === code);
  if (found?.remedy) return found.remedy;
  const values = usualValues(nodeValues(config, identity), code);
  return remedyFor(code, values, { distro: distroOf(identity.os), runtime: values['runtime'] ?? null }, lang);
}

/** A case in a language, with the exit code that goes with it and a remedy for each fault that has one. */
function shownIn(looked: Case, lang: Lang): Shown {
  const report = looked.examination && reportOf(looked.examination, lang, null);
  const triaged = triagedOf(looked, report, lang);
  const checks = report && exitCodeOf(report, { failOn: 'error', allowUnknown: [] });
  const first = firstFinding(triaged);
  const codes = new Set([first, ...partsOf(triaged).roots.map(findingOf)].filter((code) => code !== undefined));
  const remedies = new Map([...codes].map((code) => [code, remedyOf(code, report, looked.started, lang)] as const));
  const isDenied = looked.started.identity.uid > 0 && looked.sources.some(({ error }) => RIGHTS.has(error));
  return {
    triaged,
    remedies,
    exitCode: exitCodeOfTriage(triaged, checks),
    lacksRights: isDenied || (report !== null && lacksRights(report)),
  };
}

/** Looks into a case, and gives what shows it in a language. */
export async function triageCase(...args: Parameters<typeof lookInto>): Promise<(lang: Lang) => Shown> {
  const looked = await lookInto(...args);
  return (lang) => shownIn(looked, lang);
}
