import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Cleanup, temporaryDirectory } from '../support/cleanup.ts';
import { waitFor } from '../support/wait-for.ts';

const cleanup = new Cleanup();
let dir = '';
beforeAll(() => {
  dir = temporaryDirectory(cleanup);
});
afterAll(() => cleanup.run());

const source = (name: string): string => JSON.stringify(new URL(`../../src/host/${name}.ts`, import.meta.url).href);
const node = (script: string): string[] => ['--input-type=module', '-e', script];
const pidOf = (file: string): Promise<string> =>
  waitFor(`a process id in ${file}`, () => readFileSync(file, 'utf8').trim() || null);
const isRunning = (pid: string): boolean => {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
};

/** A doctor whose child hangs: the child tells its process id and then never answers. */
function withHungChild(pidFile: string, rest: string): string[] {
  const hung = `require('fs').writeFileSync(${JSON.stringify(pidFile)}, String(process.pid));
    process.stdin.on('close', () => process.kill(process.pid, 'SIGKILL')).resume();
    process.stdout.write('ready\\n')`;
  return node(`
    import { fileChildren } from ${source('file-child/file-children')};
    const children = fileChildren([process.execPath, '-e', ${JSON.stringify(hung)}], 500);
    const asked = children.ask('/nowhere', { method: 'stat', args: { path: '/nowhere', follow: true }, root: '/' });
    ${rest}`);
}

test('a process ends by itself when its questions are answered, a hung child or not', async () => {
  const pidFile = join(dir, 'ends');
  const { stdout } = await promisify(execFile)(
    process.execPath,
    withHungChild(pidFile, 'console.log((await asked).error.code)'),
    { timeout: 20_000 },
  );
  expect(stdout).toBe('HUNG\n');
});

test('an idle child does not keep the process alive', async () => {
  mkdirSync(join(dir, 'share'));
  const script = `
    import { fileChildren } from ${source('file-child/file-children')};
    import { fileChildCommand } from ${source('file-child/self-command')};
    const children = fileChildren(fileChildCommand());
    const args = { path: ${JSON.stringify(join(dir, 'share'))}, follow: true };
    console.log((await children.ask('/share', { method: 'stat', args, root: '/' })).value.type);`;
  const { stdout } = await promisify(execFile)(process.execPath, node(script), { timeout: 20_000 });
  expect(stdout).toBe('directory\n');
});

test('a process that is killed leaves no child behind', async () => {
  const pidFile = join(dir, 'killed');
  writeFileSync(pidFile, '');
  const doctor = spawn(process.execPath, withHungChild(pidFile, 'await asked; setInterval(() => {}, 1e6)'), {
    stdio: 'ignore',
  });
  const ended = once(doctor, 'exit');
  const child = await pidOf(pidFile);
  doctor.kill('SIGKILL');
  await ended;
  await waitFor('the end of the child', () => !isRunning(child));
});

test('closing the host ends a command with its whole group, and the process with it', async () => {
  const pidFile = join(dir, 'group');
  writeFileSync(pidFile, '');
  const script = `
    import { liveHost } from ${source('live')};
    const host = liveHost();
    const asked = host.ask('command', { file: 'sh', args: ['-c', 'trap "" TERM; sleep 1000 & echo $! > ${pidFile}; wait; wait'] });
    process.once('SIGUSR2', async () => { host.close(); console.log(JSON.stringify(await asked)); });`;
  const doctor = spawn(process.execPath, node(script), { stdio: ['ignore', 'pipe', 'inherit'] });
  cleanup.defer(() => doctor.kill('SIGKILL'));
  const ended = once(doctor, 'exit');
  const grandchild = await pidOf(pidFile);
  doctor.kill('SIGUSR2');
  expect(await ended).toEqual([0, null]);
  await waitFor('the end of the grandchild', () => !isRunning(grandchild));
});
