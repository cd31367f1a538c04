import type { Span } from '../config/reading.ts';
import type { HostError } from '../host/answer.ts';
import type { Lang, Text } from '../lang.ts';
import type { SpaceLimit } from './space-limit.ts';

/** A finding that the site knows of and lives with, until a date. */
export interface Expected {
  readonly code: string;
  /** Null: whatever the finding's target is. */
  readonly target: string | null;
  readonly reason: string;
  /** The last day on which it is expected, `2026-12-31` (UTC). */
  readonly expires: string;
  readonly span: Span;
}

/** Limits of the site's own, in the place of the checks'. */
export type Thresholds = {
  readonly imageSpace?: { readonly warning?: SpaceLimit; readonly error?: SpaceLimit };
  readonly baseDirSpace?: { readonly warning?: SpaceLimit };
};

/** What `crane-doctor healthcheck` does to the node beside looking at it. */
export interface HealthCheckSettings {
  /** True: it only says what it would do. */
  readonly dryRun: boolean;
  /** So many runs in a row must agree before the node is drained, or given back. */
  readonly runs: number;
  /** The finding codes that drain; null where the file does not say. */
  readonly drainOn: readonly string[] | null;
}

/** The names that may stand in the file. */
export interface KnownNames {
  /** Every finding code. */
  readonly codes: readonly string[];
  /** What may drain a node, by finding code, check or group: the codes that the name stands for. */
  readonly drains: ReadonlyMap<string, readonly string[]>;
}

/** What the file says, as far as it is right. */
export interface Settings {
  readonly registries: readonly string[];
  readonly images: readonly string[];
  readonly users: readonly string[];
  readonly language: Lang | null;
  /** ms; null where the file does not say. */
  readonly checkMs: number | null;
  readonly runMs: number | null;
  readonly thresholds: Thresholds;
  /** By finding code. */
  readonly notes: ReadonlyMap<string, string>;
  readonly expected: readonly Expected[];
  readonly healthCheck: HealthCheckSettings;
}

/** A mistake in the file: a key that nobody knows, or something that cannot be what it is meant for. */
export type Mistake = {
  /** The dotted path (`expected[0].code`), empty for the file as a whole. */
  readonly key: string;
  readonly span: Span | null;
} & (
  { readonly kind: 'unknown-key'; readonly meant: string | null } | { readonly kind: 'invalid'; readonly reason: Text }
);

/** The settings of a site as they were read when the program started. */
export interface SettingsReading {
  readonly path: string;
  /** `unseen`: there may be a file, and it could not be looked at (`error`). */
  readonly state: 'absent' | 'read' | 'unseen';
  readonly error: HostError | null;
  /** Null where nothing was read. */
  readonly text: string | null;
  readonly settings: Settings;
  /** In the order of the file. */
  readonly mistakes: readonly Mistake[];
}

/** What holds where the file says nothing. */
export const NO_SETTINGS: Settings = {
  registries: [],
  images: [],
  users: [],
  language: null,
  checkMs: null,
  runMs: null,
  thresholds: {},
  notes: new Map(),
  expected: [],
  healthCheck: { dryRun: true, runs: 3, drainOn: null },
};

/** Whether the last day of an entry has passed at a time (Unix time, ms). */
export function isExpired({ expires }: Expected, at: number): boolean {
  return at >= Date.parse(`${expires}T00:00:00Z`) + 86_400_000;
}
