import type { HostError } from '../host/answer.ts';
import type { RouteNote } from './route.ts';

/**
 * A file with a say in the runtime's routes that could not be read, or is of a format that is not read here. The runtime may go another way then,
 * and what is found on ours tells nothing against it.
 */
export interface UnseenFile {
  readonly path: string;
  readonly error: HostError;
}

/** Why a file could not be read that the runtime, which is root, reads, by the host's code. */
const UNSEEN = new Map([
  ['EACCES', 'not readable for this user'],
  ['EPERM', 'not readable for this user'],
  ['HUNG', 'its file system does not answer'],
  ['TIMEOUT', 'its file system does not answer'],
  ['NOT_RECORDED', 'it was not asked for when the bundle was made'],
]);

/** The first file that keeps the runtime from pulling anything, or null. */
export function unusableFile(notes: readonly RouteNote[]): UnseenFile | null {
  const note = notes.find(({ kind }) => kind === 'unusable');
  if (!note) return null;
  const { path, detail } = note;
  return { path, error: { code: 'UNUSABLE', message: `${path}: ${detail}`, detail: { file: path, reason: detail } } };
}

/** The first file among the notes that could not be read, or null. */
export function unseenFile(notes: readonly RouteNote[]): UnseenFile | null {
  const note = notes.find(({ kind, detail }) => kind === 'v1' || (kind === 'unreadable' && UNSEEN.has(detail)));
  if (!note) return null;
  const error =
    note.kind === 'v1'
      ? { code: 'V1', message: 'its format is the one of before 2019' }
      : { code: note.detail, message: UNSEEN.get(note.detail) ?? '' };
  return { path: note.path, error };
}
