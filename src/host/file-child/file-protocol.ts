import { answered, type Answer } from '../answer.ts';
import type { FileMethod } from '../files/file-questions.ts';
import type { FileTail, Questions } from '../questions.ts';

/**
 * What a child gets: one question, and the root that its path is resolved in. Each question is one
 * line of JSON, and so is each answer; a child that has started says `READY` first.
 */
export interface FileQuestion<M extends FileMethod = FileMethod> {
  readonly method: M;
  readonly args: Questions[M]['args'];
  readonly root: string;
}

export const READY = 'ready';

/** Writes an answer as one line of JSON. The bytes of a file are base64 in it. */
export function lineOf(answer: Answer<unknown>): string {
  if (!answer.ok || !isContent(answer.value)) return JSON.stringify(answer);
  const { bytes, ...rest } = answer.value;
  return JSON.stringify(answered({ ...rest, base64: Buffer.from(bytes).toString('base64') }));
}

/** Reads such a line again; null where it is not JSON. */
export function answerOf(line: string): Answer<unknown> | null {
  let answer: Answer<unknown>;
  try {
    answer = JSON.parse(line) as Answer<unknown>;
  } catch {
    return null;
  }
  if (!answer.ok || !isEncoded(answer.value)) return answer;
  const { base64, ...rest } = answer.value;
  return answered({ ...rest, bytes: Buffer.from(base64, 'base64') });
}

function isContent(value: unknown): value is Pick<FileTail, 'bytes'> {
  return value !== null && typeof value === 'object' && 'bytes' in value;
}

function isEncoded(value: unknown): value is { readonly base64: string } {
  return value !== null && typeof value === 'object' && 'base64' in value;
}
