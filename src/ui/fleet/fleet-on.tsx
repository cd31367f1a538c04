import { useReducer, type ReactNode } from 'react';
import type { Lang } from '../../lang.ts';
import { EXIT } from '../../report/exit-code.ts';
import { tasksOf } from '../../report/fleet/to-do.ts';
import type { FleetShown } from '../../report/fleet/shown.ts';
import { useLook } from '../hooks/use-look.ts';
import type { Look } from '../look.ts';
import type { Screen } from '../open-screen.tsx';
import { span } from '../row.ts';
import { Stage, type Setting } from '../stage.tsx';
import { exitSpan, labelledRows, summaryText } from '../summary.ts';
import { WORDS } from '../words.ts';
import { pacedProgress } from './paced-progress.ts';
import { reduce } from './reduce.ts';
import { sceneOf, verdictRow } from './scene.ts';
import { initialState, type FleetAsked } from './state.ts';

interface Left {
  readonly shown: FleetShown | null;
  readonly lang: Lang;
  /** It was left before all had been heard. */
  readonly early: boolean;
}

/** A fleet on the screen: it asks, shows who answers as they do, and asks again when a key wants it. */
export function FleetView({ setting, asked }: { readonly setting: Setting; readonly asked: FleetAsked }): ReactNode {
  const [state, dispatch] = useReducer(reduce, initialState(asked.lang));
  const look = (): ReturnType<FleetAsked['look']> => {
    const paced = pacedProgress((answered, total, shownIn) => dispatch({ type: 'heard', answered, total, shownIn }));
    return asked.look(paced.onProgress).finally(() => paced.end());
  };
  useLook(state.run, look, (shownIn) => dispatch({ type: 'looked', shownIn }));
  return (
    <Stage
      setting={setting}
      state={state}
      dispatch={dispatch}
      sceneOf={sceneOf}
      busy={state.looking}
      write={(path) => asked.write(path, state.shown!, state.lang)}
      left={({ shown, lang, looking }): Left => ({ shown, lang, early: looking })}
    />
  );
}

/** What stays on the normal screen: the verdict with the exit code, each thing to be done and where, the first command. */
function summaryOf({ document, members }: FleetShown, exitCode: number, lang: Lang, look: Look): string {
  const tasks = tasksOf(document, lang);
  const steps = tasks.flatMap(({ remedy }) => remedy?.steps ?? []);
  const next = steps.find(({ command }) => command !== undefined)?.command;
  return summaryText(
    [
      [
        span('crane-doctor fleet  ', 'gray'),
        ...verdictRow({ document, members, exitCode }, lang, look),
        exitSpan(exitCode, lang),
      ],
      ...tasks.map(({ title, where }) => [span(`  ${title}`, 'bold'), span(`  ${where()}`)]),
      ...labelledRows(WORDS.next, next, lang, 'cyan'),
    ],
    look,
  );
}

/** Shows a fleet until the screen is left, and gives the exit code of the last state shown. */
export async function fleetOn(screen: Screen, asked: FleetAsked): Promise<number> {
  const { setting } = screen;
  // Left before all were heard, not all were checked.
  const codeOf = ({ shown, early }: Left): number => {
    const code = shown?.exitCode ?? EXIT.notChecked;
    return asked.ended() ?? (early && code === EXIT.ok ? EXIT.notChecked : code);
  };
  const left = await screen.show<Left>(<FleetView setting={setting} asked={asked} />, (last) =>
    last.shown ? summaryOf(last.shown, codeOf(last), last.lang, setting.look) : '',
  );
  return codeOf(left);
}
