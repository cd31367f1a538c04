import type { Check } from '../checks/check.ts';
import { definitionOf } from '../checks/finder.ts';
import type { Finding } from '../checks/finding.ts';
import { causesOf } from '../engine/causes.ts';
import type { Examination } from '../engine/examination.ts';
import type { CheckResult } from '../engine/result.ts';
import { distroOf, remedyFor } from '../guide/resolve.ts';
import type { Values } from '../guide/placeholders.ts';
import { nodeValues } from '../guide/values.ts';
import type { Lang } from '../lang.ts';
import type { Report, ReportCheck, ReportFinding } from './schema.ts';
import { subjectOf } from './subject.ts';
import { VERSION } from './version.ts';
import { visible } from './visible.ts';

/** Gives a finding its words and its remedy with this node's values. */
type Worded = (check: Check, finding: Finding) => ReportFinding;

function wording(examination: Examination, lang: Lang, root: string | null): Worded {
  const { config, identity } = examination;
  const values: Values = { ...nodeValues(config, identity), ...(root === null ? {} : { root }) };
  const node = { distro: distroOf(identity.os), runtime: values['runtime'] ?? null };
  return (check, finding) => {
    const name = finding.code.slice(check.id.length + 1);
    const definition = definitionOf(check, name)!;
    const texts = Object.fromEntries(
      Object.entries(finding.args).flatMap(([key, value]) =>
        typeof value === 'string' || typeof value === 'number' ? [[key, String(value)]] : [],
      ),
    );
    const target = finding.target === undefined ? {} : { target: finding.target };
    const remedy = remedyFor(finding.code, { ...values, ...texts, ...target }, node, lang);
    return {
      code: finding.code,
      severity: finding.severity,
      message: visible(definition.message[lang](finding.args)),
      args: { ...finding.args },
      ...target,
      ...(finding.location ? { location: { ...finding.location } } : {}),
      ...(finding.stopsCraned ? { stopsCraned: true } : {}),
      ...(remedy ? { remedy } : {}),
    } as ReportFinding;
  };
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
  const { checks, results, identity } = examination;
  const worded = wording(examination, lang, root);
  const looked = checks.flatMap((check) => {
    const result = results.get(check.id);
    return result ? [checkOf(check, result, worded, lang)] : [];
  });
  const summary = summaryOf(looked);
  return {
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
}
