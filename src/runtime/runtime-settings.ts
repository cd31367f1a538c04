import type { HostError } from '../host/answer.ts';

/** A value, and who told it: `Status`, `RuntimeConfig`, the path of a file or unit, or `default` (the runtime's own). */
export interface Told<T> {
  readonly value: T;
  readonly from: string;
}

/**
 * A configuration file of the runtime that was looked at. `error` is a code of the host (`EACCES`, …) or
 * `invalid`. `other` is a file that was read and is for a runtime at another socket, so that it tells nothing.
 */
export interface SettingsFile {
  readonly path: string;
  readonly state: 'read' | 'absent' | 'error' | 'other';
  readonly error?: string;
}

/**
 * What the runtime behind an endpoint is set to, as far as anybody tells: its own replies first, then
 * its configuration files, then the default of its version. Null is what nobody tells.
 */
export interface RuntimeSettings {
  /** RuntimeName and RuntimeVersion, as sent; empty where Version has no answer. */
  readonly name: string;
  readonly version: string;
  readonly cgroupDriver: Told<'cgroupfs' | 'systemd'> | null;
  /** Where the streaming server listens (`127.0.0.1`, `0.0.0.0`, an empty text is the address of the default route). */
  readonly streamAddress: Told<string> | null;
  readonly sandboxImage: Told<string> | null;
  /** CRI-O's enable_pod_events; null for other runtimes. */
  readonly podEvents: Told<boolean> | null;
  readonly cniConfDir: Told<string>;
  readonly cniBinDirs: Told<readonly string[]>;
  /** Whether CDI is on, and where its specs are. */
  readonly cdi: Told<{ readonly enabled: boolean; readonly dirs: readonly string[] }> | null;
  readonly files: readonly SettingsFile[];
  /** Why the runtime itself told nothing: the error of Status, or null where that has an answer. */
  readonly unanswered: HostError | null;
}

/** What can be told one by one; a source leaves out what it does not tell. */
export type Settings = Omit<RuntimeSettings, 'name' | 'version' | 'files' | 'unanswered'>;

/** What one source tells, without saying each time who it is. */
export type Values = {
  readonly [K in keyof Settings]?: NonNullable<Settings[K]>['value'] | undefined;
};
