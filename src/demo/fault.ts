import type { Text } from '../lang.ts';
import type { Change } from './change.ts';

/** One thing that can be wrong with the simulated node. */
export interface Fault {
  /** As `--fault` takes it. */
  readonly name: string;
  readonly summary: Text;
  /** The finding that is to be the first cause. */
  readonly code: string;
  readonly change: Change;
}

/** A fault from its parts. */
export function fault(name: string, code: string, summary: Text, change: Change): Fault {
  return { name, summary, code, change };
}
