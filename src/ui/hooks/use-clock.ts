import { useEffect, type Dispatch } from 'react';
import { FRAME_MS } from '../glyphs.ts';

/** Moves the screen's clock while something runs. It stands still otherwise: nothing is drawn while nothing changes. */
export function useClock(ticking: boolean, dispatch: Dispatch<{ readonly type: 'tick'; readonly at: number }>): void {
  useEffect(() => {
    if (!ticking) return;
    const tick = (): void => dispatch({ type: 'tick', at: performance.now() });
    tick();
    const timer = setInterval(tick, FRAME_MS);
    return () => clearInterval(timer);
  }, [ticking, dispatch]);
}
