import { isIP } from 'node:net';
import { answered, refused, type Answer } from '../host/answer.ts';
import { LIMITS } from '../host/limits.ts';
import { askNameServer } from '../host/resolver/name-server.ts';
import type { Questions, Resolution } from '../host/questions.ts';
import { namesAsked, type ResolvConf } from '../host/resolver/resolv-conf.ts';
import { notResolved } from '../host/resolver/resolver-views.ts';

/**
 * A name as the simulated node resolves it: the demo's DNS server at `port` of the loopback interface
 * is asked in the place of the server in the node's resolv.conf, for the same names.
 */
export async function resolveAt(
  port: number,
  conf: ResolvConf,
  { name }: Questions['resolve']['args'],
): Promise<Answer<Resolution>> {
  const started = performance.now();
  const ms = (): number => Math.round((performance.now() - started) * 10) / 10;
  const family = isIP(name);
  if (family !== 0)
    return answered({ addresses: [{ address: name, family: family as 4 | 6 }], names: [], servers: [], ms: ms() });
  const [server = ''] = conf.servers;
  const names = namesAsked(name, conf);
  const view = { ...(await askNameServer(`127.0.0.1:${port}`, names, LIMITS.dns)), server };
  if ('addresses' in view) return answered({ addresses: view.addresses, names, servers: [view], ms: ms() });
  const error = notResolved(name, [view]);
  return refused(error.code === 'TIMEOUT' ? { ...error, afterMs: ms() } : error);
}
