import { chownSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mountBaseDir } from '../../../src/checks/bindfs/mount-base-dir.ts';
import { answered, refused, type HostError } from '../../../src/host/answer.ts';
import type { Host } from '../../../src/host/host.ts';
import type { Mount } from '../../../src/host/questions.ts';
import { withAnswers } from '../../../src/host/replay.ts';
import { Cleanup } from '../../support/cleanup.ts';
import { nodeTree, type Placed } from '../node-tree.ts';
import { nodeConfig, runCheck } from '../run-check.ts';

const BASE = '/mnt/crane';
const ROOT: Mount = { mountPoint: '/', root: '/', fsType: 'ext4', source: '/dev/sda1', readOnly: false };

describe('MountBaseDir', () => {
  let cleanup: Cleanup;
  beforeEach(() => {
    cleanup = new Cleanup();
  });
  afterEach(() => cleanup.run());

  /** Real files, and mounts as the kernel would tell them. */
  function hostWith(placed: { readonly [path: string]: Placed }, ...mounts: Partial<Mount>[]): Host {
    const table = [ROOT, ...mounts.map((mount) => ({ ...ROOT, ...mount }))];
    return withAnswers(nodeTree(cleanup, placed).host, [{ method: 'mounts', args: {}, answer: answered(table) }]);
  }

  function withStat(error: HostError): Host {
    return withAnswers(hostWith({}), [{ method: 'stat', args: { path: BASE, follow: true }, answer: refused(error) }]);
  }

  it.each([0o700, 0o755])('is well as a directory of root with mode %o', async (mode) => {
    const ran = await runCheck(mountBaseDir, { host: hostWith({ [BASE]: { directory: mode } }) });
    expect(ran.findings).toEqual([]);
    expect(ran.observed).toMatchObject({ path: BASE, mount: '/', fileSystem: 'ext4' });
  });

  it('is judged in a directory tree too, which has no mounts', async () => {
    const { host } = nodeTree(cleanup, { [BASE]: { directory: 0o755 } });
    const ran = await runCheck(mountBaseDir, { host });
    expect(ran.findings).toEqual([]);
    expect(ran.observed).not.toHaveProperty('mount');
  });

  it('is made by csupervisor where it is missing', async () => {
    const ran = await runCheck(mountBaseDir, { host: hostWith({ '/mnt': { directory: 0o755 } }) });
    expect(ran.codes).toEqual(['missing']);
    expect(ran.status).toBe('pass');
    const far = await runCheck(mountBaseDir, { host: hostWith({}), config: nodeConfig({ MountBaseDir: '/a/b/c/d' }) });
    expect(far.codes).toEqual(['missing']);
  });

  it('cannot be made on a read-only file system, nor below a file', async () => {
    const readOnly = hostWith({ '/mnt': { directory: 0o755 } }, { mountPoint: '/mnt', readOnly: true });
    expect((await runCheck(mountBaseDir, { host: readOnly })).codes).toEqual(['read-only']);
    expect((await runCheck(mountBaseDir, { host: hostWith({ '/mnt': { file: '' } }) })).codes).toEqual([
      'not-a-directory',
    ]);
  });

  it('is relative to CraneBaseDir, as craned joins it', async () => {
    const host = hostWith({ '/var/crane/mnt': { directory: 0o700 } });
    const ran = await runCheck(mountBaseDir, { host, config: nodeConfig({ MountBaseDir: 'mnt' }) });
    expect(ran.findings).toEqual([]);
    expect(ran.observed).toMatchObject({ path: '/var/crane/mnt' });
  });

  it('is no file, no link to one, no loop', async () => {
    for (const placed of [
      { [BASE]: { file: '' } },
      { '/srv/f': { file: '' }, [BASE]: { link: '/srv/f' } },
      { [BASE]: { link: BASE } },
    ]) {
      expect((await runCheck(mountBaseDir, { host: hostWith(placed) })).codes).toEqual(['not-a-directory']);
    }
  });

  it('must not be read-only: the mount that covers it last counts', async () => {
    const placed = { [BASE]: { directory: 0o700 } };
    const covered = hostWith(
      placed,
      { mountPoint: '/mnt', fsType: 'xfs', readOnly: false },
      { mountPoint: '/mnt', fsType: 'xfs', readOnly: true },
    );
    const ran = await runCheck(mountBaseDir, { host: covered });
    expect(ran.codes).toEqual(['read-only']);
    expect(ran.messages[0]?.en).toContain('/mnt (xfs)');
    const elsewhere = hostWith(placed, { mountPoint: '/mnt/cra', readOnly: true });
    expect((await runCheck(mountBaseDir, { host: elsewhere })).findings).toEqual([]);
  });

  it.each(['nfs4', 'lustre', 'fuse.sshfs', 'ceph'])('is warned about on %s', async (fsType) => {
    const host = hostWith({ [BASE]: { directory: 0o700 } }, { mountPoint: '/mnt', fsType });
    const ran = await runCheck(mountBaseDir, { host });
    expect(ran.codes).toEqual(['network-filesystem']);
    expect(ran.status).toBe('warn');
  });

  it.each([
    [{ code: 'HUNG', message: 'no answer', afterMs: 3000 }, '3.0 s'],
    [{ code: 'ENOTCONN', message: 'transport endpoint is not connected' }, 'ENOTCONN'],
    [{ code: 'ESTALE', message: 'stale file handle' }, 'ESTALE'],
  ])('hangs or is dead: %o', async (error, words) => {
    const ran = await runCheck(mountBaseDir, { host: withStat(error) });
    expect(ran.codes).toEqual(['hung']);
    expect(ran.status).toBe('fail');
    expect(ran.messages[0]?.en).toContain(words);
  });

  it('hangs also where only the attributes still come from a cache', async () => {
    const host = withAnswers(hostWith({ [BASE]: { directory: 0o700 } }, { mountPoint: BASE, fsType: 'fuse' }), [
      { method: 'space', args: { path: BASE }, answer: refused({ code: 'HUNG', message: 'no answer', afterMs: 3000 }) },
    ]);
    expect((await runCheck(mountBaseDir, { host })).codes).toContain('hung');
  });

  it('is unknown where nobody may look', async () => {
    const ran = await runCheck(mountBaseDir, { host: withStat({ code: 'EACCES', message: 'permission denied' }) });
    expect(ran.codes).toEqual(['could-not-look']);
  });

  describe.skipIf(process.getuid?.() !== 0)('with owners', () => {
    it.each([0o777, 0o1777, 0o775, 0o720])('is not secure with mode %o', async (mode) => {
      const ran = await runCheck(mountBaseDir, { host: hostWith({ [BASE]: { directory: mode } }) });
      expect(ran.codes).toEqual(['insecure']);
      expect(ran.status).toBe('warn');
    });

    it('belongs to root', async () => {
      const { host, at } = nodeTree(cleanup, { [BASE]: { directory: 0o700 } });
      chownSync(at(BASE), 1000, 100);
      const ran = await runCheck(mountBaseDir, { host });
      expect(ran.codes).toEqual(['wrong-owner']);
      expect(ran.messages[0]?.zh).toContain('1000:100');
    });
  });
});
