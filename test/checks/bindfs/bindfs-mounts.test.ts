import { mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bindfsMounts } from '../../../src/checks/bindfs/bindfs-mounts.ts';
import { answered, refused, type Answer } from '../../../src/host/answer.ts';
import type { Host } from '../../../src/host/host.ts';
import type { FileSystemSpace, Mount } from '../../../src/host/questions.ts';
import { withAnswers, type RecordedAnswer } from '../../../src/host/replay.ts';
import { Cleanup } from '../../support/cleanup.ts';
import { nodeTree, type NodeTree, type Placed } from '../node-tree.ts';
import { nodeConfig, runCheck } from '../run-check.ts';

const BASE = '/mnt/crane';
const POINT = `${BASE}/1000/00c0ffee00c0ffee`;
const SPACE: FileSystemSpace = { totalBytes: 1, freeBytes: 1, totalInodes: 1, freeInodes: 1 };
const LOCK = { source: '/home/leo', uid_offset: 99_000, gid_offset: 99_000, user: 'leo', group: 'leo' };

function lock(counter: number): Placed {
  return { file: JSON.stringify({ ...LOCK, counter }) };
}

function mount(mountPoint: string, fsType = 'fuse'): Mount {
  return { mountPoint, root: '/', fsType, source: '/home/leo', readOnly: false };
}

/** Lines of /proc/self/mountinfo, for the second look. */
function mountInfo(mounts: readonly Mount[]): string {
  return mounts.map((one) => `42 27 0:39 / ${one.mountPoint} rw - ${one.fsType} ${one.source} rw\n`).join('');
}

/*
 * Real lock files; the mounts and what they answer are recorded. Real bindfs mounts are in
 * test/system/bindfs.test.ts.
 */
describe('BindFs mounts and locks', () => {
  let cleanup: Cleanup;
  beforeEach(() => {
    cleanup = new Cleanup();
  });
  afterEach(() => cleanup.run());

  /** A node with files and mounts; `now` are its mounts at the second look, where they are others. */
  function node(
    placed: { readonly [path: string]: Placed },
    mounts: readonly Mount[] = [],
    more: { answer?: Answer<FileSystemSpace>; now?: readonly Mount[]; hoursAgo?: number } = {},
  ): { host: Host; tree: NodeTree } {
    const { answer = answered(SPACE), now = mounts, hoursAgo = 1 } = more;
    const files = { [BASE]: { directory: 0o700 }, '/proc/self/mountinfo': { file: mountInfo(now) }, ...placed };
    const tree = nodeTree(cleanup, files);
    const then = Date.now() / 1000 - hoursAgo * 3600;
    for (const [path, what] of Object.entries(placed)) if ('file' in what) utimesSync(tree.at(path), then, then);
    const answers: RecordedAnswer[] = [
      { method: 'mounts', args: {}, answer: answered(mounts) },
      ...mounts.map(({ mountPoint }) => ({ method: 'space' as const, args: { path: mountPoint }, answer })),
    ];
    return { host: withAnswers(tree.host, answers), tree };
  }

  it('agree on a healthy node, and where nothing was ever mounted', async () => {
    const healthy = node({ [`${POINT}.lock`]: lock(3) }, [mount(POINT, 'fuse.bindfs')]);
    const ran = await runCheck(bindfsMounts, healthy);
    expect(ran.codes).toEqual([]);
    expect(ran.observed).toEqual({ path: BASE, mounts: 1, locks: 1 });
    for (const placed of [{}, { [`${BASE}/1000`]: { directory: 0o700 } }, { [`${POINT}.lock`]: lock(0) }]) {
      expect((await runCheck(bindfsMounts, node(placed))).codes).toEqual([]);
    }
    rmSync(healthy.tree.at(BASE), { recursive: true });
    expect((await runCheck(bindfsMounts, { host: healthy.tree.host })).codes).not.toContain('could-not-look');
  });

  it('name a stale lock: users of a mount that is gone', async () => {
    const ran = await runCheck(bindfsMounts, node({ [`${POINT}.lock`]: lock(1) }));
    expect(ran.codes).toEqual(['stale-lock']);
    expect(ran.findings[0]).toMatchObject({ severity: 'error', target: `${POINT}.lock` });
    expect(ran.messages[0]?.en).toContain('/home/leo (leo)');
    const other = node({ [`${POINT}.lock`]: lock(1) }, [mount(POINT, 'ext4')]);
    expect((await runCheck(bindfsMounts, other)).codes).toEqual(['stale-lock']);
  });

  it.each([
    [{ code: 'ENOTCONN', message: 'transport endpoint is not connected' }, 'dead-mount'],
    [{ code: 'ESTALE', message: 'stale file handle' }, 'dead-mount'],
    [{ code: 'HUNG', message: 'no answer', afterMs: 3000 }, 'hung-mount'],
    [{ code: 'EACCES', message: 'permission denied' }, 'could-not-look'],
  ])('name what a mount answers: %o', async (error, code) => {
    const placed = [{ [`${POINT}.lock`]: lock(2) }, { [`${POINT}.lock`]: lock(0) }, {}];
    for (const files of placed) {
      const ran = await runCheck(bindfsMounts, node(files, [mount(POINT)], { answer: refused(error) }));
      expect(ran.codes).toEqual([code]);
      expect(ran.findings[0]?.target).toBe(POINT);
    }
  });

  it('name a leftover mount: without a lock, or with one that counts nobody', async () => {
    for (const files of [{}, { [`${POINT}.lock`]: lock(0) }, { [`${POINT}.lock`]: { file: '' } }]) {
      const ran = await runCheck(bindfsMounts, node(files, [mount(POINT)]));
      expect(ran.codes).toEqual(['leftover-mount']);
      expect(ran.status).toBe('warn');
    }
  });

  it.each<[string, Placed, string]>([
    ['no JSON', { file: '{' }, 'JSON parse error'],
    ['no object', { file: '[]' }, 'Type mismatch'],
    ['a missing key', { file: JSON.stringify({ ...LOCK }) }, 'Missing required field: counter'],
    ['another type', { file: JSON.stringify({ ...LOCK, counter: '1' }) }, 'Type mismatch: counter'],
    ['a symlink', { link: '/etc/hosts' }, 'ELOOP'],
    ['a directory', { directory: 0o700 }, 'not a file'],
    ['far too much', { file: ' '.repeat(70_000) }, 'larger'],
  ])('name a bad lock: %s', async (_, placed, reason) => {
    const ran = await runCheck(bindfsMounts, node({ [`${POINT}.lock`]: placed }));
    expect(ran.codes).toEqual(['bad-lock']);
    expect(ran.messages[0]?.zh).toContain(reason);
    const dead = { answer: refused({ code: 'ENOTCONN', message: 'not connected' }) };
    const both = await runCheck(bindfsMounts, node({ [`${POINT}.lock`]: placed }, [mount(POINT)], dead));
    expect(both.codes).toEqual(['bad-lock', 'dead-mount']);
    expect(both.messages[1]?.en).toContain('its lock file cannot be read');
  });

  it('leave alone what is not csupervisor’s: other names, other places, other file systems', async () => {
    const files = {
      [`${BASE}/1000/notes.lock`]: lock(1),
      [`${BASE}/shared/00c0ffee00c0ffee.lock`]: lock(1),
      [`${BASE}/00c0ffee00c0ffee.lock`]: lock(1),
    };
    const mounts = [
      mount('/mnt/other/1000/00c0ffee00c0ffee'),
      mount(`${BASE}/data`, 'fuse.sshfs'),
      mount(`${BASE}/1000/scratch`, 'tmpfs'),
    ];
    expect((await runCheck(bindfsMounts, node(files, mounts))).codes).toEqual([]);
  });

  it('are looked at where a symlink leads, as the kernel names mounts by their real paths', async () => {
    const point = POINT.replace(BASE, '/data/crane');
    const { host } = node({ '/data/crane': { directory: 0o700 }, '/mnt/link': { link: '/data/crane' } }, [
      mount(point),
    ]);
    const ran = await runCheck(bindfsMounts, { host, config: nodeConfig({ MountBaseDir: '/mnt/link' }) });
    expect(ran.findings.map(({ code, target }) => [code, target])).toEqual([['bindfs-mounts/leftover-mount', point]]);
  });

  it('are unknown once where only root may look', async () => {
    const error = refused({ code: 'EACCES', message: 'permission denied' });
    const points = [POINT, `${POINT.slice(0, -1)}0`].map((point) => mount(point));
    const { host } = node({}, points, { answer: error });
    const closed = withAnswers(host, [{ method: 'readDirectory', args: { path: BASE, max: 10_000 }, answer: error }]);
    const ran = await runCheck(bindfsMounts, { host: closed });
    expect(ran.codes).toEqual(['could-not-look']);
    expect(ran.status).toBe('unknown');
  });

  it('are named up to a bound: a node that was reset has many stale locks', async () => {
    const names = Array.from({ length: 50 }, (_, index) => `${BASE}/1000/${String(index).padStart(16, '0')}.lock`);
    const ran = await runCheck(bindfsMounts, node(Object.fromEntries(names.map((name) => [name, lock(1)]))));
    expect(ran.codes).toEqual(Array(20).fill('stale-lock'));
    expect(ran.observed).toMatchObject({ locks: 50, notNamed: 30 });
  });

  describe('while jobs start and end', () => {
    /** A host that does something to the node's files after the first look at its locks. */
    function meanwhile(host: Host, act: () => void): Host {
      let done = false;
      return {
        ...host,
        async ask(method, args) {
          const answer = await host.ask(method, args);
          if (!done && method === 'readFile' && 'path' in args && args.path.endsWith('.lock')) {
            done = true;
            act();
          }
          return answer;
        },
      };
    }

    it('a mount that is being taken away is nothing to report', async () => {
      const { host, tree } = node({ [`${POINT}.lock`]: lock(1) });
      const host2 = meanwhile(host, () => rmSync(tree.at(`${POINT}.lock`)));
      expect((await runCheck(bindfsMounts, { host: host2 })).codes).toEqual([]);
    });

    it('nor is one that was taken away or made between the looks at mounts and locks', async () => {
      const gone = node({ [`${BASE}/1000`]: { directory: 0o700 } }, [mount(POINT)], { now: [] });
      expect((await runCheck(bindfsMounts, gone)).codes).toEqual([]);
      const made = node({ [`${POINT}.lock`]: lock(1) }, [], { now: [mount(POINT)] });
      expect((await runCheck(bindfsMounts, made)).codes).toEqual([]);
    });

    it('nor is a lock that is written just then', async () => {
      const { host, tree } = node({ [`${POINT}.lock`]: { file: '{"counter":' } });
      const host2 = meanwhile(host, () => {
        mkdirSync(tree.at(POINT), { recursive: true });
        writeFileSync(tree.at(`${POINT}.lock`), JSON.stringify({ ...LOCK, counter: 1 }));
      });
      expect((await runCheck(bindfsMounts, { host: host2 })).codes).toEqual([]);
    });

    it('a young lock that counts nobody is waited for, and is then a leftover', async () => {
      const young = node({ [`${POINT}.lock`]: lock(0) }, [mount(POINT)], { hoursAgo: 0 });
      const begun = performance.now();
      expect((await runCheck(bindfsMounts, young)).codes).toEqual(['leftover-mount']);
      expect(performance.now() - begun).toBeGreaterThan(2_900);
    });
  });
});
