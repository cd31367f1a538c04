import type { HostError } from '../answer.ts';
import type { FileHandlers } from '../files/file-questions.ts';
import type { ServerView } from '../questions.ts';
import { askNameServer } from './name-server.ts';
import { namesAsked, parseResolvConf } from './resolv-conf.ts';

const MAX_RESOLV_CONF_BYTES = 64 * 1024;

/** How long one server may take for its own view, in ms. */
const SERVER_MS = 1_500;

/**
 * The view of each name server of /etc/resolv.conf, asked directly and all at once within `limitMs` and
 * until `enough` is aborted, and the names that they were asked for, in the resolver's order.
 * getent(1) has one and the same exit code for a name that does not exist and for servers that do
 * not answer; this tells them apart.
 */
export async function serverViews(
  name: string,
  { readFile }: Pick<FileHandlers, 'readFile'>,
  limitMs: number,
  enough: AbortSignal,
): Promise<{ readonly names: readonly string[]; readonly servers: readonly ServerView[] }> {
  const file = await readFile({ path: '/etc/resolv.conf', maxBytes: MAX_RESOLV_CONF_BYTES });
  const conf = parseResolvConf(file.ok ? Buffer.from(file.value.bytes).toString('utf8') : '');
  const names = namesAsked(name, conf);
  const limit = Math.max(1, Math.min(SERVER_MS, limitMs));
  const servers = await Promise.all(conf.servers.map((server) => askNameServer(server, names, limit, enough)));
  return { names, servers };
}

/** The codes of servers in the order in which they explain why a name is not resolved. */
const MOST_TELLING = ['ENODATA', 'ENOTFOUND', 'ESERVFAIL', 'EREFUSED', 'ECONNREFUSED', 'TIMEOUT'];

/**
 * Why the system's resolver does not find a name, from what the servers say: `NO_RESOLVER` without
 * any; `ENOTFOUND` as soon as one of them says so (for glibc that ends it); `EAI_FAIL` where one
 * does know the name, so that the reason lies in this machine (nsswitch.conf) or has just passed;
 * `EAI_ADDRFAMILY` where it knows IPv6 addresses only: on a machine without a global one of its own
 * getaddrinfo(3) does not ask for them (AI_ADDRCONFIG, as getent(1) sets it).
 * `detail` has the saying of each server by its address.
 */
export function notResolved(name: string, views: readonly ServerView[]): HostError {
  if (views.length === 0) return { code: 'NO_RESOLVER', message: 'no name server in /etc/resolv.conf' };
  const detail = Object.fromEntries(
    views.map((view) => [view.server, 'code' in view ? view.code : view.addresses.map((a) => a.address).join(' ')]),
  );
  const known = views.flatMap((view) => ('addresses' in view ? view.addresses : []));
  const knows = views.find((view) => 'addresses' in view);
  if (knows) {
    if (known.every(({ family }) => family === 6)) {
      return { code: 'EAI_ADDRFAMILY', message: `${name} has IPv6 addresses only, which are not used here`, detail };
    }
    return { code: 'EAI_FAIL', message: `${knows.server} knows ${name}, the system's resolver does not`, detail };
  }
  const codes = views.flatMap((view) => ('code' in view ? [view.code] : []));
  const code = MOST_TELLING.find((telling) => codes.includes(telling)) ?? codes[0]!;
  const asked = `asked ${views.map((view) => view.server).join(', ')}`;
  return { code, message: code === 'ENODATA' ? `no address, ${asked}` : asked, detail };
}
