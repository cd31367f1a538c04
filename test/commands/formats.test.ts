import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';

import { afterEach, describe, expect, test } from 'vitest';

import { FORMAT_NAMES } from '../../src/report/formats/formats.ts';
import type { ReportCheck } from '../../src/report/schema.ts';
import { BUNDLE, NODE } from '../support/checkout.ts';
import { Cleanup, temporaryDirectory } from '../support/cleanup.ts';
import { runProgram } from '../support/program.ts';
import { isReport } from '../support/report-schema.ts';
import { waitFor } from '../support/wait-for.ts';

const cleanup = new Cleanup();
afterEach(() => cleanup.run());

const demo = (format: string, ...args: string[]) => runProgram(['demo', '-f', format, ...args]);

/** A node image; its section about containers has these lines besides. */
function imageWith(...lines: string[]): string {
  const root = temporaryDirectory(cleanup);
  mkdirSync(join(root, 'etc/crane'), { recursive: true });
  mkdirSync(join(root, 'usr/libexec'), { recursive: true });
  writeFileSync(join(root, 'usr/libexec/csupervisor'), '');
  writeFileSync(join(root, 'etc/hostname'), 'cn1\n');
  const config = `ControlMachine: ctl
ClusterName: demo
CranedForeground: true
Supervisor:
  Path: /usr/libexec/csupervisor
Nodes:
  - {name: cn1, cpu: 1, memory: 1G}
Partitions:
  - {name: P, nodes: cn1}
Container:
  Enabled: true
  RuntimeEndpoint: /run/containerd/containerd.sock
`;
  writeFileSync(join(root, 'etc/crane/config.yaml'), config + lines.map((line) => `  ${line}\n`).join(''));
  return root;
}

describe('exit codes', () => {
  test('are the same in every format but that of a plugin', async () => {
    for (const format of FORMAT_NAMES.filter((name) => name !== 'nagios'))
      expect([format, (await demo(format, '--fault', 'stale-socket', '--only', 'runtime')).code]).toEqual([format, 1]);
  });

  test('of a plugin are 0, 1, 2 and 3, and its first word says the same', async () => {
    const state = async (args: string[]): Promise<unknown[]> => {
      const { code, stdout } = await runProgram(args);
      return [code, /^CRANE-DOCTOR (\w+) - /.exec(stdout)?.[1]];
    };
    expect(await state(['demo', '-f', 'nagios'])).toEqual([0, 'OK']);
    expect(await state(['check', '-f', 'nagios', '--root', imageWith('Enabeld: 1'), '--only', 'config'])).toEqual([1, 'WARNING']); // prettier-ignore
    expect(await state(['demo', '-f', 'nagios', '--fault', 'stale-socket'])).toEqual([2, 'CRITICAL']);
    expect(await state(['demo', '-f', 'nagios', '--timeout', '1ms'])).toEqual([3, 'UNKNOWN']);
    expect(await state(['demo', '--format=nagios', '--no-such-option'])).toEqual([3, 'UNKNOWN']);
    expect(await state(['check', '-f', 'nagios', '--root', '/no/such/image'])).toEqual([3, 'UNKNOWN']);
    expect(await state(['demo', '-f', 'nagios', '--fault', 'stale-socket', '--fail-on', 'never'])).toEqual([0, 'OK']);
  });

  test('of a plugin come with a line for each finding that counts', async () => {
    const { stdout } = await demo('nagios', '--fault', 'scheme-in-endpoint');
    const lines = stdout.trimEnd().split('\n').slice(1);
    expect(lines.map((line) => /^(error \S+): Container\.(\w+) /.exec(line)?.slice(1))).toEqual([
      ['error config-endpoints/scheme', 'RuntimeEndpoint'],
      ['error config-endpoints/scheme', 'ImageEndpoint'],
    ]);
  });

  test('a wrong call leaves stdout empty where nobody reads a failure there', async () => {
    for (const format of FORMAT_NAMES) {
      const { code, stdout, stderr } = await demo(format, '--only', 'no-such-check');
      expect([format, code]).toEqual([format, format === 'nagios' ? 3 : 2]);
      expect(stderr).toContain('no-such-check');
      if (format === 'json' || format === 'ndjson')
        expect(JSON.parse(stdout)).toMatchObject({ schemaVersion: 1, error: { kind: 'usage' } });
      else if (format !== 'nagios') expect(stdout).toBe('');
    }
  });
});

test('--lang is for the words of every format', async () => {
  for (const format of FORMAT_NAMES) {
    const { stdout } = await demo(format, '--fault', 'stale-socket', '--lang', 'zh');
    expect([format, /[\u4e00-\u9fff]/.test(stdout)]).toEqual([format, true]);
  }
});

describe('ndjson', () => {
  test('all lines together are the report', async () => {
    const { stdout } = await demo('ndjson', '--fault', 'stale-socket');
    const lines = stdout.trimEnd().split('\n');
    expect([...new Set(lines.map((line) => /^{"event":"(\w+)",/.exec(line)?.[1]))]).toEqual(['start', 'check', 'end']);
    const parts = lines.map((line) => JSON.parse(line.replace(/"event":"\w+",/, '')) as object);
    const { exitCode, ...end } = parts.at(-1) as { exitCode: number };
    expect(exitCode).toBe(1);
    expect(isReport({ ...parts[0], ...end, checks: parts.slice(1, -1) })).toBe(true);
  });

  test('a check is told as soon as it is settled, not when all are', async () => {
    const held: Socket[] = [];
    const server = createServer((socket) => held.push(socket));
    const path = join(temporaryDirectory(cleanup), 's.sock');
    await new Promise<void>((resolve) => server.listen(path, resolve));
    cleanup.defer(() => {
      held.forEach((socket) => socket.destroy());
      server.close();
    });
    const config = join(imageWith(), 'etc/crane/config.yaml');
    writeFileSync(config, readFileSync(config, 'utf8').replace('/run/containerd/containerd.sock', path));
    const args = ['-c', config, '-f', 'ndjson', '--only', 'config-file,runtime-version', '--skip', 'config-cluster'];
    const child = spawn(NODE, [BUNDLE, ...args], { stdio: ['ignore', 'pipe', 'ignore'] });
    cleanup.defer(() => child.kill('SIGKILL'));
    let written = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (written += text));
    const told = (): ReportCheck[] => written.split('\n').slice(1, -1).map((line) => JSON.parse(line) as ReportCheck); // prettier-ignore
    // The runtime is asked, and will not answer before it is let go here.
    await waitFor('the question to the runtime', () => held.length > 0);
    await waitFor('the line of config-file', () => told().some(({ id }) => id === 'config-file'));
    expect(told().some(({ id }) => id === 'runtime-version')).toBe(false);
    expect(child.exitCode).toBe(null);
  });
});

describe('metrics', () => {
  test('can be read by everybody, and a file that is there is replaced at once', async () => {
    const directory = temporaryDirectory(cleanup);
    const file = join(directory, 'crane-doctor.prom');
    expect((await demo('prometheus', '-o', file)).code).toBe(0);
    expect(statSync(file).mode & 0o777).toBe(0o644);
    expect(readFileSync(file, 'utf8')).toContain('crane_doctor_exit_code 0\n');
    const before = statSync(file).ino;
    expect((await demo('prometheus', '-o', file, '--force', '--fault', 'stale-socket')).code).toBe(1);
    expect(statSync(file).ino).not.toBe(before);
    expect(readFileSync(file, 'utf8')).toContain('crane_doctor_findings{check="runtime-socket",code="runtime-socket/refused",severity="error"} 1\n'); // prettier-ignore
    expect(readdirSync(directory)).toEqual(['crane-doctor.prom']);
  });
});

describe('a reader', () => {
  test.each(['json', 'ndjson', 'text', 'html'])('that has gone makes no crash and no other exit code: %s', (format) => {
    const script = '"$1" "$2" demo --fault stale-socket -f "$3" | head -c 1 >/dev/null; echo "${PIPESTATUS[0]}"';
    const run = execFileSync('bash', ['-c', `(${script}) 2>&1`, 'bash', NODE, BUNDLE, format], { encoding: 'utf8' });
    expect(run).toBe('1\n');
  });

  test('that is slow gets 5 MB whole', async () => {
    const servers = Array.from({ length: 2_000 }, (_, index) => `    - fe80::${index}`);
    const root = imageWith('Dns:', '  Servers:', ...servers);
    const child = spawn(NODE, [BUNDLE, '--root', root, '--json'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    cleanup.defer(() => child.kill('SIGKILL'));
    // Piece by piece, with other work between them: the pipe (64 KiB) is full nearly all of the time.
    const pieces: Buffer[] = [];
    for await (const piece of child.stdout) {
      pieces.push(piece as Buffer);
      await turn();
    }
    const text = Buffer.concat(pieces);
    expect(text.length).toBeGreaterThan(5_000_000);
    expect(isReport(JSON.parse(text.toString()))).toBe(true);
  });
});
