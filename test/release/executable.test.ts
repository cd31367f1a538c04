import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, copyFileSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BUNDLE, EXECUTABLE, NODE, ROOT } from '../support/checkout.ts';
import { Cleanup, temporaryDirectory } from '../support/cleanup.ts';
import { describeWith } from '../support/needs.ts';

const cleanup = new Cleanup();
let dir = '';
let copy = '';

beforeAll(() => {
  dir = temporaryDirectory(cleanup);
  chmodSync(dir, 0o755);
  copy = join(dir, 'crane-doctor');
  copyFileSync(EXECUTABLE, copy);
  chmodSync(copy, 0o755);
});
afterAll(() => cleanup.run());

/** Runs a program with an environment of exactly these variables. */
function run(command: readonly [string, ...string[]], env: NodeJS.ProcessEnv = {}) {
  const [file, ...args] = command;
  const { status, stdout, stderr } = spawnSync(file, args, { env, cwd: '/', encoding: 'utf8', timeout: 60_000 });
  return { code: status, stdout, stderr };
}

interface Told {
  readonly build: string;
  readonly commit: string | null;
  readonly node: string;
  readonly version: string;
}

describe('the executable', () => {
  test('says what it is, and is of the same commit as the bundle', () => {
    const told = JSON.parse(run([copy, '--version', '--json']).stdout) as Told;
    const bundle = JSON.parse(run([NODE, BUNDLE, '--version', '--json']).stdout) as Told;
    expect(told).toEqual({ ...bundle, build: 'executable' });
    expect(bundle.build).toBe('bundle');
    expect(run([copy, '--version']).stdout).toBe(`crane-doctor ${told.version}\n`);
  });

  test('does without any environment, and lets nobody give Node options', () => {
    const plain = run([copy, 'list', '--json']);
    expect(plain).toMatchObject({ code: 0, stderr: '' });
    const hostile = join(dir, 'hostile.cjs');
    writeFileSync(hostile, 'console.log("loaded"); process.exit(9);');
    expect(run([copy, 'list', '--json'], { NODE_OPTIONS: `--require ${hostile}` })).toEqual(plain);
    // The bundle under Node does take them: the file is one that would be seen.
    expect(run([NODE, BUNDLE, 'list'], { NODE_OPTIONS: `--require ${hostile}` })).toMatchObject({ code: 9 });
  });

  test('answers as the bundle does, with the guide and the CRI messages in it', () => {
    const calls = [
      ['demo', '--no-tui', '--fault', 'stale-socket', '--lang', 'zh'],
      ['explain', 'runtime-socket/refused', '--lang', 'en'],
      ['--help'],
    ];
    for (const call of calls) {
      const [own, bundle] = [run([copy, ...call]), run([NODE, BUNDLE, ...call])];
      const timeless = (text: string) =>
        text.replace(/[\d.]+ [s秒]$/gm, 'TIME').replace(/\d{4}-\d\d-\d\d [\d:]{8}/g, 'TIME');
      expect({ ...own, stdout: timeless(own.stdout) }).toEqual({ ...bundle, stdout: timeless(bundle.stdout) });
      expect(own.stdout.length).toBeGreaterThan(200);
    }
  });

  test('the sums beside it are those of the executable and of its compressed copy', () => {
    const sums = readFileSync(`${EXECUTABLE}.sha256`, 'utf8').trim().split('\n');
    expect(sums.map((line) => line.split('  ')[1])).toEqual(['crane-doctor', 'crane-doctor.xz']);
    execFileSync('sha256sum', ['--check', '--status', `${EXECUTABLE}.sha256`], { cwd: join(ROOT, 'dist') });
    const unpacked = execFileSync('xz', ['--decompress', '--stdout', `${EXECUTABLE}.xz`], { maxBuffer: 1 << 29 });
    expect(createHash('sha256').update(unpacked).digest('hex')).toBe(sums[0]!.split('  ')[0]);
  });

  test('the bundle is the same, byte for byte, when it is built again', () => {
    const again = join(dir, 'again.cjs');
    const source = `import { bundleProgram } from './scripts/bundle.ts'; await bundleProgram('src/cli.ts', '${again}');`;
    execFileSync(NODE, ['--input-type=module', '--eval', source], { cwd: ROOT });
    expect(readFileSync(again).equals(readFileSync(BUNDLE))).toBe(true);
  });
});

describe('a copy that is broken', () => {
  /** A copy of the executable in which a text that stands in one part is another, of the same length. */
  function damaged(text: string): string {
    const bytes = readFileSync(EXECUTABLE);
    let at = bytes.indexOf(text);
    expect(at).toBeGreaterThan(0);
    for (; at >= 0; at = bytes.indexOf(text, at + 1)) bytes[at] = bytes[at]! ^ 1;
    const file = join(dir, 'damaged');
    writeFileSync(file, bytes, { mode: 0o755 });
    return file;
  }

  test.each([
    ['the help', 'NO_COLOR', ['--help']],
    ['a check', 'runtime-socket/refused', ['demo', '--no-tui', '--fault', 'stale-socket']],
    ['the CRI messages', 'GetContainerEvents', ['demo', '--json']],
  ])('in %s says so, and never runs it', (_, text, args) => {
    const { code, stderr } = run([damaged(text), ...args]);
    expect(stderr).toMatch(
      /^crane-doctor: this executable is damaged \(.+\): copy it again, and compare its SHA-256\n$/,
    );
    expect(code).toBe(70);
  });

  test('a full disk behind its output is an error', () => {
    const { code, stderr } = run(['/bin/sh', '-c', `exec ${copy} list >/dev/full`]);
    expect(stderr).toContain('ENOSPC');
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(code).not.toBe(0);
  });
});

describeWith(['root', 'namespaces'], 'in places that are no home', () => {
  test('a read-only directory, a user without a home', () => {
    const place = join(dir, 'place');
    mkdirSync(place);
    const script = `mount --bind ${dir} ${dir} && mount -o remount,ro,bind ${dir} &&
      ! touch ${dir}/written 2>/dev/null &&
      exec setpriv --reuid=65534 --regid=65534 --clear-groups -- env -i ${copy} demo --json --fault stale-socket`;
    const { code, stdout, stderr } = run(['unshare', '--mount', '--', 'sh', '-c', script], {
      PATH: process.env['PATH'],
    });
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toMatchObject({ causes: [{ code: 'runtime-socket/refused' }] });
    expect(code).toBe(1);
  });

  test('through a symlink, and where /proc is not mounted, as in an installer', () => {
    const link = join(dir, 'link');
    symlinkSync(copy, link);
    const script = `mount --bind ${dir} /proc && exec ${link} --version`;
    const { code, stdout } = run(['unshare', '--mount', '--', 'sh', '-c', script], { PATH: process.env['PATH'] });
    expect(stdout).toMatch(/^crane-doctor \d/);
    expect(code).toBe(0);
  });
});
