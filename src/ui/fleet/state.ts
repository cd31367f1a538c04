import type { KeptFinding, KeptNode } from '../../fleet/kept.ts';
import type { Lang, Text } from '../../lang.ts';
import type { FleetClass, FleetDocument } from '../../report/fleet/schema.ts';
import type { FleetShown } from '../../report/fleet/shown.ts';
import { nothingBrowsed, type Browsing, type BrowsingAction } from '../browsing.ts';

/** A fleet that was heard: what shows it in a language. */
export type ShownIn = (lang: Lang) => FleetShown;

/** How far a run is; `total` is null where nobody knows who will speak. */
export interface Progress {
  readonly answered: number;
  readonly total: number | null;
  readonly shownSoFar: () => ShownIn;
}

/** What the view needs of who opens it. */
export interface FleetAsked {
  readonly lang: Lang;
  readonly look: (onProgress: (progress: Progress) => void) => Promise<ShownIn>;
  /** The exit code where a signal has ended the program. */
  readonly ended: () => number | undefined;
  /** Writes what is shown to a file, by its extension. Gives what prevented it, or null. */
  readonly write: (path: string, shown: FleetShown, lang: Lang) => Promise<Text | null>;
}

/** What can be selected: classes of nodes, in them the nodes, in those their findings; who did not answer; what differs. */
export type Item =
  | { readonly key: string; readonly kind: 'class'; readonly one: FleetClass; readonly open: boolean }
  | { readonly key: string; readonly kind: 'node'; readonly node: KeptNode; readonly open: boolean }
  | { readonly key: string; readonly kind: 'finding'; readonly node: KeptNode; readonly finding: KeptFinding }
  | { readonly key: string; readonly kind: 'silent'; readonly one: FleetDocument['unanswered'][number] }
  | { readonly key: 'drift'; readonly kind: 'drift' };

export interface State extends Browsing {
  readonly items: readonly Item[];
  /** Each look has a number: another is a new look. */
  readonly run: number;
  readonly looking: boolean;
  readonly answered: number;
  readonly total: number | null;
  readonly shownIn: ShownIn | null;
  /** In the reader's language. */
  readonly shown: FleetShown | null;
  /** The keys of what is unfolded. */
  readonly unfolded: ReadonlySet<string>;
}

export type Action =
  | {
      readonly type: 'heard';
      readonly answered: number;
      readonly total: number | null;
      readonly shownIn: ShownIn | null;
    }
  | { readonly type: 'looked'; readonly shownIn: ShownIn }
  | BrowsingAction<State>;

export function initialState(lang: Lang): State {
  return {
    ...nothingBrowsed(lang),
    items: [],
    run: 0,
    looking: true,
    answered: 0,
    total: null,
    shownIn: null,
    shown: null,
    unfolded: new Set(),
  };
}
