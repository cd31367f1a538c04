import { isIP } from 'node:net';
import { answered, refused, type Answer } from '../answer.ts';
import type { Commands } from '../processes/command.ts';
import type { FileHandlers } from '../files/file-questions.ts';
import type { Handlers } from '../host.ts';
import { addressesInHosts } from './hosts-file.ts';
import { LIMITS } from '../limits.ts';
import type { CommandResult, Resolution, ResolvedAddress } from '../questions.ts';
import { notResolved, serverViews } from './resolver-views.ts';

/** Kept for what has to happen between the resolver's limit and the answer, in ms. */
const MARGIN_MS = 200;

/** How much longer than the system's resolver a server may take for its own view, in ms. */
const GRACE_MS = 150;

const MAX_HOSTS_BYTES = 1 << 20;

/**
 * A name through the system's resolver: `getent ahosts`, a child that can be killed, asks
 * getaddrinfo(3) as the runtimes' C library does. Each server is asked directly at the same time, to
 * tell which of them does not answer, and why a name is not found; where the name is found, they hold
 * up nobody. An address is its own answer. For a name of /etc/hosts the servers are asked only where the
 * system's resolver does not answer with what is written there: nsswitch.conf need not have it look.
 */
export function resolveHandler(
  run: Commands['run'],
  files: Pick<FileHandlers, 'readFile'>,
  limitMs: number = LIMITS.dns,
): Pick<Handlers, 'resolve'> {
  return {
    async resolve({ name }) {
      const started = performance.now();
      const found = (addresses: readonly ResolvedAddress[], views: Views): Answer<Resolution> =>
        answered({ addresses, ...views, ms: Math.round((performance.now() - started) * 10) / 10 });

      const family = isIP(name);
      if (family !== 0) return found([{ address: name, family: family as 4 | 6 }], { names: [], servers: [] });
      if (!isName(name)) return refused({ code: 'EINVAL', message: 'not a host name' });

      const patience = limitMs - MARGIN_MS;
      const enough = new AbortController();
      const askServers = (): Promise<Views> =>
        serverViews(name, files, patience - (performance.now() - started), enough.signal);
      const local = await addressesOfThisMachine(name, files);
      const asked = local.length === 0 ? askServers() : null;
      const answer = await run({ file: 'getent', args: ['ahosts', '--', name] }, patience);

      const silent = !answer.ok && answer.error.code === 'TIMEOUT';
      // No getent here (or none that can be trusted): what it would do first of all, done by hand.
      const addresses = answer.ok ? addressesSaid(answer.value) : silent ? [] : local;
      const written = addresses.every((one) => local.some(({ address }) => address === one.address));
      if (addresses.length > 0 && written) return found(addresses, { names: [], servers: [] });
      if (addresses.length > 0) setTimeout(() => enough.abort(), GRACE_MS);
      const views = await (asked ?? askServers());
      if (addresses.length > 0) return found(addresses, views);

      const error = notResolved(name, views.servers);
      if (silent) {
        const { detail } = error;
        const message = "the system's resolver does not answer";
        return refused({ code: 'TIMEOUT', message, afterMs: limitMs, ...(detail ? { detail } : {}) });
      }
      const knows = views.servers.find((view) => 'addresses' in view);
      if (!answer.ok && knows) return found(knows.addresses, views);
      return refused(error.code === 'TIMEOUT' ? { ...error, afterMs: Math.round(performance.now() - started) } : error);
    },
  };
}

type Views = Pick<Resolution, 'names' | 'servers'>;

/** What can be a name at all: nothing that a program could take for an option, or for several words. */
function isName(name: string): boolean {
  return /^[^\s\0-\x1f\x7f-][^\s\0-\x1f\x7f]{0,252}$/.test(name);
}

/** The addresses that /etc/hosts has for a name. */
async function addressesOfThisMachine(
  name: string,
  { readFile }: Pick<FileHandlers, 'readFile'>,
): Promise<readonly ResolvedAddress[]> {
  const hosts = await readFile({ path: '/etc/hosts', maxBytes: MAX_HOSTS_BYTES });
  return hosts.ok ? addressesInHosts(Buffer.from(hosts.value.bytes).toString('utf8'), name) : [];
}

/** `getent ahosts` writes a line for each address and socket type, the address first, in getaddrinfo's order. */
function addressesSaid({ exitCode, stdout }: CommandResult): readonly ResolvedAddress[] {
  if (exitCode !== 0) return [];
  const addresses = new Set(stdout.split('\n').map((line) => line.split(/\s/)[0] ?? ''));
  return [...addresses].flatMap((address): ResolvedAddress[] => {
    const family = isIP(address);
    return family === 0 ? [] : [{ address, family: family as 4 | 6 }];
  });
}
