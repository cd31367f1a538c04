import { expect, test } from 'vitest';
import { answered, refused } from '../../src/host/answer.ts';
import { contentOf } from '../../src/host/files/content.ts';
import { questionKey } from '../../src/host/questions.ts';
import { recordingOf, replayHost, withAnswers } from '../../src/host/replay.ts';

test('a replaying host gives the recorded answer, whatever the order of the arguments', async () => {
  const content = contentOf(Buffer.from('nodev\tfuse\n'), 0);
  const host = replayHost({
    [questionKey('readFile', { maxBytes: 10, path: '/proc/filesystems' })]: answered(content),
  });
  expect(await host.ask('readFile', { path: '/proc/filesystems', maxBytes: 10 })).toEqual(answered(content));
  expect(host.kind).toBe('replay');
});

test('a question that was not recorded is NOT_RECORDED, also where only an argument differs', async () => {
  const host = replayHost(
    recordingOf([
      { method: 'stat', args: { path: '/a', follow: true }, answer: refused({ code: 'ENOENT', message: '' }) },
    ]),
  );
  expect(await host.ask('stat', { path: '/a', follow: true })).toMatchObject({ error: { code: 'ENOENT' } });
  expect(await host.ask('stat', { path: '/a', follow: false })).toMatchObject({
    ok: false,
    error: { code: 'NOT_RECORDED' },
  });
});

test('a host with some recorded answers passes the rest on, and closes its base', async () => {
  let closed = false;
  const base = {
    ...replayHost(recordingOf([{ method: 'clock', args: {}, answer: answered(42) }])),
    close: () => {
      closed = true;
    },
  };
  const name = 'registry.example.com';
  const host = withAnswers(base, [
    { method: 'resolve', args: { name }, answer: refused({ code: 'ESERVFAIL', message: 'server failed' }) },
  ]);
  expect(await host.ask('resolve', { name })).toMatchObject({ error: { code: 'ESERVFAIL' } });
  expect(await host.ask('clock', {})).toEqual(answered(42));
  host.close();
  expect(closed).toBe(true);
});
