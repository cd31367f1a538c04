import { useApp } from 'ink';
import { useEffect } from 'react';

/** So long is waited for a stop that may not come, ms; the time while it is stopped does not count. */
const UNSTOPPED_MS = 200;

/** Until SIGCONT, or until it is clear that nothing was stopped. */
function continued(): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      process.off('SIGCONT', done);
      resolve();
    };
    const timer = setTimeout(done, UNSTOPPED_MS);
    process.on('SIGCONT', done);
  });
}

/**
 * Job control: Ctrl-Z (which is a key like any other while the terminal is in raw mode), `kill -TSTP`,
 * and SIGCONT after a SIGSTOP that nobody can catch. The terminal is given back before the stop, and
 * taken and drawn anew after it. The whole process group is stopped, as the terminal itself would do,
 * so that `npm run` above it does not keep the shell waiting. A group that no shell could wake is not
 * stopped by SIGTSTP (POSIX, orphaned process group): then it just goes on.
 */
export function useJobControl(): void {
  const { suspendTerminal } = useApp();
  useEffect(() => {
    let busy = false;
    const handing = (work: () => Promise<void>) => () => {
      if (busy) return;
      busy = true;
      const done = (): void => {
        busy = false;
        // Whoever is stopped is told of no resize: Node asks the terminal's size anew only on this signal.
        process.kill(process.pid, 'SIGWINCH');
      };
      void suspendTerminal(work).then(done, done);
    };
    const stop = handing(async () => {
      process.off('SIGTSTP', stop);
      const awake = continued();
      process.kill(0, 'SIGTSTP');
      await awake;
      process.on('SIGTSTP', stop);
    });
    const wake = handing(() => Promise.resolve());
    process.on('SIGTSTP', stop);
    process.on('SIGCONT', wake);
    return () => {
      process.off('SIGTSTP', stop);
      process.off('SIGCONT', wake);
    };
  }, [suspendTerminal]);
}
