import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answered } from '../../src/host/answer.ts';
import type { Method, Questions } from '../../src/host/questions.ts';
import { treeHost } from '../../src/host/tree.ts';
import { Cleanup, temporaryDirectory } from '../support/cleanup.ts';
import { httpRequest } from '../support/http-request.ts';

const cleanup = new Cleanup();
let root = '';

beforeAll(() => {
  root = temporaryDirectory(cleanup);
  mkdirSync(join(root, 'etc/crane'), { recursive: true });
  mkdirSync(join(root, 'usr/lib'), { recursive: true });
  writeFileSync(join(root, 'etc/hostname'), 'cn07\n');
  writeFileSync(join(root, 'usr/lib/os-release'), 'ID=rocky\nVERSION_ID="9.4"\n');
  writeFileSync(join(root, 'etc/crane/config.yaml'), 'ClusterName: tree\n');
  symlinkSync('../usr/lib/os-release', join(root, 'etc/os-release'));
  symlinkSync('/etc/crane', join(root, 'crane'));
  symlinkSync('../../../../etc/passwd', join(root, 'escape'));
  execFileSync('mkfifo', [join(root, 'fifo')]);
});
afterAll(() => cleanup.run());

test('every path is resolved inside the tree, symlinks too', async () => {
  const host = treeHost(root);
  const answer = await host.ask('readFile', { path: '/crane/config.yaml', maxBytes: 100 });
  expect(answer.ok && Buffer.from(answer.value.bytes).toString()).toBe('ClusterName: tree\n');
  expect(await host.ask('stat', { path: '/crane', follow: true })).toMatchObject({
    value: { realPath: '/etc/crane', links: ['/crane'] },
  });
  expect(await host.ask('readFile', { path: '/escape', maxBytes: 100 })).toMatchObject({ error: { code: 'ENOENT' } });
  expect(await host.ask('stat', { path: '/proc', follow: true })).toMatchObject({ error: { code: 'ENOENT' } });
  expect(await host.ask('readFile', { path: '/fifo', maxBytes: 100 })).toMatchObject({
    error: { code: 'NOT_REGULAR' },
  });
  expect(host.kind).toBe('tree');
});

test('who the tree would be is in the tree', async () => {
  expect(await treeHost(root).ask('identity', {})).toMatchObject({
    value: {
      hostname: 'cn07',
      os: { id: 'rocky', versionId: '9.4' },
      kernel: 'unknown',
      init: null,
      uid: process.getuid!(),
    },
  });
});

const MACHINE: { [M in Method]?: Questions[M]['args'] } = {
  openDevice: { path: '/dev/fuse' },
  mounts: {},
  command: { file: 'true', args: [] },
  connect: { unix: '/run/containerd/containerd.sock' },
  greet: { address: '127.0.0.1', port: 1, send: '' },
  cri: { socket: '/run/containerd/containerd.sock', service: 'RuntimeService', method: 'Version', request: {} },
  resolve: { name: 'localhost' },
  http: httpRequest('http://127.0.0.1/'),
  environment: { pid: null, names: ['HTTP_PROXY'] },
};

test.each(Object.entries(MACHINE))('%s needs a machine', async (method, args) => {
  expect(await treeHost(root).ask(method as Method, args as never)).toMatchObject({ error: { code: 'NO_MACHINE' } });
});

test('an override takes the place of a handler, and one that throws is still an answer', async () => {
  const host = treeHost(
    root,
    {
      clock: () => Promise.resolve(answered(7)),
      mounts: () => Promise.reject(Object.assign(new Error('broken'), { code: 'EBROKEN' })),
    },
    { kind: 'demo' },
  );
  expect(await host.ask('clock', {})).toEqual(answered(7));
  expect(await host.ask('mounts', {})).toEqual({ ok: false, error: { code: 'EBROKEN', message: 'broken' } });
  expect(host.kind).toBe('demo');
});

test('a tree that is not there is an answer to every question', async () => {
  const host = treeHost(join(root, 'nothing'));
  expect(await host.ask('readFile', { path: '/etc/hostname', maxBytes: 10 })).toMatchObject({
    error: { code: 'ENOENT' },
  });
  expect(await host.ask('identity', {})).toMatchObject({ value: { hostname: '' } });
  const file = treeHost(join(root, 'etc/hostname'));
  expect(await file.ask('stat', { path: '/x', follow: true })).toMatchObject({ error: { code: 'ENOTDIR' } });
});
