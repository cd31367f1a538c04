import { execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { LIMITS } from '../../src/host/limits.ts';
import { liveHost } from '../../src/host/live.ts';
import { Cleanup, temporaryDirectory } from '../support/cleanup.ts';
import { makeCraneNode } from '../support/crane-node.ts';
import { describeWith } from '../support/needs.ts';
import { runCheck, runProgram } from '../support/program.ts';
import { checkOf } from '../support/report-reading.ts';
import type { Report } from '../support/report-schema.ts';

/*
 * A FUSE mount whose server never reads a request: on it, a plain stat waits for ever. The kernel
 * makes one from an open /dev/fuse, no FUSE program is needed, only root.
 */
describeWith(['root', 'namespaces', 'fuse'], 'on a mount that never answers', () => {
  const cleanup = new Cleanup();
  const host = liveHost();
  let dead = '';
  let dir = '';

  beforeAll(async () => {
    dir = temporaryDirectory(cleanup);
    dead = join(dir, 'dead mount');
    mkdirSync(dead);
    symlinkSync(join(dead, 'crane/config.yaml'), join(dir, 'link'));
    const script =
      'exec 3<>/dev/fuse; mount -i -t fuse dead "$1" -o fd=3,rootmode=40000,user_id=0,group_id=0 && echo mounted; read x';
    cleanup.defer(() => spawnSync('umount', ['-l', dead], { stdio: 'ignore' }));
    const server = spawn('sh', ['-c', script, 'sh', dead], { stdio: ['pipe', 'pipe', 'inherit'] });
    // Its end closes /dev/fuse, and everybody who waits gets ENOTCONN.
    cleanup.defer(async () => {
      const ended = once(server, 'exit');
      server.kill('SIGKILL');
      await ended;
    });
    await once(server.stdout, 'data');
  });
  afterAll(async () => {
    host.close();
    await cleanup.run();
  });

  test('every question about a path is HUNG in time, and the answers come together', async () => {
    // One of another host, which has more patience than all of these together would take one after the other.
    const other = liveHost({ limits: { file: 20_000 } });
    cleanup.defer(() => other.close());
    let longest = 'open';
    void other.ask('stat', { path: dead, follow: true }).then(() => (longest = 'answered'));
    const answers = await Promise.all([
      host.ask('stat', { path: dead, follow: true }),
      host.ask('stat', { path: dead, follow: false }),
      host.ask('readFile', { path: join(dir, 'link'), maxBytes: 1_000 }),
      host.ask('readDirectory', { path: dead, max: 10 }),
      host.ask('space', { path: dead }),
      host.ask('openDevice', { path: join(dead, 'fuse') }),
      host.ask('connect', { unix: join(dead, 'containerd.sock') }),
      host.ask('cri', { socket: join(dead, 'c.sock'), service: 'RuntimeService', method: 'Version', request: {} }),
      host.ask('command', { file: join(dead, 'bindfs'), args: ['--version'] }),
    ]);
    expect(answers.map((answer) => (answer.ok ? 'ok' : answer.error.code))).toEqual(Array(9).fill('HUNG'));
    expect(longest).toBe('open');
  });

  test('what lies beside the mount is seen all the while, and so is the mount itself', async () => {
    // Another host, which has not learnt yet that the mount is dead.
    const other = liveHost();
    cleanup.defer(() => other.close());
    let answeredAlready = false;
    const hung = other.ask('stat', { path: dead, follow: true }).finally(() => (answeredAlready = true));
    expect(await other.ask('stat', { path: dir, follow: true })).toMatchObject({ value: { type: 'directory' } });
    expect(await other.ask('stat', { path: join(dir, 'link'), follow: false })).toMatchObject({
      value: { type: 'symlink' },
    });
    expect(answeredAlready).toBe(false);
    const mounts = await other.ask('mounts', {});
    expect(mounts.ok && mounts.value.find((mount) => mount.mountPoint === dead)).toMatchObject({ fsType: 'fuse' });
    expect(await hung).toMatchObject({ error: { code: 'HUNG', afterMs: LIMITS.file } });
  });

  test('a configuration on it does not outlast the deadline of the run', async () => {
    const config = join(dead, 'crane/config.yaml');
    const { code, stdout } = await runProgram(['--json', '-c', config, '--only', 'config', '--deadline', '500ms']);
    expect(code).toBe(3);
    const report = JSON.parse(stdout) as Report;
    expect(report).toMatchObject({ verdict: 'unknown', summary: { pass: 0, warn: 0, fail: 0 } });
    // A file child that had had its time would be taken for hung.
    expect(report.causes[0]?.code).toBe('config-file/deadline');
  });

  test('seen under several paths it is one cause', async () => {
    const node = makeCraneNode(cleanup, {
      socket: '/run/containerd/containerd.sock',
      bindFs: true,
      edit: (text) =>
        text
          .replace(/CraneBaseDir: .*/, `CraneBaseDir: ${dead}/crane/`)
          .replace(/MountBaseDir: .*/, `MountBaseDir: ${dead}/mnt`)
          .replace(/(BindfsBinary|FusermountBinary): .*/g, `$1: ${dead}/bin/$1`),
    });
    const only = ['bindfs-binary', 'fusermount-binary', 'mount-base-dir', 'bindfs-mounts', 'base-dir'];
    const { report } = await runCheck(['-c', node.config, '--only', only.join(','), '--skip', 'config']);
    const blocks = expect.arrayContaining(only.filter((id) => id !== 'mount-base-dir')) as string[];
    expect(report.causes).toEqual([{ check: 'mount-base-dir', code: 'mount-base-dir/hung', blocks }]);
    expect(JSON.stringify(checkOf(report, 'base-dir').findings)).toContain(
      `the file system on ${dead} does not answer`,
    );

    const unseen = await runCheck(['-c', node.config, '--only', 'bindfs-binary,fusermount-binary', '--skip', 'config']);
    expect(unseen.report.causes).toEqual([
      { check: 'bindfs-binary', code: 'bindfs-binary/could-not-look', blocks: ['fusermount-binary'] },
    ]);
  });

  test('an output file there is refused before anything is run, and with --force too', async () => {
    for (const args of [[], ['--force']]) {
      const file = join(dead, 'report.json');
      const run = await runProgram(['-c', join(dir, 'none.yaml'), '--json', '--lang', 'en', '-o', file, ...args]);
      expect(run.code).toBe(2);
      expect(run.stderr).toContain(`--output ${file}: its file system does not answer`);
      expect(JSON.parse(run.stdout)).toMatchObject({ error: { kind: 'usage' } });
    }
  });

  test('process.exit ends at once, a question under way or not, and no child is left', async () => {
    const live = JSON.stringify(new URL('../../src/host/live.ts', import.meta.url).href);
    const script = `
      import { readFileSync, readdirSync } from 'node:fs';
      import { liveHost } from ${live};
      // Whoever waited for the question would wait longer than this test does.
      const host = liveHost({ limits: { file: 600_000 } });
      void host.ask('stat', { path: ${JSON.stringify(dead)}, follow: true });
      const children = () => readFileSync('/proc/self/task/' + process.pid + '/children', 'utf8').trim();
      const waits = (child) => readdirSync('/proc/' + child + '/task').some((task) =>
        /^State:\\s+D/m.test(readFileSync('/proc/' + child + '/task/' + task + '/status', 'utf8')));
      setInterval(() => {
        // In the kernel's killable wait for the mount, its only way out is SIGKILL.
        if (children() === '' || !waits(children())) return;
        console.log(children());
        process.exit(0);
      }, 20);`;
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
      timeout: 20_000,
    });
    const child = stdout.trim();
    expect(child).toMatch(/^\d+$/);
    await expect.poll(() => existsSync(`/proc/${child}`), { timeout: 10_000 }).toBe(false);
  });
});
