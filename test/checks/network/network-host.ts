import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { answered, refused, type HostError } from '../../../src/host/answer.ts';
import type { Host } from '../../../src/host/host.ts';
import type { Resolution } from '../../../src/host/questions.ts';
import { liveHost, type LiveOptions } from '../../../src/host/live.ts';
import { withAnswers, type RecordedAnswer } from '../../../src/host/replay.ts';
import { temporaryDirectory, type Cleanup } from '../../support/cleanup.ts';

/** The resolver's recorded answers: addresses of a name, or why it has none. */
export type Names = { readonly [name: string]: readonly string[] | HostError };

function resolved([name, known]: [string, Names[string]]): RecordedAnswer {
  const args = { name };
  if ('code' in known) return { method: 'resolve', args, answer: refused(known) };
  const addresses = known.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }) as const);
  return { method: 'resolve', args, answer: answered<Resolution>({ addresses, names: [], servers: [], ms: 1 }) };
}

/**
 * This machine's real sockets, TLS and HTTP, with a resolver that has only these names, trusting only
 * these authorities (PEM), and where a test says so less patient than by itself.
 */
export function networkHost(
  cleanup: Cleanup,
  names: Names,
  trusted: readonly string[] = [],
  limits: LiveOptions['limits'] = {},
): Host {
  const bundle = join(temporaryDirectory(cleanup), 'ca.pem');
  writeFileSync(bundle, trusted.join('\n'));
  const host = liveHost({ authorities: { files: [bundle], directories: [] }, limits });
  cleanup.defer(() => host.close());
  // A name that a test does not know is never asked of the machine's real resolver.
  const unknown = { code: 'ENOTFOUND', message: 'this test knows no such name' };
  const here: Host = {
    ...host,
    ask: (method, args) => (method === 'resolve' ? Promise.resolve(refused(unknown)) : host.ask(method, args)),
  };
  return withAnswers(here, Object.entries(names).map(resolved));
}
