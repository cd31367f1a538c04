import { inOrder } from './fold.ts';
import type { Hearing } from './hearing.ts';
import type { Keeper, KeptFinding, KeptNode, Picture } from './kept.ts';
import { whyUnanswered, type Why } from './unanswered.ts';

/** A configuration file as nodes compare it: its hash, and its values by path. */
export interface Configuration {
  readonly hash: string;
  readonly values: { readonly [path: string]: string };
}

/** Everything that is known of a fleet, free of any language. */
export interface Fleet {
  readonly nodes: readonly KeptNode[];
  readonly unanswered: readonly { readonly name: string; readonly why: Why }[];
  readonly repeated: readonly string[];
  readonly configs: Keeper['configs'];
  /** Whether the nodes were asked here, so that it is known when. */
  readonly asked: boolean;
  /** This machine's configuration, where it has one. */
  readonly here: Configuration | null;
  /** Unix time, ms. */
  readonly startedAt: number;
  readonly durationMs: number;
}

/** Nodes that look alike. */
export interface NodeClass {
  readonly picture: Picture;
  readonly nodes: readonly string[];
}

/** A finding of one code, and all that have it. */
export interface SharedFinding {
  readonly code: string;
  readonly severity: KeptFinding['severity'];
  readonly nodes: readonly string[];
  /** By what they are about, the most frequent first; the finding that stands for the code is the first of them. */
  readonly kinds: readonly { readonly finding: KeptFinding; readonly nodes: readonly string[] }[];
}

/** Why a node is left out that could not even be asked. */
export type NotAsked = ReadonlyMap<string, Why>;

/**
 * What was heard as a fleet: who answered, and why the others did not. While it still runs, nodes of which nothing was
 * heard are left out: they may yet answer.
 */
export function fleetOf(
  hearing: Hearing,
  expected: readonly string[] | null,
  notAsked: NotAsked,
  here: Configuration | null,
  times: Pick<Fleet, 'startedAt' | 'durationMs'>,
  running = false,
): Fleet {
  const { answered, heard, repeated, configs, asked } = hearing;
  const all = new Set([
    ...(expected ?? []),
    ...notAsked.keys(),
    ...(expected ? [] : [...answered.keys(), ...heard.keys()]),
  ]);
  const names = inOrder(all);
  return {
    nodes: names.flatMap((name) => answered.get(name) ?? []),
    unanswered: names
      .filter((name) => !answered.has(name) && !(running && !heard.has(name) && !notAsked.has(name)))
      .map((name) => ({ name, why: notAsked.get(name) ?? whyUnanswered(name, heard.get(name)) })),
    repeated: inOrder(repeated),
    configs,
    asked,
    here,
    ...times,
  };
}

function grouped<K, T>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

const namesOf = (nodes: readonly KeptNode[]): string[] => nodes.map(({ name }) => name);

/** The classes of a fleet, the largest first. */
export function classesOf({ nodes }: Fleet): NodeClass[] {
  return [...grouped(nodes, ({ picture }) => picture)]
    .map(([picture, alike]) => ({ picture, nodes: namesOf(alike) }))
    .sort((one, other) => other.nodes.length - one.nodes.length);
}

const WORST_FIRST = ['error', 'unknown', 'warning'];

/** The findings of a fleet: errors first, of each severity the most frequent first. */
export function findingsOf({ nodes }: Fleet): SharedFinding[] {
  const found = nodes.flatMap((node) => node.findings.map((finding) => ({ finding, name: node.name })));
  const unique = (each: readonly { name: string }[]): string[] => [...new Set(each.map(({ name }) => name))];
  return [...grouped(found, ({ finding }) => `${finding.code} ${finding.severity}`).values()]
    .map((each) => ({
      code: each[0]!.finding.code,
      severity: each[0]!.finding.severity,
      nodes: unique(each),
      kinds: [...grouped(each, ({ finding }) => finding.target).values()]
        .map((those) => ({ finding: those[0]!.finding, nodes: unique(those) }))
        .sort((one, other) => other.nodes.length - one.nodes.length),
    }))
    .sort(
      (one, other) =>
        WORST_FIRST.indexOf(one.severity) - WORST_FIRST.indexOf(other.severity) ||
        other.nodes.length - one.nodes.length ||
        (one.code < other.code ? -1 : 1),
    );
}

/** Nodes by one of their facts, the largest group first. */
export function nodesBy<K>({ nodes }: Fleet, factOf: (node: KeptNode) => K): { fact: K; nodes: string[] }[] {
  return [...grouped(nodes, factOf)]
    .map(([fact, those]) => ({ fact, nodes: namesOf(those) }))
    .sort((one, other) => other.nodes.length - one.nodes.length);
}
