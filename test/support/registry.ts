import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { KeyPair } from './certificates.ts';
import { temporaryDirectory, type Cleanup } from './cleanup.ts';
import { startDaemon, untilReady, type Daemon } from './daemon.ts';

export interface RegistryOptions {
  /** `ADDRESS:PORT`; port 0 (the default) lets the kernel choose. */
  readonly listen?: string;
  /** Over TLS with this certificate; without it over plain HTTP. */
  readonly tls?: KeyPair;
  readonly enter?: readonly string[];
  /** Lets in only the account of this line of htpasswd(1), with bcrypt. */
  readonly htpasswd?: string;
}

/** A real docker-registry on loopback. Its log line `listening on ADDRESS:PORT` tells the port. */
export async function startRegistry(
  cleanup: Cleanup,
  { listen = '127.0.0.1:0', tls, enter = [], htpasswd }: RegistryOptions = {},
): Promise<{ address: string; port: number; daemon: Daemon }> {
  const directory = temporaryDirectory(cleanup);
  const config = join(directory, 'config.yml');
  const accounts = join(directory, 'htpasswd');
  if (htpasswd !== undefined) writeFileSync(accounts, `${htpasswd}\n`);
  writeFileSync(
    config,
    JSON.stringify({
      version: '0.1',
      log: { level: 'info', formatter: 'text' },
      ...(htpasswd === undefined ? {} : { auth: { htpasswd: { realm: 'test', path: accounts } } }),
      storage: { filesystem: { rootdirectory: join(directory, 'data') } },
      http: { addr: listen, ...(tls ? { tls: { certificate: tls.certificate, key: tls.key } } : {}) },
    }),
  );
  const daemon = startDaemon(cleanup, [...enter, 'docker-registry', 'serve', config]);
  const address = await untilReady(
    daemon,
    'docker-registry',
    () => /listening on ([\d.]+:\d+)/.exec(daemon.output())?.[1],
  );
  return { address, port: Number(address.split(':')[1]), daemon };
}
