import type { Group } from '../../logs/groups.ts';
import type { Lang } from '../../lang.ts';
import type { Change } from '../../triage/changes.ts';
import type { LogsRead } from '../../triage/read-logs.ts';
import { redactText } from '../../redact/redact.ts';
import type { Report } from '../schema.ts';
import { visible } from '../visible.ts';
import { sourceError } from './source-errors.ts';
import type { Triaged, TriagedGroup } from './schema.ts';

const MESSAGE_LENGTH = 500;
/** Noise and unknown messages have no end; what is known and at the root is never cut. */
const MOST_GROUPS = 100;

/** What a triage has found, free of any language. */
export interface Triage extends LogsRead {
  readonly since: number;
  readonly until: number;
  readonly changes: readonly Change[];
}

/** A message as it may be shown: logs have proxies with their passwords, and whatever a job was given. */
function shown(text: string): string {
  const seen = visible(redactText(text.toWellFormed()).text.trimEnd());
  return seen.length <= MESSAGE_LENGTH ? seen : `${seen.slice(0, MESSAGE_LENGTH)}…`;
}

/** Logs are read side by side: the order in which jobs were met says nothing. */
const byNumber = (one: string, other: string): number => one.localeCompare(other, 'en', { numeric: true });

const iso = (at: number): string => new Date(at).toISOString();

/** Codes of findings that count, of a report of this moment. */
function foundNow(report: Report | null): ReadonlySet<string> {
  const findings = report?.checks.flatMap((check) => check.findings) ?? [];
  return new Set(findings.filter(({ severity }) => severity !== 'info').map(({ code }) => code));
}

function passedOn({ roots }: Group): NonNullable<TriagedGroup['passes']> {
  return [...roots].map(([id, count]) => ({ id, count })).sort((a, b) => b.count - a.count);
}

function groupOf(group: Group, now: ReadonlySet<string>, lang: Lang): TriagedGroup {
  const { entry } = group;
  const findings = [...(entry?.findings ?? [])];
  return {
    id: entry === null ? visible(redactText(group.id).text) : group.id,
    known: entry !== null,
    message: shown(group.message),
    ...(entry ? { meaning: entry.meaning[lang] } : {}),
    component: entry?.component ?? '',
    count: group.count,
    first: iso(group.first),
    last: iso(group.last),
    jobs: [...group.jobs].sort(byNumber).map(visible),
    noise: entry?.noise ?? false,
    wraps: group.wraps,
    ...(group.roots.size === 0 ? {} : { passes: passedOn(group) }),
    findings,
    now: findings.filter((code) => now.has(code)),
  };
}

/** The document of `triage --json`, in one language. */
export function triagedOf(
  { since, until, sources, groups, changes }: Triage,
  report: Report | null,
  lang: Lang,
): Triaged {
  const now = foundNow(report);
  return {
    schemaVersion: 1,
    window: { since: iso(since), until: iso(until) },
    sources: sources.map(({ path, lines, clockJumps, error, from }) => ({
      path: visible(path),
      lines,
      ...(clockJumps === undefined ? {} : { clockJumps }),
      ...(error === undefined
        ? {}
        : { error: visible(sourceError(error, from === undefined ? from : iso(from), lang)) }),
      ...(from === undefined ? {} : { from: iso(from) }),
    })),
    groups: groups.slice(0, MOST_GROUPS).map((group) => groupOf(group, now, lang)),
    changes: changes.map(({ at, kind, what }) => ({ at: iso(at), kind, what: visible(what) })),
    report,
  };
}
