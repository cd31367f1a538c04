import { useEffect, useRef, type Dispatch } from 'react';
import { start, type Examination, type Request } from '../../engine/examination.ts';
import { recheck } from '../../engine/recheck.ts';
import type { RunEvent } from '../../engine/run.ts';
import type { Action, Wanted } from './state.ts';

/**
 * Runs the checks that are wanted, and runs again whenever the number of the wanted run changes. All
 * that the engine tells becomes an action. A defect in it is given to `onError`, never swallowed.
 */
export function useExamination(
  request: Request,
  wanted: Wanted,
  dispatch: Dispatch<Action>,
  onError: (error: Error) => void,
): void {
  const last = useRef<Examination | null>(null);
  useEffect(() => {
    const onEvent = (event: RunEvent): void => dispatch({ type: 'event', event, at: performance.now() });
    const run = async (): Promise<void> => {
      if (wanted.ids !== 'all' && last.current) {
        last.current = await recheck(last.current, request, wanted.ids, onEvent);
      } else {
        const started = await start(request);
        dispatch({ type: 'known', known: started });
        last.current = await started.run(onEvent);
      }
      const clock = await request.host.ask('clock', {});
      dispatch({ type: 'done', examination: last.current, at: clock.ok ? clock.value : null });
    };
    run().catch((error: unknown) => onError(error instanceof Error ? error : new Error(String(error))));
    // Of what it uses only the number asks for a new run; the rest is the same for the life of the screen.
  }, [wanted.run]);
}
