import { useStdout } from 'ink';
import { useEffect, type Dispatch } from 'react';
import type { Text } from '../../lang.ts';
import { clipboardSequence } from '../clipboard.ts';
import { copied, NOTICES, type Errand, type Notice } from '../errand.ts';

/** Does what the screen has to do outside of itself, and dispatches what came of it. */
export function useErrand(
  errand: Errand | null,
  write: (path: string) => Promise<Text | null>,
  dispatch: Dispatch<{ readonly type: 'notice'; readonly notice: Notice }>,
): void {
  const { stdout } = useStdout();
  useEffect(() => {
    if (errand?.kind === 'copy') {
      const sequence = clipboardSequence(errand.shell, process.env);
      // It moves no cursor, so that it may stand between two frames.
      if (sequence !== null) stdout.write(sequence);
      dispatch({ type: 'notice', notice: sequence === null ? NOTICES.noClipboard : copied(errand.shell) });
    }
    if (errand?.kind === 'write') {
      const { path } = errand;
      void write(path).then((problem) => {
        const text = problem ?? { en: `Written: ${path}`, zh: `已写入：${path}` };
        dispatch({ type: 'notice', notice: { text, good: problem === null } });
      });
    }
    // The terminal would have made this signal of Ctrl-Z itself (use-job-control.ts).
    if (errand?.kind === 'suspend') process.kill(process.pid, 'SIGTSTP');
    // The errand alone asks for it: it is done once, with what was shown when it was asked for.
  }, [errand]);
}
