import type { View } from '../browsing.ts';
import { keyHints } from '../key-hints.ts';
import type { Look } from '../look.ts';
import { openingScene } from '../opening-scene.ts';
import type { Row } from '../row.ts';
import type { KeyHint, Scene } from '../scene.ts';
import { WORDS } from '../words.ts';
import { detailRows } from './detail-rows.ts';
import { guideRows } from './guide-rows.ts';
import { headerRows } from './header-rows.ts';
import { examinationHelp } from './examination-help.ts';
import { listRows } from './list-rows.ts';
import { isExplained } from './obey.ts';
import type { State } from './state.ts';

/** All lines of what stands beside the list or in its place. */
function paneRows(pane: View['pane'], state: State, width: number, look: Look): Row[] {
  switch (pane) {
    case 'detail':
      return detailRows(state, width, look);
    case 'guide':
      return guideRows(state, width, look);
    case 'help':
      return examinationHelp(state.lang, width, look);
  }
}

/** The keys that do something in this state, in the order of the footer. */
function hintsOf(state: State, look: Look): KeyHint[] {
  const { lang, views, seen } = state;
  const keys = keyHints(look, lang);
  const explained = isExplained(state);
  const done = seen.phase === 'done';
  const pane = views.at(-1)?.pane;
  if (pane === 'help') return [keys.scroll, keys.back, keys.language, keys.leave];
  return [
    ...(pane ? [keys.scroll, keys.back] : [keys.move, keys.open]),
    ...(done ? [keys.again] : []),
    ...(explained && pane ? [keys.nextCommand] : []),
    ...(explained ? [keys.copy] : []),
    ...(pane === 'detail' || (!pane && explained) ? [keys.explain] : []),
    ...(pane ? [] : [keys.search, keys.problems, ...(done ? [keys.write] : [])]),
    keys.language,
    keys.help,
    keys.leave,
  ];
}

/** What an examination has to show. */
export function sceneOf(state: State, look: Look): Scene {
  const { seen, lang, now } = state;
  const opening = openingScene(WORDS.readingConfig, lang, look, now);
  const hush = seen.phase === 'done' ? null : WORDS.checkingSpoken[lang];
  const pane: Scene['pane'] = (name, width) => paneRows(name, state, width, look);
  if (seen.known === null) return { ...opening, pane, hush };
  return {
    header: (width) => headerRows(state, width, look),
    list: (width, alone) => listRows(state, width, alone, look),
    pane,
    hints: hintsOf(state, look),
    divided: true,
    hush,
  };
}
