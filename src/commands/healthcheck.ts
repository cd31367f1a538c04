import { join } from 'node:path';
import { CHECKS } from '../checks/index.ts';
import { start } from '../engine/examination.ts';
import { nodeControl, setNode } from '../health-check/cluster.ts';
import { counted, due, lasting, permitted, reasonOf, reconciled, sightingIn } from '../health-check/judge.ts';
import { drainCodes } from '../health-check/may-drain.ts';
import { memoryIn, NOTHING, type Memory } from '../health-check/memory.ts';
import { acted, counting, leftAlone } from '../health-check/words.ts';
import type { Host } from '../host/host.ts';
import type { Text } from '../lang.ts';
import { checkRequestOf } from '../options/check-request.ts';
import type { CommandLine } from '../options/parse.ts';
import { absolute } from '../options/places.ts';
import { UsageError } from '../options/usage-error.ts';
import { exitCodeOf } from '../report/exit-code.ts';
import { jsonDocument, renderJson } from '../report/json.ts';
import { reportOf } from '../report/report.ts';
import { visible } from '../report/visible.ts';
import type { HealthCheckSettings } from '../settings/settings.ts';
import { requestFor } from './check.ts';
import { hostFor } from './host-for.ts';
import { expectWritable, writeOutput } from './output-file.ts';
import { endedBy, type Session } from './session.ts';
import { settle } from './settle.ts';

/** Where the report and the memory are where the command line does not say. */
const DIRECTORY = '/var/lib/crane-doctor';

/** Does something with a file of this command; what prevents it is about `--state`. */
async function kept(directory: string, work: Promise<void>): Promise<void> {
  await work.catch((cause: unknown) => {
    if (!(cause instanceof UsageError)) throw cause;
    const about = (words: string): string => words.replace('--output ', `--state ${directory}: `);
    throw new UsageError({ en: about(cause.text.en), zh: about(cause.text.zh) });
  });
}

async function textOf(host: Host, path: string): Promise<string | null> {
  const file = await host.ask('readFile', { path, maxBytes: 64 * 1024 });
  return file.ok ? new TextDecoder().decode(file.value.bytes).trim() : null;
}

/** The node that this is about, and how what is decided gets onto the disk before it is done. */
interface Node {
  readonly host: Host;
  readonly name: string;
  readonly keep: (memory: Memory) => Promise<void>;
}

/**
 * Does what is due, where it may be done, and tells it. A drain is remembered before it is asked for: one
 * that nobody knows to be ours would never be given back.
 */
async function act({ host, name, keep }: Node, seen: Memory, policy: HealthCheckSettings): Promise<Text | null> {
  const { runs, dryRun } = policy;
  const asks = seen.drained !== null || due(seen, runs) !== null;
  const control = asks ? await nodeControl(host, name) : null;
  const memory = control ? reconciled(seen, control) : seen;
  await keep(memory);
  const what = due(memory, runs);
  if (!control || what === null) return counting(memory.failing, runs);
  if (!permitted(what, memory, control)) return leftAlone(what, name, control);
  const codes = lasting(memory, runs);
  const reason = what === 'drain' ? reasonOf(codes) : 'crane-doctor: healthy again';
  if (dryRun) return acted(what, dryRun, reason);
  const drained = { reason, codes, since: memory.lastRun, confirmed: false };
  const pending = what === 'drain' ? { ...memory, drained } : memory;
  await keep(pending);
  const problem = await setNode(host, name, what, reason);
  if (problem !== null) return { en: `${what}: ${problem}`, zh: `${what}：${problem}` };
  await keep(what === 'drain' ? reconciled(pending, await nodeControl(host, name)) : { ...memory, drained: null });
  return acted(what, dryRun, reason);
}

/**
 * `crane-doctor healthcheck`: what share/crane-doctor-healthcheck runs for craned. Examines the node without
 * the network, writes the report to a file, and drains the node or gives it back where the site's settings
 * ask for it. Prints one line where there is something to tell. Nothing is done after a signal, nor where
 * the files cannot be written.
 */
export async function healthcheck(line: CommandLine, given: Session): Promise<number> {
  const directory = absolute(line.value('state') ?? DIRECTORY);
  const [reportPath, memoryPath] = ['report.json', 'health-check.json'].map((name) => join(directory, name));
  const host = hostFor(null);
  try {
    const first = checkRequestOf(line, CHECKS);
    const asked = await settle({ ...first, selection: { ...first.selection, offline: true } }, line, host);
    const session = { ...given, lang: asked.lang ?? given.lang };
    await kept(directory, expectWritable(reportPath!, true));
    const started = await start(requestFor(asked, host, session.signal));
    const report = reportOf(await started.run(), session.lang, null);
    const ended = endedBy(session.signal);
    if (ended !== undefined) return ended;
    await kept(directory, writeOutput(reportPath!, renderJson(report), true));

    const policy = asked.settings.settings.healthCheck;
    const bootId = (await textOf(host, '/proc/sys/kernel/random/boot_id')) ?? '';
    const text = await textOf(host, memoryPath!);
    const before = text === null ? NOTHING : memoryIn(text);
    const drainedBy = before.drained?.codes ?? [];
    const memory = counted(before, sightingIn(report, drainCodes(CHECKS, policy.drainOn), drainedBy, bootId));
    const name = report.host.hostname;
    const keep = (now: Memory): Promise<void> => kept(directory, writeOutput(memoryPath!, jsonDocument(now), true));
    const said = await act({ host, name, keep }, memory, policy);
    if (said) await session.print(`${visible(name)}: ${visible(said[session.lang])}\n`);
    return exitCodeOf(report, asked);
  } finally {
    host.close();
  }
}
