import { useEffect, useReducer, type ReactNode } from 'react';
import type { Lang } from '../../lang.ts';
import { EXIT } from '../../report/exit-code.ts';
import type { Smoked } from '../../report/smoke/schema.ts';
import { findingsOf, timeWords } from '../../report/smoke/smoke-words.ts';
import { COLOUR_OF } from '../../report/style.ts';
import { useLook } from '../hooks/use-look.ts';
import type { Look } from '../look.ts';
import type { Screen } from '../open-screen.tsx';
import { span, type Row } from '../row.ts';
import { Stage, type Setting } from '../stage.tsx';
import { exitSpan, labelledRows, summaryText } from '../summary.ts';
import { WORDS } from '../words.ts';
import { reduce } from './reduce.ts';
import { leftRows, sceneOf, verdictRow } from './scene.ts';
import { initialState, type SmokeAsked } from './state.ts';

interface Left {
  readonly smoked: Smoked | null;
  readonly lang: Lang;
}

/** A smoke test on the screen: it runs, shows its steps, and runs again when a key asks for it. */
export function SmokeView({ setting, asked }: { readonly setting: Setting; readonly asked: SmokeAsked }): ReactNode {
  const [state, dispatch] = useReducer(reduce, initialState(asked.lang));
  useLook(
    state.run,
    () => asked.run(dispatch),
    (smokedIn) => dispatch({ type: 'ended', smokedIn }),
  );
  useEffect(() => {
    if (state.stops > 0) asked.end();
  }, [state.stops]);
  return (
    <Stage
      setting={setting}
      state={state}
      dispatch={dispatch}
      sceneOf={sceneOf}
      busy={state.running}
      write={(path) => asked.write(path, state.smoked!, state.lang)}
      left={({ smoked, lang }): Left => ({ smoked, lang })}
    />
  );
}

/** What stays on the normal screen: the verdict with the exit code, each step that was not right, the first command. */
function summaryOf(smoked: Smoked, exitCode: number, lang: Lang, look: Look): string {
  const wrong = smoked.steps.filter(({ status }) => status !== 'pass' && status !== 'skip');
  const commands = wrong
    .flatMap(findingsOf)
    .flatMap(({ severity, remedy }) =>
      severity === 'info' ? [] : (remedy?.steps ?? []).flatMap(({ command }) => command ?? []),
    );
  const stepRow = (step: Smoked['steps'][number]): Row => [
    span(`  ${look.style.symbols[step.status]} ${step.title}`, COLOUR_OF[step.status]!),
    span(`  ${timeWords(step, lang)}  `, 'gray'),
    span(step.finding?.message ?? ''),
  ];
  return summaryText(
    [
      [
        span('crane-doctor smoke', 'gray'),
        span(`  ${smoked.node}  `, 'bold'),
        ...verdictRow(smoked, lang, look),
        exitSpan(exitCode, lang),
      ],
      ...wrong.map(stepRow),
      ...leftRows(smoked, lang).map((row) => [span('  '), ...row]),
      ...labelledRows(WORDS.next, commands[0], lang, 'cyan'),
    ],
    look,
  );
}

/** Shows a smoke test until the screen is left, and gives the exit code of the last run. */
export async function smokeOn(screen: Screen, asked: SmokeAsked): Promise<number> {
  const { setting } = screen;
  const codeOf = ({ smoked }: Left): number => asked.ended() ?? (smoked ? asked.exitCodeOf(smoked) : EXIT.notChecked);
  const left = await screen.show<Left>(<SmokeView setting={setting} asked={asked} />, (last) =>
    last.smoked ? summaryOf(last.smoked, codeOf(last), last.lang, setting.look) : '',
  );
  return codeOf(left);
}
