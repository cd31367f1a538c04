import type { Text } from '../lang.ts';
import type { Session } from './session.ts';

/** What a run needs of its surroundings. */
export interface FleetSurroundings extends Pick<Session, 'stdin' | 'env' | 'lang' | 'signal'> {
  /** Takes up what the caller should know and no report says. */
  note(text: Text): void;
}
