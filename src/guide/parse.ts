import { commandsAt } from './command-block.ts';
import type { GuideEntry, GuideStep } from './entry.ts';
import { Lines } from './lines.ts';
import { placeholdersIn } from './placeholders.ts';

const HEADING = /^## (\S.*) \{#([a-z][a-z0-9-]*)(?: covers="([^"]*)")?\}$/;
const CODE = /^(?:\*|[a-z][a-z0-9-]*)\/[a-z][a-z0-9-]*$/;
const STEP = /^(\d+)\. (\S.*)$/;
const NO_PARAGRAPH = /^(?:\s|#|>|\*|-|\||```|\d+\. )/;
const LINK = /^\[[^\]]+\]\(#([a-z][a-z0-9-]*)\)$/;

/** A step that is a link to another entry stands for that entry's steps. */
interface LinkStep {
  readonly link: string;
  readonly line: number;
}

type WrittenEntry = Omit<GuideEntry, 'steps'> & { readonly steps: readonly (GuideStep | LinkStep)[] };

/**
 * The entries of the guide, in its order. Each is a heading `## title {#id covers="check/code …"}`, a summary of
 * one paragraph, and numbered steps with their commands; what stands before the first heading is left out.
 * A step `[text](#id)` is replaced by the steps of that entry. Every paragraph is one line. Throws a
 * GuideError with `file` and the line's number at the first thing that is not so.
 */
export function parseGuide(file: string, markdown: string): readonly GuideEntry[] {
  const lines = new Lines(file, markdown);
  while (lines.peek() !== undefined && !lines.peek()!.startsWith('## ')) lines.take();
  const written: WrittenEntry[] = [];
  const seen = new Set<string>();
  while (lines.peekText() !== undefined) {
    const line = lines.number;
    const entry = entryAt(lines);
    for (const name of [entry.id, ...entry.covers]) {
      if (seen.has(name)) throw lines.wrong(`${name} is there twice`, line);
      seen.add(name);
    }
    written.push(entry);
  }
  return written.map((entry) => ({ ...entry, steps: entry.steps.flatMap((step) => linked(lines, written, step)) }));
}

function entryAt(lines: Lines): WrittenEntry {
  const heading = HEADING.exec(lines.take()!);
  if (!heading) throw lines.wrong('a heading is: ## title {#id covers="check/code"}');
  const [, title, id, codes] = heading as unknown as [string, string, string, string | undefined];
  const covers = codes?.split(' ') ?? [];
  const odd = covers.find((code) => !CODE.test(code));
  if (odd !== undefined) throw lines.wrong(`"${odd}" is no finding code`);
  const summary = lines.peekText();
  lines.take();
  if (summary === undefined || NO_PARAGRAPH.test(summary)) throw lines.wrong('a summary of one line comes first');
  if (placeholdersIn(title + summary).length > 0) throw lines.wrong('placeholders are for steps only');
  const steps: (GuideStep | LinkStep)[] = [];
  for (;;) {
    const next = lines.peekText();
    if (next === undefined || next.startsWith('## ')) break;
    steps.push(stepAt(lines, steps.length + 1));
  }
  if (steps.length === 0) throw lines.wrong('the entry has no steps');
  return { id, title, covers, summary, steps };
}

function stepAt(lines: Lines, expected: number): GuideStep | LinkStep {
  const line = lines.number;
  const step = STEP.exec(lines.take()!);
  if (!step || Number(step[1]) !== expected) throw lines.wrong(`step ${expected} is expected here: ${expected}. text`);
  const text = step[2]!;
  const link = LINK.exec(text);
  const commands = commandsAt(lines);
  if (!link) return { text: commands.length > 0 ? text.replace(/[:：]$/, '') : text, commands };
  if (commands.length > 0) throw lines.wrong('a step that links to an entry has no command of its own', line);
  return { link: link[1]!, line };
}

function linked(lines: Lines, entries: readonly WrittenEntry[], step: GuideStep | LinkStep): readonly GuideStep[] {
  if (!('link' in step)) return [step];
  const target = entries.find((entry) => entry.id === step.link);
  if (!target) throw lines.wrong(`no entry has the id ${step.link}`, step.line);
  return target.steps.map((other) => {
    if ('link' in other) throw lines.wrong(`${step.link} itself links to ${other.link}`, step.line);
    return other;
  });
}
