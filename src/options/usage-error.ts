import type { Text } from '../lang.ts';

/** A wrong call: nothing is run, the exit code is 2. The message names what is wrong and what was meant. */
export class UsageError extends Error {
  readonly text: Text;

  constructor(text: Text) {
    super(text.en);
    this.name = 'UsageError';
    this.text = text;
  }
}
