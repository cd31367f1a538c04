import type { Started } from '../engine/examination.ts';
import type { RunEvent } from '../engine/run.ts';
import { checkLine, endLine, startLine } from '../report/formats/ndjson.ts';
import { reportOf } from '../report/report.ts';
import type { Report } from '../report/schema.ts';
import type { Session } from './session.ts';

/** The events of a run, written as they happen. */
export interface EventStream {
  readonly onEvent: (event: RunEvent) => void;
  /** Writes the last line, and waits until the reader has all of them. */
  end(report: Report, exitCode: number): Promise<void>;
}

/** Writes `--format ndjson` to stdout while the checks run; a reader that is slow delays no check. */
export function eventStream(started: Started, root: string | null, session: Session): EventStream {
  const reportWith = (results: Parameters<typeof reportOf>[0]['results']): Report =>
    reportOf({ ...started, results, durationMs: 0 }, session.lang, root);
  let written = session.print(startLine(reportWith(new Map())));
  const say = (line: string): void => {
    written = written.then(() => session.print(line));
    // Whoever waits for the end is told what went wrong on the way.
    written.catch(() => {});
  };
  return {
    onEvent(event) {
      if (event.event !== 'check') return;
      const { checks } = reportWith(new Map([[event.result.id, event.result]]));
      checks.forEach((check) => say(checkLine(check)));
    },
    async end(report, exitCode) {
      say(endLine(report, exitCode));
      await written;
    },
  };
}
