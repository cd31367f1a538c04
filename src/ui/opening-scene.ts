import type { Lang, Text } from '../lang.ts';
import { keyHints } from './key-hints.ts';
import { pendingSpan, type Look } from './look.ts';
import { span } from './row.ts';
import type { Scene } from './scene.ts';

/** What stands on the screen before a view is there: the first frame, which is the view's too. */
export function openingScene(opening: Text, lang: Lang, look: Look, now = 0): Scene {
  return {
    header: () => [
      [pendingSpan(true, now, look), span(' '), span(opening[lang], 'bold')],
      [span('crane-doctor', 'gray')],
    ],
    list: () => ({ rows: [], selected: 0 }),
    pane: () => [],
    hints: [keyHints(look, lang).help, keyHints(look, lang).leave],
    divided: false,
    hush: opening[lang],
  };
}
