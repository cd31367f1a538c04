import type { Json } from '../json.ts';
import { jsonLine } from './json.ts';
import type { Report, ReportCheck, ReportFinding } from './schema.ts';

/** pdsh cuts a line at 131,075 bytes without a word, the host's name included; this is well below it. */
export const COMPACT_BYTES = 100_000;

const TEXT_LENGTH = 200;
/** Of the values of the configuration, where all of them are too many. */
const FEW_VALUES = 100;
const FEW_FINDINGS = 20;
const FEWEST_FINDINGS = 3;

function short(text: string): string {
  return text.length <= TEXT_LENGTH ? text : `${text.slice(0, TEXT_LENGTH - 1)}…`.toWellFormed();
}

/** Only the plain values, and short ones. */
function scalars(values: object): ReportCheck['observed'] {
  const plain: ReportCheck['observed'] = {};
  for (const [name, value] of Object.entries(values as { readonly [name: string]: Json })) {
    if (typeof value === 'string') plain[name] = short(value);
    else if (value === null || typeof value !== 'object') plain[name] = value;
  }
  return plain;
}

/** The guide is where the report is read; no node has to send it. */
function withoutRemedy(finding: ReportFinding): ReportFinding {
  return Object.fromEntries(Object.entries(finding).filter(([name]) => name !== 'remedy')) as ReportFinding;
}

/** Ever less of a report, the least important first; verdict, statuses, causes and codes stay in all. */
const STEPS: readonly ((report: Report) => Report)[] = [
  (report) =>
    eachCheck(report, (check) => ({
      ...check,
      observed: scalars(check.observed),
      findings: check.findings.map(withoutRemedy),
    })),
  (report) => eachCheck(report, (check) => ({ ...check, observed: {} })),
  (report) =>
    eachCheck(report, (check) => ({
      ...check,
      findings: check.findings
        .slice(0, FEW_FINDINGS)
        .map((finding) => ({ ...finding, message: short(finding.message), args: scalars(finding.args) })),
    })),
  (report) => withValues(report, FEW_VALUES),
  (report) =>
    eachCheck(withValues(report, 0), (check) => ({ ...check, findings: check.findings.slice(0, FEWEST_FINDINGS) })),
];

/** With no more than so many values of the configuration; its hash stays. */
function withValues(report: Report, most: number): Report {
  const { config } = report.subject;
  if (!config) return report;
  const values = Object.fromEntries(Object.entries(config.values).slice(0, most));
  return { ...report, subject: { ...report.subject, config: { hash: config.hash, values } } };
}

function eachCheck(report: Report, change: (check: ReportCheck) => ReportCheck): Report {
  return { ...report, checks: report.checks.map(change) };
}

/**
 * The report on one line of less than 100 kB, as a node of a fleet sends it through a launcher: without
 * remedies, of what was observed only plain values, and less where that is still too long.
 */
export function renderCompact(report: Report): string {
  let left = report;
  let line = '';
  for (const step of STEPS) {
    left = step(left);
    line = jsonLine(left);
    if (Buffer.byteLength(line) < COMPACT_BYTES) return line;
  }
  return line;
}
