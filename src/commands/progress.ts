import type { Started } from '../engine/examination.ts';
import type { RunEvent } from '../engine/run.ts';
import type { Lang } from '../lang.ts';
import { cells } from '../report/cells.ts';
import { progressWords, seconds } from '../ui/words.ts';

/** A run that is over before is not worth a line that comes and goes, ms. */
const PATIENCE_MS = 400;

const EVERY_MS = 200;

/** A line on stderr about a run that takes its time. */
export interface Progress {
  readonly onEvent: (event: RunEvent) => void;
  /** Takes the line away, before anything else is written to the same terminal. */
  end(): void;
}

/**
 * Shows on a terminal how far a run is, and what it waits for longest: one line that is written over
 * and over, and taken away at the end. Nothing is written to a file or a pipe.
 */
export function progressOn(stderr: NodeJS.WriteStream, { plan }: Pick<Started, 'plan'>, lang: Lang): Progress {
  const running = new Map<string, number>();
  const all = plan.filter(({ skip }) => skip?.reason !== 'excluded').length;
  let done = 0;
  let shown = false;
  const began = performance.now();
  const show = (): void => {
    const now = performance.now();
    if (now - began < PATIENCE_MS) return;
    const [longest] = running;
    const waited = longest ? `  ${longest[0]} ${seconds(now - longest[1], lang)}` : '';
    const text = cells(`${progressWords(done, all, false, lang)}${waited}`, Math.max(1, (stderr.columns || 80) - 1));
    stderr.write(`\r${text}\u001b[K`);
    shown = true;
  };
  const timer = setInterval(show, EVERY_MS).unref();
  return {
    onEvent(event) {
      if (event.event === 'running') running.set(event.id, performance.now());
      else {
        running.delete(event.result.id);
        if (event.result.skip?.reason !== 'excluded') done += 1;
      }
    },
    end() {
      clearInterval(timer);
      if (shown) stderr.write('\r\u001b[K');
    },
  };
}
