import type { KeptNode } from '../../fleet/kept.ts';
import type { FleetDocument } from './schema.ts';

/** A fleet in one language, with all that a renderer or the screen needs of it. */
export interface FleetShown {
  readonly document: FleetDocument;
  /** The nodes of each class of the document, in its order. */
  readonly members: readonly (readonly KeptNode[])[];
  readonly exitCode: number;
}
