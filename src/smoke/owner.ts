import type { Host } from '../host/host.ts';

/**
 * Whose a run is: a process, in a way that no other process will ever be. `mount` is the directory of the
 * user's that a file may be left in.
 */
export interface Owner {
  readonly pid: number;
  /** Field 22 of proc_pid_stat(5): ticks after the boot. */
  readonly startTime: string;
  readonly bootId: string;
  readonly mount: string | null;
}

async function textOf(host: Host, path: string): Promise<string> {
  const file = await host.ask('readFile', { path, maxBytes: 4096 });
  return file.ok ? Buffer.from(file.value.bytes).toString('latin1').trim() : '';
}

/** The name of the program, in parentheses, may have blanks and parentheses itself. */
async function startTimeOf(host: Host, pid: number): Promise<string> {
  const stat = await textOf(host, `/proc/${pid}/stat`);
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
}

/** This process as the owner of a run. */
export async function ownerHere(host: Host, mount: string | null): Promise<Owner> {
  const bootId = await textOf(host, '/proc/sys/kernel/random/boot_id');
  return { pid: process.pid, startTime: await startTimeOf(host, process.pid), bootId, mount };
}

/** What is written of an owner; null for a text that is none. */
export function ownerIn(text: string): Owner | null {
  try {
    const { pid, startTime, bootId, mount } = JSON.parse(text) as Partial<Owner>;
    if (!Number.isSafeInteger(pid) || typeof startTime !== 'string' || typeof bootId !== 'string') return null;
    return { pid: pid!, startTime, bootId, mount: typeof mount === 'string' ? mount : null };
  } catch {
    return null;
  }
}

/** Whether the process of a run is still there. */
export async function isAlive(host: Host, owner: Owner): Promise<boolean> {
  const bootId = await textOf(host, '/proc/sys/kernel/random/boot_id');
  return owner.bootId === bootId && owner.startTime !== '' && owner.startTime === (await startTimeOf(host, owner.pid));
}
