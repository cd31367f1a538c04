import type { Text } from '../lang.ts';

/** Where a message can be read: craned.log, a supervisor's log of a step, the journal (stderr), cranectld.log, a user's terminal. */
export type Log = 'craned' | 'supervisor' | 'journal' | 'cranectld' | 'user';

/** A message that somebody may meet when containers do not work: one entry of the catalogue. */
export interface Message {
  readonly id: string;
  /** The program that prints it, or whose words it passes on. */
  readonly component: string;
  /** Where it is found first. */
  readonly log: Log;
  /** Its texts: literal, `…` for anything in the same line. Any of them is enough. */
  readonly texts: readonly string[];
  /** A line as it is really printed, which tests match. */
  readonly example: string;
  readonly meaning: Text;
  /** Finding codes of the checks that see the same thing, the nearest first. */
  readonly findings: readonly string[];
  /** It passes on what went wrong inside: that stands behind it in the line, or in a line above it. */
  readonly wraps?: true;
  /** craned logs it as information: it is looked for by a text of `INFORMED`. */
  readonly level?: 'I';
  /** It is printed when all is well, too. */
  readonly noise?: true;
  /** Nobody ever prints it: the deployment guide does. */
  readonly guideOnly?: true;
  /** File and line in CraneSched (CS, FE its front end; line numbers of f09bacd4), or whose text it is. */
  readonly source: string;
}
