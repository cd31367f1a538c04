import type { Lang, Text } from '../../lang.ts';
import type { Smoked, SmokedStep } from '../../report/smoke/schema.ts';
import { nothingBrowsed, type Browsing, type BrowsingAction } from '../browsing.ts';

/** What the container has printed so far. */
export type Observed = Smoked['observed'];

/** A step that is to come, by the name that it is told of. */
export interface PlannedStep {
  readonly name: string;
  readonly title: Text;
  readonly deadlineMs: number | null;
}

/** What is told of a run while it goes on; the words are made in the reader's language. `at` is the screen's clock. */
export type RunEvent =
  | { readonly type: 'begun'; readonly node: string; readonly plan: readonly PlannedStep[] }
  | { readonly type: 'running'; readonly name: string; readonly at: number }
  | {
      readonly type: 'done';
      readonly name: string;
      readonly stepIn: (lang: Lang) => SmokedStep;
      readonly observed: Observed;
    };

/** A test that has ended: its document in a language. */
export type SmokedIn = (lang: Lang) => Smoked;

/** What the view needs of who opens it. */
export interface SmokeAsked {
  readonly lang: Lang;
  /** Carries the test out, from the configuration on to the end of clearing up. */
  readonly run: (onEvent: (event: RunEvent) => void) => Promise<SmokedIn>;
  /** Ends a run as a signal does: what was made is taken away. A second time it is left to the next test. */
  readonly end: () => void;
  /** The exit code where a signal has ended the program. */
  readonly ended: () => number | undefined;
  /** The exit code of what came of a test. */
  readonly exitCodeOf: (smoked: Smoked) => number;
  /** Writes a test to a file, in the format of its extension. */
  readonly write: (path: string, smoked: Smoked, lang: Lang) => Promise<Text | null>;
}

/** A step in the list: it waits, it runs since a moment, or something came of it. */
export interface Item extends PlannedStep {
  readonly key: string;
  readonly since: number | null;
  readonly done: { readonly step: SmokedStep; readonly stepIn: (lang: Lang) => SmokedStep } | null;
}

export interface State extends Browsing {
  readonly items: readonly Item[];
  readonly node: string;
  /** Each run has a number: another is a new run. */
  readonly run: number;
  readonly running: boolean;
  readonly observed: Observed | null;
  readonly smokedIn: SmokedIn | null;
  /** In the reader's language. */
  readonly smoked: Smoked | null;
  /** How often a key has asked to end the run. */
  readonly stops: number;
  /** The signal that ends the run, after which the screen is left; or null. */
  readonly ending: string | null;
}

export type Action = RunEvent | { readonly type: 'ended'; readonly smokedIn: SmokedIn } | BrowsingAction<State>;

export function initialState(lang: Lang): State {
  return {
    ...nothingBrowsed(lang),
    items: [],
    node: '',
    run: 0,
    running: true,
    observed: null,
    smokedIn: null,
    smoked: null,
    stops: 0,
    ending: null,
  };
}
