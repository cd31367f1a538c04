import type { Lang } from '../lang.ts';
import type { Errand, Notice } from './errand.ts';
import type { Press } from './keys.ts';
import type { Prompt } from './prompt.ts';

/** What has the whole screen in the list's place, and the first line of it that is shown. */
export interface View {
  readonly pane: 'detail' | 'guide' | 'help';
  readonly offset: number;
}

/** What every view of the screen has: a list in which something is selected, and what is done with it. */
export interface Browsing {
  readonly lang: Lang;
  readonly items: readonly { readonly key: string }[];
  readonly selected: string | null;
  /** Whether the reader has chosen the selection: until then the view may move it. */
  readonly chosen: boolean;
  /** What is searched for, or ''. */
  readonly query: string;
  /** What lies over the list, the topmost last; closing it shows what lies below. */
  readonly views: readonly View[];
  /** Which of the commands that are shown is chosen, from 0. */
  readonly command: number;
  readonly prompt: Prompt | null;
  readonly notice: Notice | null;
  readonly errand: Errand | null;
  /** The screen's clock, ms: it stands still while nothing runs. */
  readonly now: number;
  /** The key or signal that ends it, or null. */
  readonly leaving: string | null;
}

/** The room that a press is made in: lines of a page, the last offset of what is shown, and its commands with their lines. */
export interface Room {
  readonly page: number;
  readonly lastOffset: number;
  readonly commands: readonly { readonly line: number; readonly shell: string }[];
}

/** The room of a state. Asked for at each press, as those before it in a burst have changed what is shown. */
export type RoomOf<S> = (state: S) => Room;

/** What happens on the screen whatever the view. */
export type BrowsingAction<S> =
  | { readonly type: 'tick'; readonly at: number }
  | { readonly type: 'leave'; readonly by: string }
  | { readonly type: 'notice'; readonly notice: Notice }
  | { readonly type: 'press'; readonly press: Press; readonly roomOf: RoomOf<S> };

export function nothingBrowsed(lang: Lang): Browsing {
  return {
    lang,
    items: [],
    selected: null,
    chosen: false,
    query: '',
    views: [],
    command: 0,
    prompt: null,
    notice: null,
    errand: null,
    now: 0,
    leaving: null,
  };
}

/** What is selected, or null while the list is empty. */
export function selectedIn<I extends { readonly key: string }>({
  items,
  selected,
}: {
  readonly items: readonly I[];
  readonly selected: string | null;
}): I | null {
  return items.find(({ key }) => key === selected) ?? null;
}
