import type { Examination } from '../../engine/examination.ts';
import type { RunEvent } from '../../engine/run.ts';
import type { Lang } from '../../lang.ts';
import type { Report } from '../../report/schema.ts';
import { nothingBrowsed, type Browsing, type BrowsingAction } from '../browsing.ts';
import type { Item, Wish } from './items.ts';
import { NOTHING_SEEN, type Known, type Seen } from './seen.ts';

/** Which checks a run is for. Each run has a number, so that asking for the same again is a new run. */
export interface Wanted {
  readonly run: number;
  readonly ids: 'all' | readonly string[];
}

/** Everything that the screen shows of an examination, whatever its size. Until the reader chooses, the selection follows the first cause. */
export interface State extends Browsing, Wish {
  readonly items: readonly Item[];
  readonly seen: Seen;
  readonly wanted: Wanted;
  /** The directory of `--root`, or null. */
  readonly root: string | null;
  /** The report of what is there so far, in the reader's language; null before the configuration was read. */
  readonly report: Report | null;
}

export type Action =
  | { readonly type: 'known'; readonly known: Known }
  | { readonly type: 'event'; readonly event: RunEvent; readonly at: number }
  | { readonly type: 'done'; readonly examination: Examination; readonly at: number | null }
  | BrowsingAction<State>;

export function initialState(lang: Lang, root: string | null): State {
  return {
    ...nothingBrowsed(lang),
    items: [],
    seen: NOTHING_SEEN,
    wanted: { run: 0, ids: 'all' },
    root,
    report: null,
    toggled: new Set(),
    problemsOnly: false,
  };
}
