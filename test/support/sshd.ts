import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';

import { temporaryDirectory, type Cleanup } from './cleanup.ts';
import { startDaemon, untilReady } from './daemon.ts';

/** A real sshd on loopback that lets in whoever has its key, and what pdsh and clush need to reach it under any of the names. */
export interface Sshd {
  readonly env: Readonly<Record<string, string>>;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Starts it. `path` is the PATH of what is run through it. */
export async function startSshd(cleanup: Cleanup, names: readonly string[], path: string): Promise<Sshd> {
  const directory = temporaryDirectory(cleanup);
  const at = (name: string): string => join(directory, name);
  const port = await freePort();
  for (const name of ['host', 'user'])
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', at(name)], { stdio: 'ignore' });
  writeFileSync(at('authorized'), readFileSync(at('user.pub')), { mode: 0o600 });
  // Where sshd leaves its privileges; Debian's unit makes it.
  mkdirSync('/run/sshd', { recursive: true, mode: 0o755 });
  const settings = [
    `Port ${port}`,
    'ListenAddress 127.0.0.1',
    `HostKey ${at('host')}`,
    `AuthorizedKeysFile ${at('authorized')}`,
    `PidFile ${at('pid')}`,
    'PermitRootLogin yes',
    'PasswordAuthentication no',
    'StrictModes no',
    'UsePAM no',
    'MaxStartups 100',
    'Subsystem sftp internal-sftp',
    `SetEnv PATH=${path}`,
  ];
  writeFileSync(at('sshd_config'), `${settings.join('\n')}\n`);
  const hosts = [
    `Host ${names.join(' ')}`,
    'HostName 127.0.0.1',
    `Port ${port}`,
    `IdentityFile ${at('user')}`,
    'IdentitiesOnly yes',
    'StrictHostKeyChecking no',
    `UserKnownHostsFile ${at('known')}`,
    'LogLevel ERROR',
  ];
  writeFileSync(at('ssh_config'), `${hosts.join('\n')}\n`);
  const daemon = startDaemon(cleanup, ['/usr/sbin/sshd', '-D', '-e', '-f', at('sshd_config')]);
  await untilReady(daemon, 'sshd', () => daemon.output().includes('Server listening'));
  const options = `-F ${at('ssh_config')}`;
  writeFileSync(at('clush.conf'), `[Main]\nssh_options: ${options}\nscp_options: ${options}\n`);
  return { env: { PDSH_SSH_ARGS_APPEND: options, CLUSTERSHELL_CFGDIR: directory } };
}
