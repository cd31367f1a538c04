import { spawn } from 'node:child_process';

import { BUNDLE, NODE } from './checkout.ts';
import type { Cleanup } from './cleanup.ts';
import { smokeArgs, smokedIn, type SmokeNode } from './smoke-node.ts';
import type { Smoked } from '../../src/report/smoke/schema.ts';

/** A smoke test under way. */
export interface Started {
  readonly pid: number;
  signal(name: NodeJS.Signals): void;
  /** Nobody reads what it prints any more. */
  closeOutput(): void;
  /** How it ended: its exit code, or the signal that killed it, and its document where it printed one. */
  readonly ended: Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }>;
  smoked(): Promise<Smoked>;
}

/** Starts `smoke --json` on a node, for a test that does something to it meanwhile. */
export function startSmoke(cleanup: Cleanup, node: SmokeNode, args: readonly string[] = []): Started {
  // nsenter(1) execs: the process is the program's own.
  const [file = '', ...rest] = [...node.namespaces.enter, NODE, BUNDLE, ...smokeArgs(node, ['--json', ...args])];
  const env = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LANG: 'C.UTF-8', HOME: '/nonexistent' };
  const child = spawn(file, rest, { cwd: '/', env, stdio: ['ignore', 'pipe', 'pipe'] });
  cleanup.defer(() => child.kill('SIGKILL'));
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) => {
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
  return {
    pid: child.pid ?? -1,
    signal: (name) => void child.kill(name),
    closeOutput: () => void child.stdout.destroy(),
    ended,
    smoked: async () => smokedIn(await ended),
  };
}
