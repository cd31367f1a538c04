import type { Progress, ShownIn } from './state.ts';

/** Between two looks at what has arrived, ms at least. */
const EVERY_MS = 300;
/** Merging what has arrived takes at most this part of the time, so that keys are answered whatever the fleet's size. */
const SHARE = 1 / 5;

/** Passes on progress no more often than a screen can follow, however many nodes answer at once. */
export function pacedProgress(tell: (answered: number, total: number | null, shownIn: ShownIn | null) => void): {
  onProgress(this: void, progress: Progress): void;
  end(): void;
} {
  let latest: Progress | null = null;
  let timer: NodeJS.Timeout | undefined;
  let pause = EVERY_MS;
  const flush = (): void => {
    timer = undefined;
    if (!latest) return;
    const began = performance.now();
    tell(latest.answered, latest.total, latest.answered === 0 ? null : latest.shownSoFar());
    latest = null;
    pause = Math.max(EVERY_MS, (performance.now() - began) / SHARE);
  };
  return {
    onProgress(progress) {
      latest = progress;
      timer ??= setTimeout(flush, pause);
    },
    end() {
      clearTimeout(timer);
      latest = null;
    },
  };
}
