import { useReducer, type ReactNode } from 'react';
import type { Lang } from '../../lang.ts';
import { EXIT } from '../../report/exit-code.ts';
import type { Shown } from '../../report/triage/shown.ts';
import { firstFinding, partsOf } from '../../report/triage/triage-words.ts';
import { useLook } from '../hooks/use-look.ts';
import type { Look } from '../look.ts';
import type { Screen } from '../open-screen.tsx';
import { span } from '../row.ts';
import { Stage, type Setting } from '../stage.tsx';
import { exitSpan, labelledRows, summaryText } from '../summary.ts';
import { WORDS } from '../words.ts';
import { reduce } from './reduce.ts';
import { sceneOf, verdictRow } from './scene.ts';
import { initialState, type TriageAsked } from './state.ts';

interface Left {
  readonly shown: Shown | null;
  readonly lang: Lang;
}

/** A triage on the screen: it looks, shows, and looks again when a key asks for it. */
export function TriageView({ setting, asked }: { readonly setting: Setting; readonly asked: TriageAsked }): ReactNode {
  const [state, dispatch] = useReducer(reduce, initialState(asked.lang));
  useLook(
    state.run,
    () => asked.look((bytes, total) => dispatch({ type: 'read', bytes, total })),
    (shownIn) => dispatch({ type: 'looked', shownIn }),
  );
  return (
    <Stage
      setting={setting}
      state={state}
      dispatch={dispatch}
      sceneOf={sceneOf}
      busy={state.looking}
      write={(path) => asked.write(path, state.shown!, state.lang)}
      left={({ shown, lang }): Left => ({ shown, lang })}
    />
  );
}

/** What stays on the normal screen: the verdict with the exit code, each fault, the first command. */
function summaryOf(shown: Shown, asRoot: string | null, lang: Lang, look: Look): string {
  const { triaged, remedies, exitCode, lacksRights } = shown;
  const { roots } = partsOf(triaged);
  const code = firstFinding(triaged);
  const steps = (code === undefined ? undefined : remedies.get(code))?.steps ?? [];
  const next = steps.find(({ command }) => command !== undefined)?.command;
  return summaryText(
    [
      [
        span('crane-doctor triage', 'gray'),
        span(`  ${triaged.report?.host.hostname ?? ''}  `, 'bold'),
        ...verdictRow(shown, lang, look),
        exitSpan(exitCode, lang),
      ],
      ...roots.map(({ id, count, meaning = '' }) => [span(`  ${count} × ${id}`, 'bold'), span(`  ${meaning}`)]),
      ...labelledRows(WORDS.next, next, lang, 'cyan'),
      ...(lacksRights ? labelledRows(WORDS.asRoot, asRoot, lang, 'cyan') : []),
    ],
    look,
  );
}

/** Shows a triage until the screen is left, and gives the exit code of the last state shown. */
export async function triageOn(screen: Screen, asked: TriageAsked): Promise<number> {
  const { setting } = screen;
  // Left before anything was read, nothing was looked at.
  const codeOf = ({ shown }: Left): number => asked.ended() ?? shown?.exitCode ?? EXIT.notChecked;
  const left = await screen.show<Left>(<TriageView setting={setting} asked={asked} />, (last) =>
    last.shown ? summaryOf({ ...last.shown, exitCode: codeOf(last) }, asked.asRoot, last.lang, setting.look) : '',
  );
  return codeOf(left);
}
