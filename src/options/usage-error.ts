import type { Text } from '../lang.ts';

/** A wrong call: nothing is run, the exit code is 2. The message names what is wrong and what was meant. */
export class UsageError extends Error {
  readonly text: Text;
  /** What the failure is called where a program reads it. */
  readonly kind: 'usage' | 'settings';
  /** What a person reads in the place of the message: more lines, safe for a terminal. */
  readonly lines: { readonly en: readonly string[]; readonly zh: readonly string[] } | null;

  constructor(text: Text, kind: UsageError['kind'] = 'usage', lines: UsageError['lines'] = null) {
    super(text.en);
    this.name = 'UsageError';
    this.text = text;
    this.kind = kind;
    this.lines = lines;
  }
}
