import type { Answer } from '../host/answer.ts';
import type { Host } from '../host/host.ts';
import type { FileTail } from '../host/questions.ts';
import { END_BYTES } from '../logs/log-ends.ts';

/** So much of the end of a log is read by the child where the file system may not answer. */
const TAIL_BYTES = 16 << 20;

/** The end of a log that cannot be read as a stream; a bundle has no more of it than its glance. */
export function tailOf(host: Host, path: string): Promise<Answer<FileTail>> {
  return host.ask('readTail', { path, maxBytes: host.kind === 'replay' ? END_BYTES : TAIL_BYTES });
}
