import { clockDrift, startedApart, type InTime } from '../../fleet/in-time.ts';
import { configDrift, versionDrift } from '../../fleet/drift.ts';
import { restartOf } from '../../fleet/restart.ts';
import { classesOf, findingsOf, type Fleet, type SharedFinding } from '../../fleet/fleet.ts';
import { foldNames, inOrder } from '../../fleet/fold.ts';
import type { Lang } from '../../lang.ts';
import type { Remedy } from '../schema.ts';
import { VERSION } from '../version.ts';
import type { FleetDocument, FleetFinding } from './schema.ts';

const MOST_TARGETS = 20;

/** What is to be done on some nodes about a finding (undefined where there is nothing), or about another configuration. */
export interface FleetRemedies {
  readonly ofFinding: (found: SharedFinding, nodes: string) => Remedy | undefined;
  readonly ofConfig: (nodes: string) => Remedy;
}

const some = (names: readonly string[]): { nodes: string; count: number } => ({
  nodes: foldNames(names),
  count: names.length,
});

function findingOf(
  found: SharedFinding,
  fleet: Fleet,
  causes: ReadonlySet<string>,
  { ofFinding }: FleetRemedies,
  lang: Lang,
): FleetFinding {
  const { code, severity, nodes, kinds } = found;
  const having = new Set(nodes);
  const others = fleet.nodes.flatMap(({ name }) => (having.has(name) ? [] : [name]));
  const scope = others.length === 0 && nodes.length > 1 ? 'all' : nodes.length === 1 ? 'one' : 'some';
  const remedy = ofFinding(found, foldNames(nodes));
  return {
    ...some(nodes),
    code,
    severity,
    check: kinds[0]!.finding.check,
    message: kinds[0]!.finding.message[lang],
    isCause: causes.has(code),
    scope,
    ...(scope === 'some' && others.length < nodes.length / 3 ? { except: foldNames(others) } : {}),
    targets: kinds
      .slice(0, MOST_TARGETS)
      .map(({ finding, nodes: those }) => ({ ...some(those), target: finding.target, message: finding.message[lang] })),
    ...(remedy ? { remedy } : {}),
  };
}

function unansweredOf({ unanswered }: Fleet, lang: Lang): FleetDocument['unanswered'] {
  const groups = new Map<
    string,
    { names: string[]; reason: FleetDocument['unanswered'][number]['reason']; detail: string }
  >();
  for (const { name, why } of unanswered) {
    const detail = why.detail[lang];
    const key = `${why.reason} ${detail}`;
    const group = groups.get(key);
    if (group) group.names.push(name);
    else groups.set(key, { names: [name], reason: why.reason, detail });
  }
  return [...groups.values()]
    .map(({ names, reason, detail }) => ({ ...some(names), reason, detail }))
    .sort((one, other) => other.count - one.count);
}

const inTime = ({ seconds, nodes }: InTime): FleetDocument['drift']['clock'][number] => ({ ...some(nodes), seconds });

function driftOf(fleet: Fleet): FleetDocument['drift'] {
  const { groups, against, reference } = configDrift(fleet);
  const differ = groups.some(({ hash }) => hash !== reference);
  const versions = (fact: 'runtime' | 'kernel' | 'doctor'): FleetDocument['drift']['kernel'] =>
    versionDrift(fleet, fact).map(({ value, nodes }) => ({ ...some(nodes), value }));
  return {
    config: differ
      ? groups.map(({ nodes, hash, differences }) => ({
          ...some(nodes),
          hash,
          differences: differences.map((one) => ({ ...one })),
        }))
      : [],
    against,
    runtime: versions('runtime'),
    kernel: versions('kernel'),
    doctor: versions('doctor'),
    clock: clockDrift(fleet).map(inTime),
    apart: startedApart(fleet).map(inTime),
  };
}

/** Steps 4 and 5 of the guide as a question: who has this machine's configuration, and who works by it? */
function distributionOf(fleet: Fleet, { ofConfig }: FleetRemedies): FleetDocument['distribution'] {
  if (!fleet.here) return null;
  const names = (wanted: (node: Fleet['nodes'][number]) => boolean): string[] =>
    fleet.nodes.filter(wanted).map(({ name }) => name);
  const hash = fleet.here.hash;
  const different = some(names(({ config }) => config !== hash));
  return {
    same: some(names(({ config }) => config === hash)),
    different,
    notRestarted: some(names((node) => restartOf(node) === 'missing')),
    notSeen: some(names((node) => restartOf(node) === 'unseen')),
    ...(different.count > 0 ? { remedy: ofConfig(different.nodes) } : {}),
  };
}

/** The document of `fleet --json`, in one language. */
export function fleetDocument(fleet: Fleet, lang: Lang, remedies: FleetRemedies): FleetDocument {
  const classes = classesOf(fleet);
  const counts = { pass: 0, warn: 0, fail: 0, unknown: 0 };
  for (const { picture } of fleet.nodes) counts[picture.verdict] += 1;
  const causes = new Set(classes.flatMap(({ picture }) => picture.causes));
  return {
    schemaVersion: 1,
    nodes: { total: fleet.nodes.length + fleet.unanswered.length, answered: fleet.nodes.length, ...counts },
    unanswered: unansweredOf(fleet, lang),
    repeated: foldNames(inOrder(fleet.repeated)),
    classes: classes.map(({ picture, nodes }) => ({
      ...some(nodes),
      verdict: picture.verdict,
      findings: [...picture.codes],
      causes: [...picture.causes],
      groups: Object.fromEntries(picture.groups),
      checks: Object.fromEntries(picture.statuses),
    })),
    findings: findingsOf(fleet).map((found) => findingOf(found, fleet, causes, remedies, lang)),
    drift: driftOf(fleet),
    distribution: distributionOf(fleet, remedies),
    tool: { name: 'crane-doctor', version: VERSION },
    startedAt: new Date(fleet.startedAt).toISOString(),
    durationMs: Math.round(fleet.durationMs * 10) / 10,
  };
}
