import type { Lang } from '../../lang.ts';
import type { ReportFinding, Step } from '../schema.ts';
import { notesOf } from '../sentences.ts';
import { commandLines } from '../command-lines.ts';
import { wrap } from '../wrap.ts';
import type { TextOptions } from './text-options.ts';
import { lineWidth, linesOf, proseWidth } from './width.ts';

type Remedy = NonNullable<ReportFinding['remedy']>;

/** A remedy that the report has shown: under which finding, and which steps of it, by their numbers there. */
interface Shown {
  readonly code: string;
  readonly remedy: Remedy;
  readonly steps: ReadonlyMap<number, Step>;
}

/** The remedies of a report so far, in its order. Whoever shows one adds it. */
export type Told = Shown[];

/** Steps of a remedy that stand above already, as numbers under another finding. */
interface Above {
  readonly code: string;
  readonly first: number;
  readonly count: number;
}

/** A single step is as long as the line that refers to it. */
const WORTH_A_REFERENCE = 2;

/** Prose with a mark in front of its first line, the others indented below it. */
function prose(mark: string, text: string, width: number): string[] {
  const indent = ' '.repeat(mark.length);
  return wrap(text, width - mark.length).map((line, index) => `${index === 0 ? mark : indent}${line}`);
}

function same(a: Step | undefined, b: Step | undefined): boolean {
  return a !== undefined && b !== undefined && a.text === b.text && a.command === b.command;
}

function sameSteps(a: Remedy, b: Remedy): boolean {
  return a.steps.length === b.steps.length && a.steps.every((step, index) => same(step, b.steps[index]));
}

/** The longest run of these steps, from the first on, that was shown before; the first that has it. */
function longestAbove(steps: readonly Step[], told: Told): Above | null {
  let best: Above | null = null;
  for (const { code, steps: shown } of told) {
    for (const first of shown.keys()) {
      let count = 0;
      while (same(steps[count], shown.get(first + count))) count += 1;
      if (count >= WORTH_A_REFERENCE && count > (best?.count ?? 0)) best = { code, first, count };
    }
  }
  return best;
}

/**
 * The guide's steps: numbered, each command on a line of its own, ready to be copied whole. What stands
 * above already (the same entry under another finding; how a new configuration is put into effect) is referred
 * to by that finding's code and not said again.
 */
export function remedyBlock(finding: ReportFinding, options: TextOptions, told: Told): string[] {
  const { lang, style } = options;
  const width = proseWidth(options);
  const { code, remedy } = finding;
  if (!remedy) return [];
  const zh = lang === 'zh';
  const title = zh ? `解决方法（指南：${remedy.title}）` : `What to do (guide: ${remedy.title})`;
  const entry = told.filter((one) => one.remedy.guide === remedy.guide);
  const twin = entry.find((one) => sameSteps(one.remedy, remedy));
  if (twin) return ['', `    ${title}${zh ? `：同上文 ${twin.code}` : `: as above under ${twin.code}`}`];

  const shown = new Map<number, Step>();
  const lines: string[] = [];
  let number = 1;
  for (let at = 0; at < remedy.steps.length; number += 1) {
    const above = longestAbove(remedy.steps.slice(at), told);
    if (above) {
      const last = above.first + above.count - 1;
      const as = zh
        ? `同上文 ${above.code} 的第 ${above.first} 至 ${last} 步`
        : `As above under ${above.code}, steps ${above.first} to ${last}`;
      lines.push(`      ${number}. ${as}`);
      at += above.count;
      continue;
    }
    const step = remedy.steps[at]!;
    shown.set(number, step);
    lines.push(...stepLines(number, step, lang, width), ...commandLinesOf(step, options));
    at += 1;
  }
  told.push({ code, remedy, steps: shown });
  const summary = remedy.summary === '' || entry.length > 0 ? [] : prose('      ', remedy.summary, width);
  return ['', ...linesOf(title, '    ', options), ...summary.map((line) => style.paint('gray', line)), ...lines];
}

function stepLines(number: number, step: Step, lang: Lang, width: number): string[] {
  return prose(`      ${number}. `, `${step.text}${notesOf(step, lang)}`, width);
}

/** A command on lines of its own: whole, or on a terminal as they can be copied and pasted. */
function commandLinesOf({ command }: Step, options: TextOptions): string[] {
  const indent = ' '.repeat(11);
  const lines = command === undefined ? [] : commandLines(command, lineWidth(options) - indent.length, 'whole');
  return lines.map((line) => `${indent}${options.style.paint('cyan', line)}`);
}
