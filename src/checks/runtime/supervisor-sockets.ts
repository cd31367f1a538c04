import { answered, type Answer } from '../../host/answer.ts';
import type { Host } from '../../host/host.ts';
import { inTurns } from '../look/in-turns.ts';

/** Where csupervisors have their sockets, `step_<job>.<step>.sock`: no key moves it. Step 0 makes and removes the pod. */
export const SOCKETS = '/tmp/crane';

/** No node has that many steps at once; where it had, a socket that is not in the list says nothing. */
const MAX_SOCKETS = 20_000;

/** The kernel's table of sockets: some 70 bytes each. */
const MAX_TABLE_BYTES = 16 * 1024 * 1024;

/** How many sockets are tried at once, and until when after the first one, ms. */
const AT_ONCE = 8;
const TRYING_MS = 2_000;

/** The supervisors of a node, as far as their sockets show them. */
export interface Supervisors {
  /** How many sockets there are, of steps of any number. */
  readonly sockets: number;
  /** Those of the jobs in question of which nobody serves the pod any more. */
  readonly without: ReadonlySet<string>;
}

/**
 * Which of these jobs have no supervisor of step 0: in the directory there is no socket of it, or one that refuses
 * connections, and none is in the kernel's table. The directory alone does not do: a craned.service with
 * PrivateTmp= has a /tmp of its own. Nor does the table, which is that of this network namespace.
 */
export async function supervisorsOf(host: Host, jobs: readonly string[]): Promise<Answer<Supervisors>> {
  const listed = await socketNames(host);
  const names = listed.ok ? listed.value : new Set<string>();
  const left = await refusing(
    host,
    jobs.filter((job) => names.has(nameOf(job))),
  );
  const suspects = jobs.filter((job) => !names.has(nameOf(job)) || left.has(job));
  if (suspects.length === 0 || names.size >= MAX_SOCKETS) return answered({ sockets: names.size, without: new Set() });
  const bound = await boundNames(host);
  const without = suspects.filter((job) => !bound.has(nameOf(job)));
  if (!listed.ok && without.length > 0) return listed;
  return answered({ sockets: new Set([...names, ...bound]).size, without: new Set(without) });
}

function nameOf(job: string): string {
  return `step_${job}.0.sock`;
}

/** The names in the directory of sockets; none where it is not there. */
async function socketNames(host: Host): Promise<Answer<ReadonlySet<string>>> {
  const listed = await host.ask('readDirectory', { path: SOCKETS, max: MAX_SOCKETS });
  if (listed.ok) return answered(new Set(listed.value.map(({ name }) => name)));
  return ['ENOENT', 'ENOTDIR'].includes(listed.error.code) ? answered(new Set()) : listed;
}

/** The names of the sockets that a process has bound there (/proc/net/unix, proc_net(5)), whatever /tmp it sees. */
async function boundNames(host: Host): Promise<ReadonlySet<string>> {
  const table = await host.ask('readFile', { path: '/proc/net/unix', maxBytes: MAX_TABLE_BYTES });
  if (!table.ok) return new Set();
  const lines = Buffer.from(table.value.bytes).toString('utf8').split('\n');
  const paths = lines.map((line) => line.split(' ').at(-1) ?? '');
  return new Set(paths.filter((path) => path.startsWith(`${SOCKETS}/`)).map((path) => path.slice(SOCKETS.length + 1)));
}

/**
 * The jobs whose socket is there and refuses connections: a supervisor that was killed leaves it, and it stays
 * until craned is started again (`CheckStepStatus for … failed, removing it.`, SupervisorStub.cpp).
 */
async function refusing(host: Host, jobs: readonly string[]): Promise<ReadonlySet<string>> {
  const turns = { atOnce: AT_ONCE, until: performance.now() + TRYING_MS };
  const answers = await inTurns(jobs, turns, (job) => host.ask('connect', { unix: `${SOCKETS}/${nameOf(job)}` }));
  return new Set(
    jobs.filter((_, index) => {
      const answer = answers[index];
      return answer !== undefined && !answer.ok && answer.error.code === 'ECONNREFUSED';
    }),
  );
}
