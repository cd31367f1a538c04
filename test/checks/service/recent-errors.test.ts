import { afterEach, beforeEach, expect, test } from 'vitest';
import { recentErrors } from '../../../src/checks/service/recent-errors.ts';
import { answered, refused } from '../../../src/host/answer.ts';
import { withAnswers, type RecordedAnswer } from '../../../src/host/replay.ts';
import { treeHost } from '../../../src/host/tree.ts';
import { Cleanup } from '../../support/cleanup.ts';
import { logLine, refusedStep } from '../../support/log-lines.ts';
import { nodeTree, type Placed } from '../node-tree.ts';
import { runCheck, type Ran } from '../run-check.ts';

const NOW = Date.UTC(2026, 10, 20, 12);
const HOUR = 3_600_000;
const CRANED = '/var/crane/craned/craned.log';
const SUPERVISORS = '/var/crane/supervisor';

let cleanup: Cleanup;
beforeEach(() => {
  cleanup = new Cleanup();
});
afterEach(() => cleanup.run());

/** Runs the check on a node with these logs, by path. `answers` take the place of what the tree says. */
function look(logs: { readonly [path: string]: string }, answers: readonly RecordedAnswer[] = []): Promise<Ran> {
  const files = Object.fromEntries(
    Object.entries(logs).map(([path, text]): [string, Placed] => [path, { file: text }]),
  );
  const host = treeHost(
    nodeTree(cleanup, files).at('/'),
    { clock: () => Promise.resolve(answered(NOW)) },
    { kind: 'demo' },
  );
  cleanup.defer(() => host.close());
  return runCheck(recentErrors, { host: withAnswers(host, answers) });
}

const steps = (...jobs: readonly number[]): { [path: string]: string } =>
  Object.fromEntries(jobs.map((job) => [`${SUPERVISORS}/${job}.0.log`, refusedStep(NOW - HOUR, job)]));

test('no logs, and logs in which all is well, pass', async () => {
  expect(await look({})).toMatchObject({ findings: [], observed: { logs: 0, known: 0 } });
  const well = logLine(NOW - HOUR, 'I', 'Craned started') + logLine(NOW - HOUR, 'W', 'a warning that nobody knows');
  // Every container that ignores SIGTERM leaves this line, and nothing is wrong.
  const noise = logLine(NOW - HOUR, 'E', "Failed to stop container '4f1c': [gRPC:4] Deadline Exceeded");
  const ran = await look({ [CRANED]: well, [`${SUPERVISORS}/12.0.log`]: noise });
  expect(ran).toMatchObject({ findings: [], observed: { logs: 2 } });
});

test('a known message is one finding however many jobs have it, without what only passes it on', async () => {
  const ran = await look({ [CRANED]: logLine(NOW, 'I', 'well'), ...steps(9, 10, 11, 12) });
  expect(ran.findings).toMatchObject([
    {
      code: 'recent-errors/known-message',
      severity: 'warning',
      target: 'socket-refused',
      args: { id: 'socket-refused', count: 4, jobs: ['9.0', '10.0', '11.0'], jobCount: 4 },
    },
  ]);
  expect(ran.messages[0]!.en).toMatch(
    /^In the logs 4 times, last at 2026-11-20 11:00:00 UTC \(jobs 9\.0, 10\.0, 11\.0 and 1 more\): Failed to run pod sandbox: .*Connection refused$/,
  );
  expect(ran.messages[0]!.zh).toContain('（作业 9.0、10.0、11.0 等 4 个）');
});

test('secrets in a message stay in the log', async () => {
  const known = 'Failed to pull image: no space left on device http://bob:hunter2@proxy:8080';
  const text = logLine(NOW - HOUR, 'E', known) + logLine(NOW - HOUR, 'E', 'The moon says password: hunter2 again');
  const ran = await look({ [CRANED]: text });
  expect(ran.codes).toEqual(['known-message', 'unknown-error']);
  expect(JSON.stringify(ran)).not.toContain('hunter2');
});

test('what is older than six hours is history', async () => {
  expect((await look({ [`${SUPERVISORS}/12.0.log`]: refusedStep(NOW - 7 * HOUR, 12) })).findings).toEqual([]);
  expect((await look({ [`${SUPERVISORS}/12.0.log`]: refusedStep(NOW - 5 * HOUR, 12) })).codes).toEqual([
    'known-message',
  ]);
});

test('of many logs the newest twenty are looked at, of a long one its end', async () => {
  const ran = await look(steps(...Array.from({ length: 30 }, (_, index) => index + 1)));
  expect(ran.findings[0]!.args).toMatchObject({ count: 20 });
  expect(ran.observed).toMatchObject({ logs: 21 - 1 });
  const filler = logLine(NOW - HOUR, 'I', 'x'.repeat(1000)).repeat(1200);
  expect((await look({ [CRANED]: refusedStep(NOW - HOUR, 1) + filler })).findings).toEqual([]);
});

test('errors that are not known are one information', async () => {
  const lines = ['The moon is full: 1', 'The moon is full: 2', 'Something else\u001b[2J entirely'];
  const text = lines.map((line, index) => logLine(NOW - HOUR + index, 'E', line)).join('');
  const ran = await look({ [CRANED]: text });
  expect(ran.findings).toMatchObject([
    { code: 'recent-errors/unknown-error', severity: 'info', args: { count: 3, kinds: 2 } },
  ]);
  expect(ran.messages[0]!.en).toMatch(/^3 errors of 2 kinds that are not known, last at .*Something else.*entirely$/);
  expect(ran.messages[0]!.en).not.toContain('\u001b');
});

test("a user's own mistake is nothing of the node's", async () => {
  const text = logLine(NOW - HOUR, 'E', "invalid port mapping 'CPU'");
  expect((await look({ [CRANED]: text })).findings).toEqual([]);
});

test('a log in the local time of another zone, as in a recording, is dated rightly', async () => {
  const own = -new Date(NOW).getTimezoneOffset();
  const zone: RecordedAnswer = { method: 'zone', args: {}, answer: answered({ offsetMinutes: own + 480 }) };
  // Its clock shows eight hours more: what it calls 19:00 was 11:00 here.
  const ran = await look({ [`${SUPERVISORS}/12.0.log`]: refusedStep(NOW + 7 * HOUR, 12) }, [zone]);
  expect(ran.messages[0]!.en).toContain('at 2026-11-20 11:00:00 UTC');
});

test('what may not be read is unknown; what can be read still counts', async () => {
  const answer = refused({ code: 'EACCES', message: 'permission denied' });
  const closed: RecordedAnswer = { method: 'readTail', args: { path: CRANED, maxBytes: 1 << 20 }, answer };
  const ran = await look({ [CRANED]: '', ...steps(12) }, [closed]);
  expect(ran.codes).toEqual(['known-message', 'could-not-look']);
  expect(ran.findings[1]!.args).toMatchObject({ what: CRANED });
});
