import type { Lang, Text } from '../../lang.ts';
import type { Shown } from '../../report/triage/shown.ts';
import type { TriagedGroup } from '../../report/triage/schema.ts';
import { nothingBrowsed, type Browsing, type BrowsingAction } from '../browsing.ts';

/** A case that was looked into: what shows it in a language. */
export type ShownIn = (lang: Lang) => Shown;

/** What the view needs of who opens it. */
export interface TriageAsked {
  readonly lang: Lang;
  /** The same run as root, for where rights were lacking; null where it cannot be pasted. */
  readonly asRoot: string | null;
  /** Looks into the case, from the logs on. */
  readonly look: (onProgress: (bytes: number, total: number) => void) => Promise<ShownIn>;
  /** The exit code where a signal has ended the program. */
  readonly ended: () => number | undefined;
  /** Writes what is shown to a file, by its extension. Gives what prevented it, or null. */
  readonly write: (path: string, shown: Shown, lang: Lang) => Promise<Text | null>;
}

/** What can be selected: the messages that are the same, what changed, and the logs that were read. */
export type Item =
  | { readonly key: string; readonly kind: 'root' | 'unknown' | 'noise'; readonly group: TriagedGroup }
  | { readonly key: 'changes' | 'logs'; readonly kind: 'changes' | 'logs' };

export interface State extends Browsing {
  readonly items: readonly Item[];
  /** Each look has a number: another is a new look. */
  readonly run: number;
  readonly looking: boolean;
  /** Bytes of the logs that were read, and all of them. */
  readonly read: { readonly bytes: number; readonly total: number };
  readonly shownIn: ShownIn | null;
  /** In the reader's language. */
  readonly shown: Shown | null;
}

export type Action =
  | { readonly type: 'read'; readonly bytes: number; readonly total: number }
  | { readonly type: 'looked'; readonly shownIn: ShownIn }
  | BrowsingAction<State>;

export function initialState(lang: Lang): State {
  return {
    ...nothingBrowsed(lang),
    items: [],
    run: 0,
    looking: true,
    read: { bytes: 0, total: 0 },
    shownIn: null,
    shown: null,
  };
}
