import { jsonLine } from '../json.ts';
import type { Report, ReportCheck } from '../schema.ts';
import type { Render } from './render.ts';

/*
 * A line of JSON an event, so that a reader can follow a run: `start`, a `check` as soon as it is
 * settled, `end`. All lines together hold the whole report.
 */

/** What is known before the first check. */
export function startLine({ schemaVersion, tool, host, startedAt }: Report): string {
  return jsonLine({ event: 'start', schemaVersion, tool, host, startedAt });
}

/** A check as it stands in the report's `checks`. */
export function checkLine(check: ReportCheck): string {
  return jsonLine({ event: 'check', ...check });
}

/** What is known after the last check, with the exit code. */
export function endLine({ subject, durationMs, verdict, summary, causes, baseline }: Report, exitCode: number): string {
  return jsonLine({
    event: 'end',
    subject,
    durationMs,
    verdict,
    summary,
    causes,
    ...(baseline ? { baseline } : {}),
    exitCode,
  });
}

/** All events of a run that is over, the checks in the order of the report. */
export const renderNdjson: Render = (report, { exitCode }) =>
  [startLine(report), ...report.checks.map(checkLine), endLine(report, exitCode)].join('');
