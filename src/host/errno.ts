import { getSystemErrorMessage } from 'node:util';
import type { HostError } from './answer.ts';

/**
 * The host's error from what Node threw. A system error has its errno as `code` and the C library's
 * words as `message`; Node's own message repeats the code, the call and the path beside them. OpenSSL's error
 * has its words as `reason`; its message has a thread's number, which is another each time, and OpenSSL's own files.
 */
export function errorOf(cause: unknown): HostError {
  const error = cause as NodeJS.ErrnoException;
  const code = typeof error.code === 'string' ? error.code : 'INTERNAL';
  if (typeof error.errno === 'number' && error.errno < 0) {
    const words = getSystemErrorMessage(error.errno);
    if (words) return { code, message: words };
  }
  const { library, reason } = cause as { readonly library?: unknown; readonly reason?: unknown };
  if (library === 'SSL routines' && typeof reason === 'string') return { code, message: reason };
  const message = error.message || code;
  return { code, message: message.startsWith(`${code}: `) ? message.slice(code.length + 2) : message };
}
