import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { answered } from '../../src/host/answer.ts';
import type { Host } from '../../src/host/host.ts';
import { liveHost } from '../../src/host/live.ts';
import { readLogs, type LogsRead } from '../../src/triage/read-logs.ts';
import { Cleanup, temporaryDirectory } from '../support/cleanup.ts';
import { logLine } from '../support/log-lines.ts';

const AT = Date.now() - 3_600_000;
const REFUSED = 'Failed to run pod sandbox: [gRPC:14] connect: unix:/run/x.sock: Connection refused';
const NOT_CONFIGURED = 'RuntimeEndpoint is not configured.';

let cleanup: Cleanup;
let folder: string;
beforeEach(() => {
  cleanup = new Cleanup();
  folder = temporaryDirectory(cleanup);
});
afterEach(() => cleanup.run());

/** What `journalctl -o json` prints, and whether more of it was cut. */
interface Journal {
  readonly entries: readonly { readonly at: number; readonly text: string; readonly priority?: number }[];
  readonly truncated?: boolean;
}

/**
 * A host that answers once for all, with a journal that answers as journalctl does: the oldest first but for `-r`,
 * and `-n` of the newest. How a long one is read is tried with a real one (test/system/journal.test.ts).
 */
function withJournal({ entries, truncated = false }: Journal): Host {
  const host = liveHost();
  cleanup.defer(() => host.close());
  const asked = host.ask.bind(host);
  const printed = (args: readonly string[]): string => {
    const most = args.includes('-n') ? Number(args[args.indexOf('-n') + 1]) : entries.length;
    const shown = entries.toSorted((a, b) => a.at - b.at).slice(-most);
    return (args.includes('-r') ? shown.toReversed() : shown)
      .map(({ at, text, priority = 6 }) =>
        JSON.stringify({ __REALTIME_TIMESTAMP: `${at * 1000}`, PRIORITY: `${priority}`, MESSAGE: text }),
      )
      .join('\n');
  };
  const ask = (method: string, args: { readonly file?: string; readonly args?: readonly string[] }): unknown =>
    method === 'command' && args.file === 'journalctl'
      ? Promise.resolve(answered({ exitCode: 0, signal: null, stdout: printed(args.args!), stderr: '', truncated }))
      : asked(method as 'command', args as { file: string; args: readonly string[] });
  return { kind: host.kind, close: () => host.close(), ask: ask as Host['ask'] };
}

function read(journal: Journal, job: string | null = null): Promise<LogsRead> {
  return readLogs(withJournal(journal), {
    since: AT - 60_000,
    until: AT + 60_000,
    named: [],
    places: { cranedLog: join(folder, 'craned.log'), supervisorLogDir: join(folder, 'supervisor') },
    job,
    user: null,
    signal: new AbortController().signal,
  });
}

const rows = ({ groups }: LogsRead): unknown[] => groups.map(({ id, count, wraps }) => [id, count, wraps]);

test('what craned.log has too is counted once, its further lines or not', async () => {
  const line = (at: number, text: string): string => logLine(at, 'E', text);
  writeFileSync(join(folder, 'craned.log'), line(AT, NOT_CONFIGURED) + line(AT + 5, `${NOT_CONFIGURED}\nmore of it`));
  const texts = [line(AT, NOT_CONFIGURED), line(AT + 5, NOT_CONFIGURED), line(AT + 9, NOT_CONFIGURED)];
  const entries = texts.map((text, index) => ({ at: AT + index, text: text.trimEnd() }));
  // The third is in the journal alone.
  expect(rows(await read({ entries }))).toEqual([['runtime-endpoint-missing', 3, null]]);
});

test('of a long journal the newest is read, in the order of time, and that it is a part is told', async () => {
  const old = Array.from({ length: 6000 }, (_, index) => ({
    at: AT - 50_000 + index,
    text: NOT_CONFIGURED,
    priority: 3,
  }));
  const newest = [
    { at: AT, text: REFUSED, priority: 3 },
    { at: AT + 1, text: 'Failed to start daemon step, code: 49', priority: 3 },
  ];
  const long = await read({ entries: [...old, ...newest] });
  expect(rows(long)).toEqual([
    ['runtime-endpoint-missing', 1998, null],
    ['socket-refused', 1, null],
    ['daemon-step-failed', 1, 'socket-refused'],
  ]);
  const from = AT - 50_000 + 4002;
  expect(long.sources).toEqual([{ path: 'journal', lines: 2000, error: 'only-a-part', from }]);
  expect((await read({ entries: newest, truncated: true })).sources[0]).toMatchObject({ error: 'only-a-part' });
  expect((await read({ entries: newest })).sources).toEqual([{ path: 'journal', lines: 2 }]);
});

test('--job takes of the journal what has its number, as craned or as the runtime writes it', async () => {
  const texts = [
    `${REFUSED} job #12`,
    `${REFUSED} #123.0`,
    `level=error msg="RunPodSandbox for &PodSandboxMetadata{Name:job-12-cn07,Uid:1,} ${REFUSED}"`,
    `level=error msg="StartContainer job-12-1: ${REFUSED}"`,
    `level=error msg="StartContainer job-123-0: ${REFUSED}"`,
    REFUSED,
  ];
  const entries = texts.map((text, index) => ({ at: AT + index, text, priority: 3 }));
  const about = async (job: string): Promise<unknown> =>
    (await read({ entries }, job)).groups.map(({ count, jobs }) => [count, [...jobs].sort()]);
  expect(await about('12')).toEqual([[3, ['12', '12.1']]]);
  expect(await about('12.1')).toEqual([[1, ['12.1']]]);
  expect((await read({ entries }, '7')).sources).toEqual([]);
});
