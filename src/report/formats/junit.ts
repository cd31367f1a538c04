import type { Lang } from '../../lang.ts';
import { evidenceOf } from '../evidence.ts';
import { groupsOf } from '../outline.ts';
import { messageOf, placeOf, remedyLines } from '../plain-finding.ts';
import type { Report, ReportCheck, ReportFinding } from '../schema.ts';
import { skipWords } from '../sentences.ts';
import type { Render } from './render.ts';
import { element, xmlText } from './xml.ts';

/*
 * JUnit's XML as Jenkins, GitLab and Surefire's readers share it: a suite a group, a test case a check.
 * A finding that is an error makes a failure, one that could not be looked at an error; of each a test
 * case has one, because Surefire's schema allows no second error and GitLab reads no second failure.
 */

function findingLines(finding: ReportFinding, lang: Lang): string[] {
  const place = placeOf(finding);
  return [
    `${finding.severity} ${finding.code}: ${messageOf(finding, lang)}`,
    ...(place === null ? [] : [place]),
    ...remedyLines(finding, lang),
  ];
}

/** The findings of these severities and, at their end, what was seen. */
function body(check: ReportCheck, findings: readonly ReportFinding[], lang: Lang): string {
  const evidence = evidenceOf(check.observed, lang).map(({ label, value }) => `${label}: ${value}`);
  const blocks = [...findings.map((finding) => findingLines(finding, lang)), evidence];
  return xmlText(blocks.flatMap((lines) => (lines.length > 0 ? [`\n${lines.join('\n')}\n`] : [])).join(''));
}

/** Whether a finding is part of a failure or an error; warnings, and what is expected, are only told. */
function isCounted({ severity, expected }: ReportFinding): boolean {
  return (severity === 'error' || severity === 'unknown') && !expected;
}

/** What became of a check: nothing where it passed. */
function outcome(check: ReportCheck, lang: Lang): string[] {
  if (check.skip) return [element('skipped', { message: skipWords(check, lang) })];
  const worst = { fail: 'error', unknown: 'unknown' }[check.status as string];
  const leading = check.findings.find(({ severity, expected }) => severity === worst && !expected);
  if (!leading) return [];
  const name = check.status === 'fail' ? 'failure' : 'error';
  const counted = check.findings.filter(isCounted);
  return [element(name, { message: messageOf(leading, lang), type: leading.code }, body(check, counted, lang))];
}

function testCase(check: ReportCheck, lang: Lang): string {
  const said = check.findings.filter((finding) => !isCounted(finding));
  const output = said.length === 0 ? [] : [element('system-out', {}, body(check, said, lang))];
  const about = { name: check.id, classname: `crane-doctor.${check.group}`, time: seconds(check.durationMs) };
  return element('testcase', about, ...outcome(check, lang), ...output);
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}

function counts(checks: readonly ReportCheck[]): { [name: string]: string | number } {
  const of = (status: string): number => checks.filter((check) => check.status === status).length;
  return { tests: checks.length, failures: of('fail'), errors: of('unknown'), skipped: of('skip') };
}

function suite(report: Report, group: string, checks: readonly ReportCheck[], lang: Lang): string {
  const time = seconds(checks.reduce((sum, { durationMs }) => sum + durationMs, 0));
  // Without zone and milliseconds, which older schemas do not know; it is UTC.
  const timestamp = report.startedAt.slice(0, 19);
  const about = {
    name: `crane-doctor.${group}`,
    ...counts(checks),
    time,
    timestamp,
    hostname: report.host.hostname.trim() || 'localhost',
  };
  return element('testsuite', about, '\n', ...checks.map((check) => `${testCase(check, lang)}\n`));
}

/** The report as JUnit XML. */
export const renderJunit: Render = (report, { lang }) => {
  const about = { name: 'crane-doctor', ...counts(report.checks), time: seconds(report.durationMs) };
  const suites = [...groupsOf(report)].map(([group, checks]) => `${suite(report, group, checks, lang)}\n`);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element('testsuites', about, '\n', ...suites)}\n`;
};
