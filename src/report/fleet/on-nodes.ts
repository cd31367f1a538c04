import { listPieces } from '../../fleet/launcher.ts';
import { shellQuote } from '../../guide/shell-quote.ts';
import type { Remedy, Step } from '../schema.ts';

/** How nodes are reached from here. */
export interface Reach {
  readonly launcher: 'pdsh' | 'clush';
  /** Options of `fleet` that reach them in the same way again. */
  readonly again: readonly string[];
}

/** What runs where the administrator sits: launchers, clients of the cluster, and what looks things up. */
const HERE = /^(?:pdsh|pdcp|clush|ccontrol|cinfo|cqueue|ccon|crane-doctor (?:fleet|explain|list|config)\b)/;

/** A command line holds a longer list in several commands: it would be cut (shell-quote.ts). */
const LIST_LENGTH = 2_000;

/** A command on nodes: one word for the launcher, which every node's shell then reads. Null where it cannot be pasted. */
function onNodes(command: string, { launcher, again }: Reach, list: string): string | null {
  // The doctor's own check again, on all of them at once; other commands of the doctor go as any program does.
  const own = /^crane-doctor((?: -[^|;&\n]*)?)$/.exec(command);
  if (own) return [`crane-doctor fleet -w ${list}`, ...again].join(' ') + own[1]!;
  const quoted = command.split('\n').map((line) => (line === '' ? '' : shellQuote(`x${line}`)));
  if (quoted.includes(null)) return null;
  return `${launcher} -w ${list} '${command.replaceAll("'", `'\\''`)}'`;
}

/** A command of pdsh's or pdcp's in the guide as the site's own launcher has it: clush takes -w and -x as they do. */
function byLauncher(command: string, launcher: Reach['launcher']): string {
  if (launcher === 'pdsh') return command;
  const copy = /^pdcp ((?:-[wx] \S+ )+)(\S+) (\S+)$/.exec(command);
  return copy ? `clush ${copy[1]}--copy ${copy[2]} --dest ${copy[3]}` : command.replace(/^pdsh (?=-w )/, 'clush ');
}

function stepOn(step: Step, reach: Reach, nodes: string): Step {
  const { command, ...rest } = step;
  if (command === undefined) return step;
  if (HERE.test(command)) return { ...step, command: byLauncher(command, reach.launcher) };
  // Made for the name of one node: a list of many means nothing in it.
  if (nodes.includes('[') && command.includes(nodes)) return rest;
  const commands = listPieces(nodes, LIST_LENGTH).map((piece) => {
    const list = shellQuote(piece);
    return list === null ? null : onNodes(command, reach, list);
  });
  return commands.includes(null) ? rest : { ...rest, command: commands.join('\n') };
}

/** A remedy of one node as it is done on many: each command once, for the folded list of them. */
export function remedyOnNodes(remedy: Remedy, reach: Reach, nodes: string): Remedy {
  return { ...remedy, steps: remedy.steps.map((step) => stepOn(step, reach, nodes)) };
}
