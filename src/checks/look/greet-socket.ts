import type { Host } from '../../host/host.ts';
import { oneLine } from './one-line.ts';

/** HTTP/2's connection preface and an empty SETTINGS frame (RFC 9113, 3.4): what every gRPC client says first. */
const PREFACE = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0';

/**
 * What a socket answers to a gRPC client's first bytes: `http2`; some `text` (its first line, control
 * characters removed); `closed` without a word; `silent`; or null where it could not be greeted any more.
 */
export type Greeting =
  { readonly kind: 'http2' | 'closed' | 'silent' } | { readonly kind: 'text'; readonly said: string } | null;

/** Greets a Unix socket as a gRPC client does, to say in its own words what listens there. */
export async function greetSocket(host: Host, socket: string): Promise<Greeting> {
  const answer = await host.ask('greet', { unix: socket, send: PREFACE });
  if (!answer.ok) return null;
  const { received, closed } = answer.value;
  if (received === '') return { kind: closed ? 'closed' : 'silent' };
  // A server's preface is a SETTINGS frame (type 4) on stream 0 (RFC 9113, 4.1).
  if (received[3] === '\x04' && received.slice(5, 9) === '\0\0\0\0') return { kind: 'http2' };
  const text = oneLine(received.split(/\r?\n/, 1)[0]!, 120);
  return { kind: 'text', said: text === '' ? `${received.length} bytes` : text };
}
