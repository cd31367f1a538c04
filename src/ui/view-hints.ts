import type { Browsing } from './browsing.ts';
import { keyHints } from './key-hints.ts';
import type { Look } from './look.ts';
import type { KeyHint } from './scene.ts';

/** What the keys of a view can do as it stands. */
export interface ViewKeys {
  /** It is under way: what runs cannot be started again. */
  readonly running: boolean;
  /** What is selected has commands. */
  readonly commands: boolean;
  /** Items of the list hold others. */
  readonly folds?: boolean;
  readonly searched?: boolean;
  /** There is something that can be written to a file. */
  readonly written?: boolean;
  /** What a key does here that does something else elsewhere. */
  readonly does?: { readonly [key in 'again' | 'leave']?: string };
}

/** The footer of a view of a list and of what is open beside it or in its place. */
export function viewHints({ lang, views }: Browsing, look: Look, view: ViewKeys): KeyHint[] {
  const keys = keyHints(look, lang);
  const own = (key: 'again' | 'leave'): KeyHint => ({ ...keys[key], does: view.does?.[key] ?? keys[key].does });
  const pane = views.at(-1)?.pane;
  if (pane === 'help') return [keys.scroll, keys.back, keys.language, own('leave')];
  return [
    ...(pane ? [keys.scroll, keys.back] : [keys.move, ...(view.folds ? [keys.fold] : []), keys.open]),
    ...(view.running ? [] : [own('again')]),
    ...(view.commands ? [...(pane ? [keys.nextCommand] : []), keys.copy] : []),
    ...(view.searched && !pane ? [keys.search] : []),
    ...(view.written && !pane ? [keys.write] : []),
    keys.language,
    keys.help,
    own('leave'),
  ];
}
