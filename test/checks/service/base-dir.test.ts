import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { baseDir } from '../../../src/checks/service/base-dir.ts';
import { answered, refused } from '../../../src/host/answer.ts';
import type { Host } from '../../../src/host/host.ts';
import type { FileSystemSpace, Mount } from '../../../src/host/questions.ts';
import { treeHost } from '../../../src/host/tree.ts';
import { withAnswers } from '../../../src/host/replay.ts';
import { Cleanup } from '../../support/cleanup.ts';
import { nodeTree, type Placed } from '../node-tree.ts';
import { NODE_CONFIG, nodeConfig, runCheck } from '../run-check.ts';

const BASE = '/var/crane';
const GIB = 1024 ** 3;
const ROOMY: FileSystemSpace = { totalBytes: 100 * GIB, freeBytes: 60 * GIB, totalInodes: 1e6, freeInodes: 9e5 };
const ROOT: Mount = { mountPoint: '/', root: '/', fsType: 'xfs', source: '/dev/sda1', readOnly: false };

describe('CraneBaseDir', () => {
  let cleanup: Cleanup;
  beforeEach(() => {
    cleanup = new Cleanup();
  });
  afterEach(() => cleanup.run());

  /** Real files on a machine with these mounts and this space. */
  function hostWith(
    placed: { readonly [path: string]: Placed },
    seen: { mounts?: readonly Mount[]; space?: Partial<FileSystemSpace> } = {},
  ): Host {
    const root = nodeTree(cleanup, placed).at('/');
    const host = treeHost(
      root,
      {
        mounts: () => Promise.resolve(answered(seen.mounts ?? [ROOT])),
        space: () => Promise.resolve(answered({ ...ROOMY, ...seen.space })),
      },
      { kind: 'demo' },
    );
    cleanup.defer(() => host.close());
    return host;
  }

  it('is well, and its logs are evidence with size and age', async () => {
    const host = hostWith({
      '/var/crane/craned/craned.log': { file: 'x'.repeat(12) },
      '/var/crane/supervisor/7.0.log': { file: '' },
      '/var/crane/supervisor/7.1.log': { file: '' },
    });
    const ran = await runCheck(baseDir, { host });
    expect(ran.findings).toEqual([]);
    expect(ran.observed['logs']).toEqual([
      { path: '/var/crane/craned/craned.log', size: 12, modified: expect.stringMatching(/^\d{4}-.*Z$/) as string },
      { path: '/var/crane/supervisor', files: 2, modified: expect.any(String) as string },
    ]);
  });

  it('holds a TempDir that nothing uses, where one is configured', async () => {
    const files = { '/var/crane/supervisor/containers': { directory: 0o755 } };
    const config = NODE_CONFIG.replace('  Enabled: true\n', '  Enabled: true\n  TempDir: supervisor/containers/\n');
    const ran = await runCheck(baseDir, { host: hostWith(files), config });
    expect(ran.findings).toMatchObject([
      { code: 'base-dir/temp-dir-unused', severity: 'info', args: { path: '/var/crane/supervisor/containers/' } },
    ]);
    expect(ran.status).toBe('pass');
    // The guide looks for temporary data there: what exists is told.
    expect(ran.observed['logs']).toMatchObject([
      { path: '/var/crane/supervisor', files: 0 },
      { path: '/var/crane/supervisor/containers/', files: 0 },
    ]);
  });

  it('is made by craned where it is missing', async () => {
    const ran = await runCheck(baseDir, { host: hostWith({ '/var': { directory: 0o755 } }) });
    expect(ran.codes).toEqual(['missing']);
    expect(ran.status).toBe('pass');
  });

  it('cannot be made on a read-only file system', async () => {
    const readOnly = { ...ROOT, readOnly: true };
    const ran = await runCheck(baseDir, { host: hostWith({}, { mounts: [readOnly] }) });
    expect(ran.codes).toEqual(['not-writable']);
    const there = hostWith(
      { [BASE]: { directory: 0o755 } },
      { mounts: [ROOT, { ...readOnly, mountPoint: BASE, fsType: 'nfs4' }] },
    );
    const again = await runCheck(baseDir, { host: there });
    expect(again.codes).toEqual(['not-writable']);
    expect(again.messages[0]?.en).toContain('nfs4');
  });

  it('is no file, and not below one', async () => {
    for (const placed of [{ [BASE]: { file: '' } }, { '/var': { file: '' } }]) {
      const ran = await runCheck(baseDir, { host: hostWith(placed), config: nodeConfig({ CraneBaseDir: BASE }) });
      expect(ran.codes).toEqual(['not-a-directory']);
      expect(ran.status).toBe('fail');
    }
  });

  it.each([
    ['1 % of 10 GiB', { totalBytes: 10 * GIB, freeBytes: GIB / 10 }, ['disk-low']],
    ['no inodes', { totalInodes: 1000, freeInodes: 3 }, ['disk-low']],
    ['2 % of a big disk', { freeBytes: 2 * GIB }, []],
    ['half of a small disk', { totalBytes: GIB, freeBytes: GIB / 2 }, []],
    ['a file system without inodes', { totalInodes: 0, freeInodes: 0 }, []],
  ])('with %s left', async (_, space, expected) => {
    const ran = await runCheck(baseDir, { host: hostWith({ [BASE]: { directory: 0o755 } }, { space }) });
    expect(ran.codes).toEqual(expected);
  });

  it('of an image says nothing about the space of the machine that holds the image', async () => {
    const { host } = nodeTree(cleanup, { [BASE]: { directory: 0o755 } });
    const full = withAnswers(host, [
      { method: 'space', args: { path: BASE }, answer: answered({ ...ROOMY, freeBytes: 0 }) },
    ]);
    const ran = await runCheck(baseDir, { host: full });
    expect(ran.findings).toEqual([]);
    expect(ran.observed).not.toHaveProperty('freeBytes');
    expect(ran.observed).not.toHaveProperty('totalBytes');
  });

  it('is unknown where it hangs or nobody may look', async () => {
    const error = { code: 'HUNG', message: 'no answer', afterMs: 3000 };
    const host = withAnswers(hostWith({}), [
      { method: 'stat', args: { path: '/var/crane/', follow: true }, answer: refused(error) },
      { method: 'stat', args: { path: BASE, follow: true }, answer: refused(error) },
    ]);
    expect((await runCheck(baseDir, { host })).codes).toEqual(['could-not-look']);
  });
});
