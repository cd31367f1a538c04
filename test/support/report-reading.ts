import type { Report } from './report-schema.ts';

type CheckReport = Report['checks'][number];

/** The part of a report about one check. Throws where it is not there exactly once: every check is in every report. */
export function checkOf(report: Report, id: string): CheckReport {
  const [check, another] = report.checks.filter((one) => one.id === id);
  if (!check || another) throw new Error(`${id} is not in the report exactly once`);
  return check;
}

/** The codes of a report's findings of these severities, in the order of the report. */
export function codesOf(report: Report, ...severities: readonly string[]): string[] {
  return report.checks
    .flatMap(({ findings }) => findings)
    .filter(({ severity }) => severities.includes(severity))
    .map(({ code }) => code);
}

/** The codes of a report's causes. */
export function causesOf(report: Report): string[] {
  return report.causes.map(({ code }) => code);
}
