import type { Cleanup } from './cleanup.ts';
import { startDaemon, untilReady, type Daemon } from './daemon.ts';
import type { Namespaces } from './namespaces.ts';

/**
 * A real dnsmasq on 127.0.0.1:53 of a network namespace, whose resolv.conf then names it.
 *
 * - `names`: name to address; `*` is every name;
 * - a name under `nxdomain` does not exist.
 */
export async function startDnsmasq(
  cleanup: Cleanup,
  namespaces: Namespaces,
  { names = {}, nxdomain = [] }: { names?: Record<string, string>; nxdomain?: string[] },
): Promise<Daemon> {
  const own = ['--conf-file=/dev/null', '--no-resolv', '--no-hosts', '--user=root', '--pid-file=', '--no-daemon'];
  const daemon = startDaemon(cleanup, [
    ...namespaces.enter,
    'dnsmasq',
    ...own,
    '--listen-address=127.0.0.1',
    '--bind-interfaces',
    ...Object.entries(names).map(([name, address]) => `--address=/${name === '*' ? '#' : name}/${address}`),
    ...nxdomain.map((name) => `--address=/${name}/`),
  ]);
  await untilReady(daemon, 'dnsmasq', () => /started, version/.test(daemon.output()));
  return daemon;
}
