import { useApp, useInput, useWindowSize } from 'ink';
import { useEffect, type Dispatch, type ReactNode } from 'react';
import type { Text } from '../lang.ts';
import type { Browsing, BrowsingAction, Room } from './browsing.ts';
import { frameOf, type Frame } from './frame.ts';
import { useClock } from './hooks/use-clock.ts';
import { useErrand } from './hooks/use-errand.ts';
import { useJobControl } from './hooks/use-job-control.ts';
import { pressesOf } from './keys.ts';
import type { Look } from './look.ts';
import { Rows } from './rows.tsx';
import type { SceneOf } from './scene.ts';
import { spokenFrame } from './spoken-frame.ts';

/** How the screen is drawn and what ends it, which is the same for every view. */
export interface Setting {
  readonly look: Look;
  /** For a screen reader: words, one thing at a time. */
  readonly spoken: boolean;
  /** Aborted by a signal to the program, whose name is the reason. */
  readonly signal: AbortSignal;
}

export interface StageProps<S extends Browsing> {
  readonly setting: Setting;
  readonly state: S;
  readonly dispatch: Dispatch<BrowsingAction<S>>;
  readonly sceneOf: SceneOf<S>;
  /** Whether something runs, so that the clock moves. */
  readonly busy: boolean;
  /** Writes what is shown to a file. Gives what prevented it, or null. */
  readonly write: (path: string) => Promise<Text | null>;
  /** What the view gives back when it is left. */
  readonly left: (state: S) => unknown;
}

/** A view on the terminal, at any size: its scene is drawn, keys and signals become its actions, until it is left. */
export function Stage<S extends Browsing>(props: StageProps<S>): ReactNode {
  const { setting, state, dispatch, sceneOf, busy, write, left } = props;
  const { look, spoken, signal } = setting;
  const { exit } = useApp();
  const { columns, rows } = useWindowSize();

  useClock(busy && !spoken, dispatch);
  useErrand(state.errand, write, dispatch);
  useJobControl();
  useEffect(() => {
    const leave = (): void => dispatch({ type: 'leave', by: String(signal.reason) });
    if (signal.aborted) leave();
    signal.addEventListener('abort', leave);
    return () => signal.removeEventListener('abort', leave);
  }, [signal, dispatch]);
  useEffect(() => {
    if (state.leaving !== null) exit(left(state));
    // Once: what happens after that is shown no more.
  }, [state.leaving, exit]);

  const frame = (shown: S): Frame =>
    spoken ? spokenFrame(shown, sceneOf, columns, look) : frameOf(shown, sceneOf(shown, look), columns, rows, look);
  const roomOf = (shown: S): Room => frame(shown).room;
  useInput((input, key) => {
    for (const press of pressesOf(input, key)) dispatch({ type: 'press', press, roomOf });
  });
  return <Rows rows={frame(state).rows} width={Math.max(4, columns)} style={look.style} />;
}
