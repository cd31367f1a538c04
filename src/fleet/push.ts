import { randomBytes } from 'node:crypto';
import type { HostError } from '../host/answer.ts';
import { askNodes, heardFrom, limitOf } from './ask.ts';
import { foldNames } from './fold.ts';
import type { Hearing } from './hearing.ts';
import { nameOf } from './node-names.ts';
import { copyCommand, type LaunchPlan } from './launcher.ts';
import { nodeLine } from './launcher-line.ts';

/** What a node says when a step was done there, and where another node has done it on a file system that both have. */
const DONE = 'crane-doctor-done';
const SHARED = 'crane-doctor-shared';

/** How long a node may take to make or remove a folder, ms, once connected. */
const STEP_MS = 10_000;

/** The program on the nodes that could take it. */
export interface Pushed {
  readonly nodes: readonly string[];
  readonly folder: string;
  readonly program: string;
  /** Takes it away; gives the nodes on which that did not succeed. */
  remove(): Promise<readonly string[]>;
}

/**
 * Copies a file to nodes, into a folder of its own with a name that nobody has chosen before: where there is
 * anything of that name nothing is done, so no file is ever replaced. That it is there already, and is our own, means
 * a file system that several nodes have: one of them takes the file. A node that has no such directory, or may not
 * write there, tells so in the hearing.
 */
export async function pushTo(
  plan: LaunchPlan,
  nodes: readonly string[],
  file: string,
  directory: string,
  hearing: Pick<Hearing, 'line'>,
  signal: AbortSignal,
): Promise<Pushed | { readonly error: HostError }> {
  const folder = `${directory.replace(/\/+$/, '')}/crane-doctor-${randomBytes(8).toString('hex')}`;
  const program = `${folder}/${file.endsWith('.cjs') ? 'crane-doctor.cjs' : 'crane-doctor'}`;
  const quick = { ...plan, commandMs: STEP_MS };
  const never = new AbortController().signal;

  const said = saying(nodes, hearing);
  const make = `mkdir -m 700 ${folder} && echo ${DONE} || { [ -d ${folder} ] && [ -O ${folder} ] && echo ${SHARED}; }`;
  const failed = await askNodes(quick, nodes, make, said, signal);
  if (failed) return { error: failed };
  const owners = [...said.of(DONE)];
  const remove = async (): Promise<readonly string[]> => {
    if (owners.length === 0) return [];
    const gone = saying(owners, { line: () => {} });
    await askNodes(quick, owners, `rm -f ${program}; rmdir ${folder} && echo ${DONE}`, gone, never);
    return owners.filter((name) => !gone.of(DONE).has(name));
  };
  const copy = { ...copyCommand(plan, foldNames(owners), file, program), leavesNothing: false };
  const copied = owners.length === 0 ? null : await heardFrom(copy, hearing, limitOf(plan, owners.length), signal);
  if (copied) {
    await remove();
    return { error: copied };
  }
  return { nodes: owners.length === 0 ? [] : [...owners, ...said.of(SHARED)], folder, program, remove };
}

/** Hears which nodes have done a step, and passes on everything else. */
function saying(
  nodes: readonly string[],
  hearing: Pick<Hearing, 'line'>,
): Pick<Hearing, 'line'> & { of(what: string): ReadonlySet<string> } {
  const named = nameOf(nodes);
  const by = new Map<string, Set<string>>([DONE, SHARED].map((what) => [what, new Set()]));
  return {
    of: (what) => by.get(what)!,
    line(line, cut, source) {
      const said = nodeLine(line);
      const name = said ? named(said.host) : undefined;
      const told = by.get(said?.text.trim() ?? '');
      if (name !== undefined && told) told.add(name);
      else hearing.line(line, cut, source);
    },
  };
}
