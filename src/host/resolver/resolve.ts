import { isIP } from 'node:net';
import { answered, refused, type Answer } from '../answer.ts';
import type { Commands } from '../processes/command.ts';
import type { FileHandlers } from '../files/file-questions.ts';
import type { Handlers } from '../host.ts';
import { addressesInHosts } from './hosts-file.ts';
import { LIMITS } from '../limits.ts';
import type { Resolution, ResolvedAddress } from '../questions.ts';
import { notResolved, serverViews } from './resolver-views.ts';

/** After this many ms without an answer the name servers are asked directly as well, so that a silent one can be named. */
const IMPATIENT_MS = 1_500;

/** Kept for what has to happen between the resolver's limit and the answer, in ms. */
const MARGIN_MS = 200;

const MAX_HOSTS_BYTES = 1 << 20;

/**
 * A name through the system's resolver: `getent ahosts`, a child that can be killed, asks
 * getaddrinfo(3) as the runtimes' C library does. Where it fails, the servers are asked directly
 * within the same `limitMs`, to say why. An address is its own answer.
 */
export function resolveHandler(
  run: Commands['run'],
  files: Pick<FileHandlers, 'readFile'>,
  limitMs: number = LIMITS.dns,
): Pick<Handlers, 'resolve'> {
  return {
    async resolve({ name }) {
      const started = performance.now();
      const left = (): number => limitMs - (performance.now() - started);
      const found = (addresses: readonly ResolvedAddress[]): Answer<Resolution> =>
        answered({ addresses, ms: Math.round((performance.now() - started) * 10) / 10 });

      const family = isIP(name);
      if (family !== 0) return found([{ address: name, family: family as 4 | 6 }]);
      if (!isName(name)) return refused({ code: 'EINVAL', message: 'not a host name' });

      let views: ReturnType<typeof serverViews> | undefined;
      const askServers = (): ReturnType<typeof serverViews> => (views ??= serverViews(name, files, left() - MARGIN_MS));
      const impatience = setTimeout(() => void askServers(), IMPATIENT_MS);
      const answer = await run({ file: 'getent', args: ['ahosts', '--', name] }, limitMs - MARGIN_MS);
      clearTimeout(impatience);

      if (answer.ok && answer.value.exitCode === 0) {
        const addresses = parseAhosts(answer.value.stdout);
        if (addresses.length > 0) return found(addresses);
      }
      if (!answer.ok && answer.error.code === 'TIMEOUT') {
        const { detail } = notResolved(name, await askServers());
        return refused({
          code: 'TIMEOUT',
          message: "the system's resolver does not answer",
          afterMs: limitMs,
          ...(detail ? { detail } : {}),
        });
      }
      if (!answer.ok) {
        // No getent here (or none that can be trusted): what it would do first of all, done by hand.
        const hosts = await files.readFile({ path: '/etc/hosts', maxBytes: MAX_HOSTS_BYTES });
        const local = hosts.ok ? addressesInHosts(Buffer.from(hosts.value.bytes).toString('utf8'), name) : [];
        if (local.length > 0) return found(local);
        const knows = (await askServers()).find((view) => 'addresses' in view);
        if (knows) return found(knows.addresses);
      }
      const error = notResolved(name, await askServers());
      return refused(error.code === 'TIMEOUT' ? { ...error, afterMs: Math.round(performance.now() - started) } : error);
    },
  };
}

/** What can be a name at all: nothing that a program could take for an option, or for several words. */
function isName(name: string): boolean {
  return /^[^\s\0-\x1f\x7f-][^\s\0-\x1f\x7f]{0,252}$/.test(name);
}

/** `getent ahosts` writes a line for each address and socket type, the address first, in getaddrinfo's order. */
function parseAhosts(stdout: string): readonly ResolvedAddress[] {
  const addresses = new Set(stdout.split('\n').map((line) => line.split(/\s/)[0] ?? ''));
  return [...addresses].flatMap((address): ResolvedAddress[] => {
    const family = isIP(address);
    return family === 0 ? [] : [{ address, family: family as 4 | 6 }];
  });
}
