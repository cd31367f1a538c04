import type { Json } from '../json.ts';

/** What a bundle calls itself, and the version of its form: a reader refuses what it does not know. */
export const BUNDLE_FORMAT = 'crane-doctor-bundle';
export const BUNDLE_VERSION = 1;

/** One file of a bundle. `holds` says what it is of: a path of the node, or what it is for. */
export interface BundleEntry {
  readonly name: string;
  readonly size: number;
  readonly sha256: string;
  readonly holds: string;
}

/** A kind of secret that was taken out, where, and how often. */
export interface Redaction {
  readonly where: string;
  readonly kind: string;
  readonly times: number;
}

/** What was examined when the bundle was made, so that a look at it examines the same. */
export interface BundleRequest {
  readonly configPath: string;
  readonly settingsPath: string;
  readonly only: readonly string[];
  readonly skip: readonly string[];
  readonly offline: boolean;
  readonly role: string;
  readonly options: { readonly [name: string]: Json };
}

/** `manifest.json`, the first file of a bundle: what is in it, and what is not in it any more. */
export interface Manifest {
  readonly format: typeof BUNDLE_FORMAT;
  readonly version: number;
  readonly tool: { readonly name: string; readonly version: string };
  /** RFC 3339, by the clock of the node. */
  readonly createdAt: string;
  readonly host: { readonly [name: string]: Json };
  readonly request: BundleRequest;
  readonly entries: readonly BundleEntry[];
  readonly redactions: readonly Redaction[];
}
