import type { Log } from '../messages/message.ts';
import type { Text } from '../lang.ts';

/** What is known of something that was asked: without a language, as findings are. */
export interface Explanation {
  readonly kind: 'message' | 'code' | 'check' | 'error-code';
  readonly id: string;
  /** False for what is only near to what was asked. */
  readonly certain: boolean;
  readonly component: string;
  /** Where such a message is found; null for what is no message. */
  readonly log: Log | null;
  readonly meaning: Text;
  /** It is printed when all is well, too. */
  readonly noise: boolean;
  /** What went wrong stands elsewhere: behind it in the line, or above it in the log. */
  readonly wraps: boolean;
  readonly findings: readonly string[];
  /** The line that it was found in; the query itself where that is one line. */
  readonly line: string;
}
