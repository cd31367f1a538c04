import { readConfig } from '../config/read-config.ts';
import type { ConfigReading } from '../config/reading.ts';
import { classesOf, fleetOf, type Fleet, type NotAsked } from '../fleet/fleet.ts';
import { listen, type Hearing } from '../fleet/hearing.ts';
import { foldNames } from '../fleet/fold.ts';
import { lineReader } from '../fleet/line-reader.ts';
import { usualValues } from '../guide/usual-values.ts';
import { nodeValues } from '../guide/values.ts';
import type { Host } from '../host/host.ts';
import type { Lang } from '../lang.ts';
import type { FleetRequest } from '../options/fleet-request.ts';
import { exitCodeOfFleet } from '../report/fleet/exit-code.ts';
import { fleetDocument } from '../report/fleet/fleet-document.ts';
import { fleetRemedies } from '../report/fleet/fleet-remedy.ts';
import type { Reach } from '../report/fleet/on-nodes.ts';
import type { FleetShown } from '../report/fleet/shown.ts';
import { askedAgain } from './asked-again.ts';
import { hearFolder } from './fleet-folder.ts';
import { nodesOf } from './fleet-nodes.ts';
import { launchPlanOf, runOnNodes } from './fleet-run.ts';
import type { FleetSurroundings } from './fleet-surroundings.ts';

/** How far a run is: how many have answered, of how many (null where nobody knows), and what shows them. */
export interface FleetProgress {
  readonly answered: number;
  readonly total: number | null;
  readonly shownSoFar: () => (lang: Lang) => FleetShown;
}

/** Reads a stream of `host: line` to its end, or until a signal. */
function hearStream(stdin: NodeJS.ReadStream, hearing: Hearing, signal: AbortSignal): Promise<void> {
  const reader = lineReader((line, cut) => hearing.line(line, cut, 'out'));
  return new Promise((resolve) => {
    const end = (): void => {
      stdin.pause();
      reader.end();
      resolve();
    };
    stdin.on('data', (chunk: Buffer) => reader.push(chunk));
    stdin.once('end', end).once('error', end);
    signal.addEventListener('abort', end, { once: true });
    if (signal.aborted) end();
  });
}

/** Where whoever speaks is a node. */
const NOBODY_NAMED = { nodes: null, notAsked: new Map() as NotAsked, outsiders: [] } as const;

/** Shows a fleet in a language: its document with remedies from this machine's guide, and the exit code. */
function showing(
  fleet: Fleet,
  { failOn, allowUnknown }: FleetRequest,
  reading: ConfigReading,
  reach: Reach,
): (lang: Lang) => FleetShown {
  const values = usualValues(nodeValues(reading, { hostname: '' }));
  const nodes = new Map(fleet.nodes.map((node) => [node.name, node]));
  const members = classesOf(fleet).map((one) => one.nodes.map((name) => nodes.get(name)!));
  return (lang) => {
    const document = fleetDocument(fleet, lang, fleetRemedies(values, reach, lang));
    return { document, members, exitCode: exitCodeOfFleet(document, failOn, allowUnknown) };
  };
}

/** Asks the fleet, or reads what it has said already, and gives what shows it in a language. */
export async function fleetCase(
  host: Host,
  request: FleetRequest,
  surroundings: FleetSurroundings,
  onProgress: (progress: FleetProgress) => void = () => {},
): Promise<(lang: Lang) => FleetShown> {
  const { signal, stdin, env } = surroundings;
  const reading = await readConfig(host, request.configPath);
  const asks = request.lists.length + request.partitions.length > 0 || request.all;
  const { nodes, notAsked, outsiders } = asks ? nodesOf(request, reading) : NOBODY_NAMED;
  if (outsiders.length > 0) {
    const names = foldNames(outsiders);
    surroundings.note({
      en: `-x ${names}: not among the nodes that are asked`,
      zh: `-x ${names}：不在要检查的节点之中`,
    });
  }
  const runs = request.from === null && !request.stdin;
  const plan = runs ? await launchPlanOf(request, env) : null;
  const launcher = plan?.launcher ?? (request.via === 'clush' ? 'clush' : 'pdsh');
  const reach = { launcher, again: askedAgain(request) };
  const startedAt = Date.now();
  const began = performance.now();
  const shown = (running: boolean): ((lang: Lang) => FleetShown) => {
    const times = { startedAt, durationMs: performance.now() - began };
    return showing(fleetOf(hearing, nodes, notAsked, reading.identity, times, running), request, reading, reach);
  };
  const hearing: Hearing = listen({
    expected: nodes,
    askedAt: runs ? startedAt : null,
    onAnswer: () => tell(),
  });
  const tell = (): void =>
    onProgress({ answered: hearing.answered.size, total: nodes?.length ?? null, shownSoFar: () => shown(true) });
  if (runs) tell();
  if (request.from !== null) await hearFolder(host, request.from, hearing, signal);
  else if (plan === null) await hearStream(stdin, hearing, signal);
  else await runOnNodes(request, plan, nodes ?? [], hearing, surroundings);
  return shown(false);
}
