import { chmodSync, chownSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bindfsBinary } from '../../../src/checks/bindfs/bindfs-binary.ts';
import { fusermountBinary } from '../../../src/checks/bindfs/fusermount-binary.ts';
import { answered, refused } from '../../../src/host/answer.ts';
import { parseMountInfo } from '../../../src/host/files/mountinfo.ts';
import { withAnswers, type RecordedAnswer } from '../../../src/host/replay.ts';
import { Cleanup } from '../../support/cleanup.ts';
import { nodeTree } from '../node-tree.ts';
import { nodeConfig, runCheck } from '../run-check.ts';

const PROGRAM = { file: '#!/bin/sh\n', mode: 0o755 };

/** The two of them, each at its usual place. */
const BOTH = [
  { check: bindfsBinary, path: '/usr/bin/bindfs' },
  { check: fusermountBinary, path: '/usr/bin/fusermount3' },
];

describe('the programs of BindFs', () => {
  let cleanup: Cleanup;
  beforeEach(() => {
    cleanup = new Cleanup();
  });
  afterEach(() => cleanup.run());

  it('are well where both are there for root', async () => {
    const { host } = nodeTree(cleanup, { '/usr/bin/bindfs': PROGRAM, '/usr/bin/fusermount3': PROGRAM });
    const bindfs = await runCheck(bindfsBinary, { host });
    expect(bindfs.findings).toEqual([]);
    expect(bindfs.observed).toMatchObject({ path: '/usr/bin/bindfs', mode: '-rwxr-xr-x' });
    expect((await runCheck(fusermountBinary, { host })).findings).toEqual([]);
  });

  it('are found through symlinks, and their real path is told', async () => {
    const { host } = nodeTree(cleanup, {
      '/opt/bindfs/bin/bindfs': PROGRAM,
      '/usr/bin/bindfs': { link: '/opt/bindfs/bin/bindfs' },
    });
    const { findings, observed } = await runCheck(bindfsBinary, { host });
    expect(findings).toEqual([]);
    expect(observed).toMatchObject({ realPath: '/opt/bindfs/bin/bindfs' });
  });

  it('are missing each with its own consequence', async () => {
    const { host } = nodeTree(cleanup, { '/usr/bin': { directory: 0o755 } });
    const bindfs = await runCheck(bindfsBinary, { host });
    expect(bindfs.status).toBe('fail');
    expect(bindfs.codes).toEqual(['missing']);
    expect(bindfs.findings[0]?.target).toBe('/usr/bin/bindfs');
    expect(bindfs.messages[0]?.en).toContain('fail');
    const fusermount = await runCheck(fusermountBinary, { host });
    expect(fusermount.codes).toEqual(['missing']);
    expect(fusermount.messages[0]?.en).toContain('never removed');
  });

  it('are missing behind a dangling link, a loop, or a file on the way', async () => {
    for (const placed of [
      { '/usr/bin/bindfs': { link: '/nowhere' } },
      { '/usr/bin/bindfs': { link: 'bindfs' } },
      { '/usr/bin': { file: '' } },
    ]) {
      const { host } = nodeTree(cleanup, placed);
      expect((await runCheck(bindfsBinary, { host })).codes).toEqual(['missing']);
    }
  });

  it.each(BOTH)('cannot be executed without a bit for it, or as a directory: $path', async ({ check, path }) => {
    const file = nodeTree(cleanup, { [path]: { file: '', mode: 0o644 } });
    const ran = await runCheck(check, { host: file.host });
    expect(ran.codes).toEqual(['not-executable']);
    expect(ran.messages[0]?.en).toContain('-rw-r--r--');
    const directory = nodeTree(cleanup, { [path]: { directory: 0o755 } });
    expect((await runCheck(check, { host: directory.host })).codes).toEqual(['not-executable']);
  });

  it.each(BOTH)('cannot be executed on a file system that is mounted noexec: $path', async ({ check, path }) => {
    const { host } = nodeTree(cleanup, { [path]: PROGRAM });
    const mounts = (usr: string): RecordedAnswer[] => [
      { method: 'mounts', args: {}, answer: answered(parseMountInfo(`1 0 8:1 / / rw,noexec - ext4 a rw\n${usr}\n`)) },
    ];
    const noexec = withAnswers(host, mounts('2 1 8:2 / /usr rw,noexec,relatime - ext4 b rw'));
    const ran = await runCheck(check, { host: noexec });
    expect(ran.codes).toEqual(['not-executable']);
    expect(ran.messages[0]?.en).toContain(`${path} cannot be executed (noexec, /usr)`);
    const exec = withAnswers(host, mounts('2 1 8:2 / /usr rw,relatime - ext4 b rw'));
    expect((await runCheck(check, { host: exec })).findings).toEqual([]);
  });

  it('are looked at where the configuration says', async () => {
    const { host } = nodeTree(cleanup, { '/opt/b': PROGRAM });
    const config = nodeConfig({ BindfsBinary: '/opt/b' });
    expect((await runCheck(bindfsBinary, { host, config })).findings).toEqual([]);
  });

  it.each(BOTH)('are unknown where nobody may look: $path', async ({ check, path }) => {
    const { host } = nodeTree(cleanup, {});
    const blind = withAnswers(host, [
      {
        method: 'stat',
        args: { path, follow: true },
        answer: refused({ code: 'HUNG', message: 'no answer', afterMs: 3000 }),
      },
    ]);
    const ran = await runCheck(check, { host: blind });
    expect(ran.codes).toEqual(['could-not-look']);
    expect(ran.status).toBe('unknown');
  });

  describe.skipIf(process.getuid?.() !== 0)('that root would run', () => {
    it.each(BOTH)('are not trusted where another user owns one, or may write it: $path', async ({ check, path }) => {
      const owned = nodeTree(cleanup, { [path]: PROGRAM });
      chownSync(owned.at(path), 1000, 1000);
      const ran = await runCheck(check, { host: owned.host });
      expect(ran.codes).toEqual(['untrusted-path']);
      expect(ran.messages[0]?.en).toContain('1000:1000');

      const writable = nodeTree(cleanup, { [path]: { file: '', mode: 0o757 } });
      expect((await runCheck(check, { host: writable.host })).codes).toEqual(['untrusted-path']);
    });

    it('are not trusted in a directory that others may write, also behind a link and with a sticky bit', async () => {
      const { host, at } = nodeTree(cleanup, {
        '/opt/open/bindfs': PROGRAM,
        '/usr/bin/bindfs': { link: '/opt/open/bindfs' },
      });
      chmodSync(at('/opt/open'), 0o1777);
      const ran = await runCheck(bindfsBinary, { host });
      expect(ran.codes).toEqual(['untrusted-path']);
      expect(ran.findings[0]?.target).toBe('/opt/open');
      expect(ran.messages[0]?.zh).toContain('drwxrwxrwt');
    });

    it('are not judged in a tree that an ordinary user unpacked', async () => {
      const { host, at } = nodeTree(cleanup, { '/usr/bin/bindfs': PROGRAM });
      for (const path of ['/', '/usr', '/usr/bin', '/usr/bin/bindfs']) chownSync(at(path), 1000, 1000);
      expect((await runCheck(bindfsBinary, { host })).findings).toEqual([]);
    });
  });
});
