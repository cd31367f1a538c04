import { writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';

import { temporaryDirectory, type Cleanup } from './cleanup.ts';
import { startDaemon, untilReady, type Daemon } from './daemon.ts';

export interface TinyproxyOptions {
  /** Clients have to name themselves: `USER PASSWORD`. */
  readonly basicAuth?: string;
  /** The only addresses that may ask; by itself 127.0.0.1. */
  readonly allow?: string;
  /** Hosts (regular expressions) that it leads nobody to. */
  readonly filter?: readonly string[];
  /** The ports that tunnels may lead to; by itself all. */
  readonly connectPorts?: readonly number[];
  /** By itself a port that was free a moment ago: tinyproxy cannot let the kernel choose. */
  readonly port?: number;
  readonly enter?: readonly string[];
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/**
 * A real tinyproxy on 127.0.0.1, configured and logging in a temporary directory. It resolves the names
 * that it is asked for as its machine does. `output()` of the daemon is its log.
 */
export async function startTinyproxy(
  cleanup: Cleanup,
  { basicAuth, allow = '127.0.0.1', filter = [], connectPorts = [], port, enter = [] }: TinyproxyOptions = {},
): Promise<{ readonly port: number; readonly daemon: Daemon }> {
  const directory = temporaryDirectory(cleanup);
  const config = join(directory, 'tinyproxy.conf');
  const listen = port ?? (await freePort());
  writeFileSync(join(directory, 'filter'), filter.map((line) => `${line}\n`).join(''));
  const lines = [
    `Port ${listen}`,
    'Listen 127.0.0.1',
    'Timeout 60',
    'LogLevel Info',
    `Allow ${allow}`,
    ...(basicAuth === undefined ? [] : [`BasicAuth ${basicAuth}`]),
    ...(filter.length === 0 ? [] : [`Filter "${join(directory, 'filter')}"`, 'FilterExtended On']),
    ...connectPorts.map((one) => `ConnectPort ${one}`),
  ];
  writeFileSync(config, `${lines.join('\n')}\n`);
  const daemon = startDaemon(cleanup, [...enter, 'tinyproxy', '-d', '-c', config]);
  await untilReady(daemon, 'tinyproxy', () => /Accepting connections/.test(daemon.output()));
  return { port: listen, daemon };
}
