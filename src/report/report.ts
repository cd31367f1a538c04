import type { Check } from '../checks/check.ts';
import type { Finding } from '../checks/finding.ts';
import { causesOf } from '../engine/causes.ts';
import type { Examination } from '../engine/examination.ts';
import { withExpected } from '../engine/expected.ts';
import type { CheckResult } from '../engine/result.ts';
import { distroOf } from '../guide/resolve.ts';
import type { Values } from '../guide/placeholders.ts';
import { nodeValues } from '../guide/values.ts';
import type { Lang } from '../lang.ts';
import { comparedWith } from './compared-with.ts';
import type { Report, ReportCheck, ReportFinding } from './schema.ts';
import { subjectOf } from './subject.ts';
import { VERSION } from './version.ts';
import { wordedFinding } from './worded-finding.ts';

/** Gives a finding its words and its remedy with this node's values. */
type Worded = (check: Check, finding: Finding) => ReportFinding;

function wording(examination: Examination, lang: Lang, root: string | null): Worded {
  const { config, identity } = examination;
  const told = subjectOf(examination).runtime?.name ?? null;
  const values: Values = { ...nodeValues(config, identity, told), ...(root === null ? {} : { root }) };
  const node = { distro: distroOf(identity.os), runtime: values['runtime'] ?? null };
  const notes = examination.settings?.settings.notes;
  return (check, finding) => wordedFinding(check, finding, { values, node, notes }, lang);
}

function checkOf(check: Check, result: CheckResult, worded: Worded, lang: Lang): ReportCheck {
  const { skip } = result;
  return {
    id: check.id,
    group: check.group,
    title: check.title[lang],
    status: result.status,
    durationMs: Math.round(result.durationMs * 10) / 10,
    ...(skip
      ? { skip: { reason: skip.reason, by: [...skip.by], ...(skip.note ? { note: skip.note[lang] } : {}) } }
      : {}),
    observed: { ...result.observed } as ReportCheck['observed'],
    findings: result.findings.map((finding) => worded(check, finding)),
  };
}

/** How many checks have each status. */
export function summaryOf(checks: readonly ReportCheck[]): Report['summary'] {
  const summary = { pass: 0, warn: 0, fail: 0, unknown: 0, skip: 0 };
  for (const { status } of checks) summary[status] += 1;
  return summary;
}

function verdictOf(summary: Report['summary']): Report['verdict'] {
  if (summary.fail > 0) return 'fail';
  if (summary.unknown > 0) return 'unknown';
  return summary.warn > 0 ? 'warn' : 'pass';
}

/**
 * The report of an examination in one language. Pure and cheap, so that the TUI can make it anew for
 * every event and for another language; checks without a result yet are left out.
 */
export function reportOf(examination: Examination, lang: Lang, root: string | null): Report {
  const { checks, identity, settings, startedAt, baseline } = examination;
  const results = withExpected(examination.results, settings?.settings.expected ?? [], startedAt);
  const worded = wording(examination, lang, root);
  const looked = checks.flatMap((check) => {
    const result = results.get(check.id);
    return result ? [checkOf(check, result, worded, lang)] : [];
  });
  const summary = summaryOf(looked);
  const report: Report = {
    schemaVersion: 1,
    tool: { name: 'crane-doctor', version: VERSION },
    host: {
      hostname: identity.hostname,
      os: { id: identity.os.id, versionId: identity.os.versionId, prettyName: identity.os.prettyName },
      kernel: identity.kernel,
      arch: identity.arch,
      uid: identity.uid,
      root,
    },
    subject: subjectOf(examination),
    startedAt: new Date(examination.startedAt).toISOString(),
    durationMs: Math.round(examination.durationMs * 10) / 10,
    verdict: verdictOf(summary),
    summary,
    causes: causesOf(checks, results).map(({ check, code, blocks }) => ({ check, code, blocks: [...blocks] })),
    checks: looked,
  };
  return baseline ? comparedWith(baseline, report) : report;
}
