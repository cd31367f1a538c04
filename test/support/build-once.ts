import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { BUNDLE, NODE, ROOT } from './checkout.ts';
import { waitFor } from './wait-for.ts';

/** All that the bundle is made from. A path that does not exist counts for nothing. */
const SOURCES = ['src', 'proto', 'guide', 'scripts', 'test/fixtures/recordings', 'package.json', 'package-lock.json'];

const LOCK = join(ROOT, 'node_modules/.cache/crane-doctor-build.lock');

/**
 * Vitest's global setup: builds the bundle when a source is newer. Two projects of one run, or two
 * runs, may start at the same time: the second waits and then finds it built.
 *
 * A build that fails does not stop the tests that need no bundle. It takes the old bundle away, so
 * that nothing stale is tested: whoever runs the program then fails.
 */
export default async function buildOnce(): Promise<void> {
  await withLock(async () => {
    if (newest(BUNDLE) > Math.max(...SOURCES.map((path) => newest(join(ROOT, path))))) return;
    try {
      await promisify(execFile)(NODE, ['scripts/build.ts'], { cwd: ROOT });
    } catch (error) {
      rmSync(BUNDLE, { force: true });
      const { stderr, message } = error as Error & { stderr?: string };
      process.stderr.write(`The bundle could not be built:\n${stderr || message}\n`);
    }
  });
}

/** The latest modification time (Unix ms) of a file or of anything in a directory; 0 where there is none. */
function newest(path: string): number {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat?.isDirectory()) return stat?.mtimeMs ?? 0;
  return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))));
}

/** Runs `work` while no other process does. The lock of a process that is gone is taken over. */
async function withLock(work: () => Promise<void>): Promise<void> {
  mkdirSync(join(LOCK, '..'), { recursive: true });
  await waitFor('the lock on the build', takeLock, 120_000);
  try {
    await work();
  } finally {
    rmSync(LOCK, { force: true });
  }
}

function takeLock(): boolean {
  try {
    writeFileSync(LOCK, String(process.pid), { flag: 'wx' });
    return true;
  } catch {
    const owner = existsSync(LOCK) ? readFileSync(LOCK, 'utf8') : '';
    if (owner !== '' && !existsSync(`/proc/${owner}`)) rmSync(LOCK, { force: true });
    return false;
  }
}
