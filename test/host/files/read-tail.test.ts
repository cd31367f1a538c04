import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { treeHost } from '../../../src/host/tree.ts';
import { Cleanup, temporaryDirectory } from '../../support/cleanup.ts';

const cleanup = new Cleanup();
afterEach(() => cleanup.run());

async function tail(text: string, maxBytes: number): Promise<unknown> {
  const root = temporaryDirectory(cleanup);
  writeFileSync(join(root, 'log'), text);
  const host = treeHost(root);
  cleanup.defer(() => Promise.resolve(host.close()));
  const answer = await host.ask('readTail', { path: '/log', maxBytes });
  return answer.ok ? [Buffer.from(answer.value.bytes).toString(), answer.value.size] : answer.error.code;
}

test('the end of a file, with the size of all of it', async () => {
  expect(await tail('one\ntwo\nthree\n', 6)).toEqual(['three\n', 14]);
});

test('the whole of a small file', async () => {
  expect(await tail('one\n', 1024)).toEqual(['one\n', 4]);
  expect(await tail('', 1024)).toEqual(['', 0]);
});

test('nothing of what is no file', async () => {
  const host = treeHost(temporaryDirectory(cleanup));
  cleanup.defer(() => Promise.resolve(host.close()));
  expect(await host.ask('readTail', { path: '/', maxBytes: 10 })).toMatchObject({ error: { code: 'NOT_REGULAR' } });
});
