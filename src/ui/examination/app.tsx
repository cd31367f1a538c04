import { useApp } from 'ink';
import { useReducer, type ReactNode } from 'react';
import type { Examination, Request } from '../../engine/examination.ts';
import type { Lang, Text } from '../../lang.ts';
import { Stage, type Setting } from '../stage.tsx';
import { reduce } from './reduce.ts';
import { sceneOf } from './scene.ts';
import { examinationOf, leftBehind } from './seen.ts';
import { initialState } from './state.ts';
import { useExamination } from './use-examination.ts';

/** Writes the report of an examination to a file, in the format of its name. Gives what prevented it, or null. */
export type WriteReport = (path: string, examination: Examination, lang: Lang) => Promise<Text | null>;

/** What the view gives back when it is left: the last state shown (null before there was one), and its language. */
export interface Left {
  readonly examination: Examination | null;
  readonly lang: Lang;
}

export interface AppProps {
  readonly setting: Setting;
  readonly request: Request;
  readonly root: string | null;
  readonly lang: Lang;
  readonly write: WriteReport;
}

/** An examination on the screen: it runs the checks, shows them, and runs them again when a key asks for it. */
export function App({ setting, request, root, lang, write }: AppProps): ReactNode {
  const { exit } = useApp();
  const [state, dispatch] = useReducer(reduce, initialState(lang, root));
  useExamination(request, state.wanted, dispatch, exit);
  return (
    <Stage
      setting={setting}
      state={state}
      dispatch={dispatch}
      sceneOf={sceneOf}
      busy={state.seen.phase !== 'done'}
      write={(path) => write(path, examinationOf(state.seen)!, state.lang)}
      left={({ seen, lang: last, leaving }): Left => ({ examination: leftBehind(seen, leaving!), lang: last })}
    />
  );
}
