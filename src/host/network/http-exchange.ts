import { request, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { HttpReply, HttpRequest } from '../questions.ts';
import { StepError, type Steps } from './http-steps.ts';

/** What comes back over a connection. */
export type Exchanged = Pick<HttpReply, 'status' | 'headers' | 'body' | 'bodyBytes' | 'bodyMs'> & {
  readonly statusMessage: string;
};

/**
 * Sends a request over a connection and reads the reply: its head, then as much of its body as was
 * asked for. `target` is the request line's. A body that does not end in time is an error whose detail
 * has `bodyBytes` and `bodyMs` of what came.
 */
export async function exchange(
  target: string,
  socket: Socket,
  { method, headers, maxBodyBytes, discardBody }: HttpRequest,
  steps: Steps,
): Promise<Exchanged> {
  const sent = request({ method, path: target, headers, createConnection: () => socket });
  const response = await steps.step<IncomingMessage>('headers', [socket, sent], (done) => {
    sent.once('response', done);
    sent.end();
  });
  const chunks: Buffer[] = [];
  let bodyBytes = 0;
  let first: number | null = null;
  let last = 0;
  const bodyMs = (): number => (first === null ? 0 : Math.round((last - first) * 10) / 10);
  try {
    await steps.step('body', [socket, sent, response], (done) => {
      response.on('data', (chunk: Buffer) => {
        last = performance.now();
        first ??= last;
        if (!discardBody) chunks.push(chunk.subarray(0, Math.max(0, maxBodyBytes - bodyBytes)));
        bodyBytes += chunk.length;
        if (bodyBytes >= maxBodyBytes) {
          // Chunks that are already here would come all the same.
          response.pause().removeAllListeners('data');
          done(undefined);
        }
      });
      response.once('end', () => done(undefined));
    });
  } catch (cause) {
    if (!(cause instanceof StepError)) throw cause;
    const { hostError } = cause;
    throw new StepError('body', { ...hostError, detail: { ...hostError.detail, bodyBytes, bodyMs: bodyMs() } });
  }
  return {
    status: response.statusCode ?? 0,
    statusMessage: response.statusMessage ?? '',
    headers: Object.fromEntries(
      Object.entries(response.headers).map(([name, value]) => [name, [value ?? ''].flat().join(', ')]),
    ),
    body: Buffer.concat(chunks).toString('utf8'),
    bodyBytes,
    bodyMs: bodyMs(),
  };
}
