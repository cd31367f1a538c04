import { readdir, readFile } from 'node:fs/promises';

/** Between SIGTERM and SIGKILL, ms: a launcher passes the signal on to what it has started. */
const GRACE_MS = 300;

/** The variable in the environment of a launcher that all it starts inherits (proc(5): as it was when the process began). */
export const MARK = 'CRANE_DOCTOR_LAUNCH';

async function marked(mark: string): Promise<number[]> {
  const entry = Buffer.from(`${MARK}=${mark}\0`);
  const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  const has = await Promise.all(
    pids.map(async (pid) => {
      const environment = await readFile(`/proc/${pid}/environ`).catch(() => null);
      return environment?.includes(entry) === true && Number(pid) !== process.pid;
    }),
  );
  return pids.filter((_, index) => has[index]).map(Number);
}

async function send(mark: string, signal: NodeJS.Signals): Promise<boolean> {
  const pids = await marked(mark);
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch {
      // It has ended by itself, or is another user's by now.
    }
  }
  return pids.length > 0;
}

/**
 * Ends all processes that were started under a mark, wherever they are by now: pdsh puts each of its children into a
 * session of its own (pdsh 2.34, pipecmd.c), and at a deadline ends only the first of a node's, so that neither a
 * process group nor the tree of parents holds them all.
 */
export async function endMarked(mark: string): Promise<void> {
  if (!(await send(mark, 'SIGTERM'))) return;
  await new Promise((resolve) => setTimeout(resolve, GRACE_MS));
  await send(mark, 'SIGKILL');
}
