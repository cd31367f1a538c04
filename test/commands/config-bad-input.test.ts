import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { NODE } from '../support/checkout.ts';
import { Cleanup, temporaryDirectory } from '../support/cleanup.ts';
import { describeWith } from '../support/needs.ts';
import { runCheck, runProgram, type RunOptions } from '../support/program.ts';
import { causesOf } from '../support/report-reading.ts';
import { asNobody } from '../support/unprivileged.ts';

const cleanup = new Cleanup();
afterEach(() => cleanup.run());

const HEALTHY = readFileSync(new URL('../fixtures/config/healthy.yaml', import.meta.url));
const healthy = HEALTHY.toString();
/** The healthy file with its own csupervisor, which has to exist on this machine. */
const withSupervisor = (text: string): string => text.replace('/usr/libexec/csupervisor', '/bin/sh');

interface Effective {
  readonly outcome: string;
  readonly message: string | null;
  readonly line: number | null;
  readonly column: number | null;
  readonly container: { readonly enabled: boolean } | null;
}

/** `config --json`: its exit code and document, which has the keys of the contract and no others. */
async function effective(
  path: string,
  options: RunOptions = {},
): Promise<Effective & { readonly code: number | null }> {
  const { code, stdout } = await runProgram(['config', '--json', '-c', path], options);
  const document = JSON.parse(stdout) as Effective;
  expect(Object.keys(document)).toEqual(['outcome', 'message', 'line', 'column', 'container']);
  return { ...document, code };
}

/** The causes of `check --only config`; the host name of this machine is in no file of these tests. */
async function causes(path: string, options: RunOptions = {}): Promise<string[]> {
  const { report } = await runCheck(['--only', 'config', '-c', path], options);
  return causesOf(report).filter((code) => code !== 'config-cluster/hostname-not-in-nodes');
}

type Make = (path: string) => unknown;
const content =
  (bytes: string | Uint8Array): Make =>
  (path) =>
    writeFileSync(path, bytes);

const BOMB = Array.from({ length: 60 }, (_, n) => `l${n + 1}: &l${n + 1} [${`*l${n}, `.repeat(9)}*l${n}]\n`).join('');

describe('what is no configuration', () => {
  const kinds: readonly (readonly [name: string, make: Make, outcome: string, message: RegExp, cause: string])[] = [
    ['nothing there', () => undefined, 'missing', /^Config file '.*' not existed$/, 'config-file/missing'],
    [
      'an empty file',
      content(''),
      'exits',
      /^No Supervisor configuration found\.$/,
      'config-cluster/supervisor-missing',
    ],
    [
      'a binary',
      content(Buffer.from('7f454c46020101000000ff1b5b324a0d0a93', 'hex')),
      'aborts',
      /^yaml-cpp: error at line \d+, column \d+: /,
      'config-file/syntax',
    ],
    ['a NUL', content(`${healthy}\0\0: [`), 'aborts', /^yaml-cpp: error at line \d+/, 'config-file/syntax'],
    [
      '100 MB',
      (path) => (writeFileSync(path, ''), truncateSync(path, 100_000_000)),
      'unknown',
      /^TOO_LARGE: /,
      'config-file/too-large',
    ],
    [
      'nesting of 100000 levels',
      content(`${healthy}x: ${'['.repeat(100_000)}`),
      'aborts',
      /^yaml-cpp: error at line 65, column 1: bad file$/,
      'config-file/syntax',
    ],
    ['a directory', (path) => mkdirSync(path), 'aborts', /Is a directory$/, 'config-file/not-a-file'],
    ['a FIFO', (path) => execFileSync('mkfifo', [path]), 'unknown', /^NOT_REGULAR: /, 'config-file/not-a-file'],
    ['a symlink to itself', (path) => symlinkSync(path, path), 'aborts', /Too many levels/, 'config-file/unreadable'],
  ];

  test.each(kinds)('%s', async (_, make, outcome, message, cause) => {
    const path = join(temporaryDirectory(cleanup), 'config.yaml');
    make(path);
    const seen = await effective(path);
    expect(seen).toMatchObject({ outcome, container: null, code: outcome === 'unknown' ? 3 : 1 });
    expect(seen.message).toMatch(message);
    expect((await causes(path))[0]).toBe(cause);
  });
});

describe('what craned reads all the same', () => {
  const kinds: readonly (readonly [name: string, bytes: Uint8Array, causes: readonly string[]])[] = [
    ['CRLF', Buffer.from(withSupervisor(healthy).replaceAll('\n', '\r\n')), []],
    ['a byte order mark', Buffer.from(`\uFEFF${withSupervisor(healthy)}`), []],
    [
      'bytes that are not UTF-8',
      Buffer.concat([
        Buffer.from('# '),
        Buffer.from([0xd6, 0xd0, 0xce, 0xc4, 0x0a]),
        Buffer.from(withSupervisor(healthy)),
      ]),
      ['config-file/not-utf8'],
    ],
    ['aliases of aliases', Buffer.from(`l0: &l0 x\n${BOMB}${withSupervisor(healthy)}`), []],
    ['an alias of itself', Buffer.from(`${withSupervisor(healthy)}Loop: &a [*a, {x: *a}]\n`), []],
  ];

  test.each(kinds)('%s', async (_, bytes, expected) => {
    const path = join(temporaryDirectory(cleanup), 'config.yaml');
    writeFileSync(path, bytes);
    expect(await effective(path)).toMatchObject({ outcome: 'starts', container: { enabled: true }, code: 0 });
    expect(await causes(path)).toEqual(expected);
  });
});

test('a file that changes while it is read is read as it was at one moment, or as what was written till then', async () => {
  const path = join(temporaryDirectory(cleanup), 'config.yaml');
  writeFileSync(path, withSupervisor(healthy));
  const padding = `#${'x'.repeat(1_000)}\n`.repeat(1_000);
  const script = `
    const { writeFileSync } = require('node:fs');
    const [path, text, padding] = process.argv.slice(1);
    const until = Date.now() + 60_000;
    console.log('writing');
    while (Date.now() < until) { writeFileSync(path, padding + text); writeFileSync(path, text); }`;
  const writer = spawn(NODE, ['-e', script, path, withSupervisor(healthy), padding.slice(0, 100_000)]);
  cleanup.defer(() => writer.kill('SIGKILL'));
  await new Promise((resolve) => writer.stdout.once('data', resolve));
  for (let run = 0; run < 3; run += 1) {
    const { outcome, message, code } = await effective(path);
    // What is cut ends between two lines or inside of one; craned would read just the same.
    expect(['starts', 'exits', 'aborts']).toContain(outcome);
    expect([0, 1]).toContain(code);
    expect(outcome === 'starts').toBe(message === null);
  }
});

describeWith(['root'], 'a file that the caller may not read', () => {
  test('is unknown, and not a fault of the file', async () => {
    const nobody = asNobody(cleanup);
    const directory = temporaryDirectory(cleanup);
    chmodSync(directory, 0o755);
    const path = join(directory, 'config.yaml');
    writeFileSync(path, HEALTHY, { mode: 0o600 });
    expect(await effective(path, nobody)).toMatchObject({ outcome: 'unknown', container: null, code: 3 });
    const { report, code } = await runCheck(['--only', 'config', '-c', path], nobody);
    expect([code, report.verdict, causesOf(report)]).toEqual([3, 'unknown', ['config-file/unreadable']]);
    chmodSync(directory, 0o700);
    expect(await effective(path, nobody)).toMatchObject({ outcome: 'unknown', code: 3 });
  });
});
