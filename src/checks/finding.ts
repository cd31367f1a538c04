import type { Json } from '../json.ts';

/**
 * How bad a finding is. `error`: containers do not work because of it. `unknown`: we were not able
 * to look. `warning`: it may bite. `info`: good to know.
 */
export type Severity = 'error' | 'unknown' | 'warning' | 'info';

/** Where in a file: 1-based line and column, in characters. */
export interface Location {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly length: number;
}

export type Args = { readonly [name: string]: Json };

/**
 * What a check found: a code (`<check id>/<name>`, which keeps its meaning for ever) with arguments.
 * Code and target are its identity; words are made from it at the edge, in the reader's language.
 */
export interface Finding {
  readonly code: string;
  readonly severity: Severity;
  readonly args: Args;
  /** What it is about: a path, host, image, user or configuration key. */
  readonly target?: string;
  readonly location?: Location;
  /** craned reads no further than this: it exits or aborts here. */
  readonly stopsCraned?: true;
  /** craned reads past it, so that nothing is blocked by it (duplicate-key, not-utf8). */
  readonly readPast?: true;
  /** The mount point of a file system that does not answer: all findings about one have the same cause. */
  readonly silentMount?: string;
  /** It follows where craned stops at the configuration: whichever check found that explains it. */
  readonly followsStop?: true;
  /** The site knows of it and lives with it until a date: it is shown, and does not count. */
  readonly expected?: { readonly reason: string; readonly expires: string };
}
