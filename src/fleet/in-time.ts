import { nodesBy, type Fleet } from './fleet.ts';

/** Nodes of one difference in time. */
export interface InTime {
  readonly seconds: number;
  readonly nodes: readonly string[];
}

/** Nodes whose clock is off, by whole seconds (minutes from two on), the largest group first. */
export function clockDrift(fleet: Fleet): readonly InTime[] {
  const off = { ...fleet, nodes: fleet.nodes.filter(({ clockMs }) => clockMs !== 0) };
  const rounded = (ms: number): number => {
    const unit = Math.abs(ms) >= 120_000 ? 60 : 1;
    return Math.trunc(ms / 1000 / unit) * unit;
  };
  return nodesBy(off, ({ clockMs }) => rounded(clockMs)).map(({ fact, nodes }) => ({ seconds: fact, nodes }));
}

/** Reports of one run begin closer to each other: the waves of a large cluster take minutes. */
const ONE_RUN_MS = 10 * 60_000;

/**
 * Reports that nobody asked for here and that began long before most others (negative: by how much at most), or long
 * after: of another run, or of a clock that is off. Which of the two no report shows.
 */
export function startedApart({ nodes, asked }: Fleet): readonly InTime[] {
  const right = nodes.filter(({ clockMs }) => clockMs === 0);
  const sorted = right.map(({ startedAt }) => startedAt).sort((one, other) => one - other);
  const most = sorted[Math.floor(sorted.length / 2)];
  if (asked || most === undefined) return [];
  const before = right.filter(({ startedAt }) => startedAt < most - ONE_RUN_MS);
  const after = right.filter(({ startedAt }) => startedAt > most + ONE_RUN_MS);
  const apart = (those: typeof right, furthest: number): InTime[] =>
    those.length === 0 ? [] : [{ seconds: Math.trunc((furthest - most) / 1000), nodes: those.map(({ name }) => name) }];
  return [...apart(before, sorted[0]!), ...apart(after, sorted.at(-1)!)];
}
