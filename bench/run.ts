import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import buildOnce from '../test/support/build-once.ts';
import { BUNDLE, NODE } from '../test/support/checkout.ts';
import { Cleanup, temporaryDirectory } from '../test/support/cleanup.ts';
import { makeCraneNode } from '../test/support/crane-node.ts';
import { makeHealthyNode } from '../test/support/healthy-node.ts';
import { makeNamespaces } from '../test/support/namespaces.ts';
import { startStubs } from '../test/support/stub-servers.ts';
import { median, roundRobin, type Contender, type Row } from './measure.ts';

/*
 * `npm run bench [ROUNDS]`: wall time and peak memory (medians) of the doctor and of the guide's steps
 * by hand, in one run: on a healthy node with containerd 1.7, and on one whose socket, DNS server and
 * registry are all silent. Needs root and the Debian packages of `npm run test:all`.
 */

const BY_HAND = join(import.meta.dirname, 'by-hand.sh');
const DOCTOR = [NODE, BUNDLE, 'check', '--json', '-c'];

/** A node on which all is well and warm. `node -e 0` is the floor under everything that Node runs. */
async function healthy(cleanup: Cleanup): Promise<Contender[]> {
  const node = await makeHealthyNode(cleanup);
  const { enter } = node.namespaces;
  const steps = [node.containerd.socket, node.mountBaseDir, node.baseDir, 'registry-1.docker.io'];
  expectExit(0, [...enter, ...DOCTOR, node.config]);
  return [
    { title: 'node -e 0', command: [...enter, NODE, '-e', '0'] },
    { title: 'check --json, healthy', command: [...enter, ...DOCTOR, node.config] },
    { title: 'by hand, healthy', command: [...enter, 'sh', BY_HAND, ...steps] },
  ];
}

/**
 * A node on which nobody answers. A registry whose name is in /etc/hosts is reached past the DNS
 * server, and is silent after the connection.
 */
async function silent(cleanup: Cleanup): Promise<Contender[]> {
  const etc = { '/etc/hosts': '127.0.0.1 localhost cn01\n127.0.0.2 registry.test\n' } as const;
  const namespaces = await makeNamespaces(cleanup, { hostname: 'cn01', etc });
  const socket = join(temporaryDirectory(cleanup), 'containerd.sock');
  await startStubs(cleanup, namespaces, [
    `unix:${socket}:silent`,
    'udp:127.0.0.1:53:silent',
    'tcp:127.0.0.2:443:silent',
  ]);
  const node = makeCraneNode(cleanup, { socket, hostname: 'cn01', bindFs: true });
  const registries = ['registry.test', 'docker.io'];
  const named = registries.flatMap((registry) => ['--registry', registry]);
  const { enter } = namespaces;
  expectExit(1, [...enter, ...DOCTOR, node.config, ...named]);
  return [
    { title: 'check --json, silent', command: [...enter, ...DOCTOR, node.config, ...named] },
    {
      title: 'by hand, silent',
      command: [...enter, 'sh', BY_HAND, socket, node.mountBaseDir, node.baseDir, ...registries],
    },
  ];
}

/** A node that is not as it is meant to be would measure something else: it is shown and ends the run. */
function expectExit(code: number, [file, ...args]: readonly string[]): void {
  try {
    execFileSync(file!, args, { stdio: 'pipe' });
    if (code === 0) return;
  } catch (error) {
    const { status, stdout, stderr } = error as { status: number | null; stdout: Buffer; stderr: Buffer };
    if (status === code) return;
    process.stderr.write(Buffer.concat([stdout ?? Buffer.alloc(0), stderr ?? Buffer.alloc(0)]));
  }
  throw new Error(`The doctor does not exit with ${code} on this node`);
}

function print(rows: readonly Row[]): void {
  console.log('| | ms (median) | min | peak MB | exit |\n|---|---:|---:|---:|---:|');
  for (const { title, samples } of rows) {
    const ms = samples.map((sample) => sample.ms);
    const cells = [
      title,
      median(ms).toFixed(0),
      Math.min(...ms).toFixed(0),
      median(samples.map(({ mb }) => mb)).toFixed(0),
    ];
    console.log(`| ${[...cells, samples[0]!.code].join(' | ')} |`);
  }
  const time = (title: string): number => median(rows.find((row) => row.title === title)!.samples.map(({ ms }) => ms));
  const ratio = (one: string, other: string): string => (time(one) / time(other)).toFixed(2);
  console.log(`\ncheck, healthy / node -e 0: ${ratio('check --json, healthy', 'node -e 0')} (aim: at most 5.5)`);
  console.log(`check, silent: ${(time('check --json, silent') / 1000).toFixed(2)} s (aim: at most 5.3)`);
  console.log(`check, silent / by hand: ${ratio('check --json, silent', 'by hand, silent')} (aim: at most 0.5)`);
}

if (!existsSync('/usr/bin/time')) throw new Error('GNU time is not installed (Debian: time)');
const rounds = Number(process.argv[2] ?? 15);
await buildOnce();
const cleanup = new Cleanup();
try {
  const warm = await roundRobin(await healthy(cleanup), 3, rounds);
  // Every round of the silent node takes many seconds of waiting, which hardly varies.
  const waiting = await roundRobin(await silent(cleanup), 0, Math.max(1, Math.ceil(rounds / 5)));
  print([...warm, ...waiting]);
} finally {
  await cleanup.run();
}
