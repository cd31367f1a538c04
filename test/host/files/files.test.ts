import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFileSync, chmodSync, mkdirSync, symlinkSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { liveHost } from '../../../src/host/live.ts';
import { Cleanup, temporaryDirectory } from '../../support/cleanup.ts';

const cleanup = new Cleanup();
const host = liveHost();
let dir = '';
const at = (name: string): string => join(dir, name);

beforeAll(async () => {
  dir = temporaryDirectory(cleanup);
  writeFileSync(at('file'), 'twelve bytes');
  utimesSync(at('file'), 1_000, 2_000);
  chmodSync(at('file'), 0o4640);
  symlinkSync('file', at('link'));
  execFileSync('mkfifo', [at('fifo')]);
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(at('socket'), resolve));
  cleanup.defer(() => server.close());
});
afterAll(async () => {
  host.close();
  await cleanup.run();
});

const read = (path: string, maxBytes = 1_000) => host.ask('readFile', { path, maxBytes });

test('a file is read with its size, hash and time', async () => {
  const answer = await read(at('link'));
  const sha256 = createHash('sha256').update('twelve bytes').digest('hex');
  expect(answer).toMatchObject({ ok: true, value: { size: 12, sha256, mtimeMs: 2_000_000 } });
  expect(answer.ok && Buffer.from(answer.value.bytes).toString()).toBe('twelve bytes');
});

test('exactly maxBytes is read, one more is too large', async () => {
  expect(await read(at('file'), 12)).toMatchObject({ ok: true });
  expect(await read(at('file'), 11)).toMatchObject({ error: { code: 'TOO_LARGE', detail: { size: 12 } } });
});

test('an empty file has no bytes', async () => {
  writeFileSync(at('empty'), '');
  expect(await read(at('empty'), 0)).toMatchObject({ ok: true, value: { size: 0 } });
});

test('a file of 100 GB is not read', async () => {
  writeFileSync(at('huge'), '');
  truncateSync(at('huge'), 100e9);
  expect(await read(at('huge'), 4 << 20)).toMatchObject({ error: { code: 'TOO_LARGE', detail: { size: 100e9 } } });
});

test('a file of /proc, which has no size, is read, and bounded', async () => {
  const answer = await read('/proc/self/status', 65_536);
  expect(answer.ok && Buffer.from(answer.value.bytes).toString()).toContain('Name:');
  expect(await read('/proc/self/status', 20)).toMatchObject({ error: { code: 'TOO_LARGE' } });
});

test('a file that grows all the while is read to where it is too large', async () => {
  writeFileSync(at('growing'), 'x');
  let stop = false;
  const grow = (async () => {
    while (!stop) {
      appendFileSync(at('growing'), 'x'.repeat(100_000));
      await new Promise(setImmediate);
    }
  })();
  const answers = [];
  do answers.push(await read(at('growing'), 3_000_000));
  while (answers.at(-1)!.ok);
  stop = true;
  await grow;
  expect(answers.at(-1)).toMatchObject({ error: { code: 'TOO_LARGE' } });
  for (const answer of answers.slice(0, -1)) {
    if (answer.ok) expect(answer.value.bytes.length).toBe(answer.value.size);
  }
});

test.each([
  ['fifo', 'fifo'],
  ['socket', 'socket'],
  ['.', 'directory'],
  ['/dev/zero', 'character-device'],
])('%s is not opened for reading', async (name, type) => {
  const path = name.startsWith('/') ? name : at(name);
  expect(await read(path)).toMatchObject({ error: { code: 'NOT_REGULAR', detail: { type } } });
  expect(await host.ask('stat', { path, follow: true })).toMatchObject({ value: { type } });
});

test('what is not there, and what is below a file, have their errno', async () => {
  expect(await read(at('nothing'))).toEqual({
    ok: false,
    error: { code: 'ENOENT', message: 'no such file or directory' },
  });
  expect(await read(at('file/below'))).toMatchObject({ error: { code: 'ENOTDIR' } });
});

test('a stat tells the mode, the owner, the target and the symlinks', async () => {
  const answer = await host.ask('stat', { path: at('link'), follow: true });
  expect(answer).toMatchObject({
    value: {
      type: 'file',
      realPath: at('file'),
      mode: 0o4640,
      uid: process.getuid!(),
      gid: process.getgid!(),
      size: 12,
      device: null,
      links: [at('link')],
    },
  });
  expect(await host.ask('stat', { path: at('link'), follow: false })).toMatchObject({
    value: { type: 'symlink', realPath: at('link'), links: [] },
  });
});

test('a device node has its numbers, and can be opened where it is one', async () => {
  expect(await host.ask('stat', { path: '/dev/null', follow: true })).toMatchObject({
    value: { type: 'character-device', device: { major: 1, minor: 3 } },
  });
  expect(await host.ask('openDevice', { path: '/dev/null' })).toEqual({ ok: true, value: { opened: true } });
  expect(await host.ask('openDevice', { path: at('file') })).toMatchObject({ error: { code: 'NOT_A_DEVICE' } });
  expect(await host.ask('openDevice', { path: at('fifo') })).toMatchObject({ error: { code: 'NOT_A_DEVICE' } });
});

test('a directory is listed by name, and not further than asked', async () => {
  mkdirSync(at('many'));
  for (const name of ['c', 'a', 'b']) writeFileSync(at(`many/${name}`), '');
  const list = (max: number) => host.ask('readDirectory', { path: at('many'), max });
  expect(await list(10)).toEqual({
    ok: true,
    value: ['a', 'b', 'c'].map((name) => ({ name, type: 'file' })),
  });
  const two = await list(2);
  expect(two.ok && two.value.length).toBe(2);
  expect(await host.ask('readDirectory', { path: at('file'), max: 10 })).toMatchObject({ error: { code: 'ENOTDIR' } });
});

test('the space of a file system is what df says', async () => {
  const [blocks, inodes] = execFileSync('df', ['-B1', '--output=size,itotal', dir])
    .toString()
    .split('\n')[1]!
    .trim()
    .split(/\s+/)
    .map(Number);
  const answer = await host.ask('space', { path: at('link') });
  expect(answer).toMatchObject({ value: { totalBytes: blocks, totalInodes: inodes } });
  expect(answer.ok && answer.value.freeBytes > 0 && answer.value.freeBytes <= answer.value.totalBytes).toBe(true);
});
