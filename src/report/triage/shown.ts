import type { Remedy } from '../schema.ts';
import type { Triaged } from './schema.ts';

/** A triage in one language, with all that a renderer needs of it. */
export interface Shown {
  readonly triaged: Triaged;
  /** By finding code, for the faults that have one. */
  readonly remedies: ReadonlyMap<string, Remedy | undefined>;
  readonly exitCode: number;
  /** Whether root would see more. */
  readonly lacksRights: boolean;
}
