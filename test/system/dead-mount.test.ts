import { execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { LIMITS } from '../../src/host/limits.ts';
import { liveHost } from '../../src/host/live.ts';
import { Cleanup, temporaryDirectory } from '../support/cleanup.ts';
import { describeWith } from '../support/needs.ts';

/*
 * A FUSE mount whose server never reads a request: on it, a plain stat waits for ever. The kernel
 * makes one from an open /dev/fuse, no FUSE program is needed, only root.
 */
describeWith(['root', 'namespaces', 'fuse'], 'on a mount that never answers', () => {
  const cleanup = new Cleanup();
  const host = liveHost({ limits: { file: 1_000 } });
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
    const begun = performance.now();
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
    expect(performance.now() - begun).toBeLessThan(4_000);
  });

  test('what lies beside the mount is seen all the while, and so is the mount itself', async () => {
    // Another host, which has not learnt yet that the mount is dead.
    const other = liveHost();
    cleanup.defer(() => other.close());
    const hung = other.ask('stat', { path: dead, follow: true });
    const begun = performance.now();
    expect(await other.ask('stat', { path: dir, follow: true })).toMatchObject({ value: { type: 'directory' } });
    expect(await other.ask('stat', { path: join(dir, 'link'), follow: false })).toMatchObject({
      value: { type: 'symlink' },
    });
    expect(performance.now() - begun).toBeLessThan(LIMITS.file);
    const mounts = await other.ask('mounts', {});
    expect(mounts.ok && mounts.value.find((mount) => mount.mountPoint === dead)).toMatchObject({ fsType: 'fuse' });
    expect(await hung).toMatchObject({ error: { code: 'HUNG', afterMs: LIMITS.file } });
  });

  test('process.exit ends at once, a question under way or not, and no child is left', async () => {
    const live = JSON.stringify(new URL('../../src/host/live.ts', import.meta.url).href);
    const script = `
      import { readFileSync, readdirSync } from 'node:fs';
      import { liveHost } from ${live};
      const host = liveHost();
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
    const begun = performance.now();
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
      timeout: 20_000,
    });
    expect(performance.now() - begun).toBeLessThan(LIMITS.file);
    const child = stdout.trim();
    expect(child).toMatch(/^\d+$/);
    await expect.poll(() => existsSync(`/proc/${child}`), { timeout: 10_000 }).toBe(false);
  });
});
