import { codeFrame } from '../code-frame.ts';
import type { ReportCheck, ReportFinding } from '../schema.ts';
import { COLOUR_OF } from '../style.ts';
import { visible } from '../visible.ts';
import { STOPS_HERE } from '../words.ts';
import { wrap } from '../wrap.ts';
import type { TextOptions } from './text-options.ts';

/** A finding's code and message, and whether craned's reading ends at it. `strong` makes the message bold. */
export function titleOf(finding: ReportFinding, { lang, style }: TextOptions, strong = false): string {
  const message = strong ? style.paint('bold', finding.message) : finding.message;
  const stops = finding.stopsCraned ? `${lang === 'zh' ? '' : ' '}${style.paint('gray', STOPS_HERE[lang])}` : '';
  return `  ${style.paint(COLOUR_OF[finding.severity]!, finding.code)}   ${message}${stops}`;
}

/** Where a finding is in the configuration, with the lines around it. */
export function frameOf(finding: ReportFinding, { source, style }: TextOptions): string[] {
  if (!finding.location) return [];
  const { path, line, column } = finding.location;
  const frame = source === null ? [] : codeFrame(source, finding.location);
  return [style.paint('gray', `${visible(path)}:${line}:${column}`), ...frame.map((text) => `  ${text}`)];
}

/** Prose is broken here, in terminal cells; messages and commands are not, so that they can be searched for and copied. */
const PROSE_WIDTH = 100;

/** Prose with a mark in front of its first line, the others indented below it. */
function prose(mark: string, text: string): string[] {
  const indent = ' '.repeat(mark.length);
  return wrap(text, PROSE_WIDTH - mark.length).map((line, index) => `${index === 0 ? mark : indent}${line}`);
}

type Remedy = NonNullable<ReportFinding['remedy']>;

/** How many steps at the end of a remedy are the end of another's too: check the file, restart, look again. */
function stepsShared(remedy: Remedy, before: readonly Remedy[]): number {
  const same = (a: Remedy['steps'][number] | undefined, b: typeof a): boolean =>
    a !== undefined && b !== undefined && a.text === b.text && a.command === b.command;
  const counts = before.map(({ steps }) => {
    let n = 0;
    while (same(steps.at(-1 - n), remedy.steps.at(-1 - n))) n += 1;
    return n;
  });
  return Math.max(0, ...counts);
}

/**
 * The guide's steps: numbered, each command on a line of its own, ready to be copied whole. Steps at
 * the end that stand in a remedy of the same block `before` are not repeated.
 */
export function remedyBlock(
  finding: ReportFinding,
  { lang, style }: TextOptions,
  before: readonly Remedy[] = [],
): string[] {
  const { remedy } = finding;
  if (!remedy) return [];
  const zh = lang === 'zh';
  const title = zh ? `解决方法（指南：${remedy.title}）` : `What to do (guide: ${remedy.title})`;
  const shared = stepsShared(remedy, before);
  const steps = remedy.steps.slice(0, remedy.steps.length - shared).flatMap((step, index) => {
    const notes = [...(step.needsRoot ? ['root'] : []), ...(step.changes ? [zh ? '会改变系统' : 'changes'] : [])];
    const noted = step.command !== undefined && notes.length > 0;
    const note = noted ? (zh ? `（${notes.join('，')}）` : ` (${notes.join(', ')})`) : '';
    const commands = step.command?.split('\n').map((line) => `           ${style.paint('cyan', line)}`) ?? [];
    return [...prose(`      ${index + 1}. `, `${step.text}${note}`), ...commands];
  });
  const summary = remedy.summary === '' ? [] : prose('      ', remedy.summary);
  const rest = zh ? '然后同上' : 'Then as above';
  const end = shared > 0 ? [`      ${remedy.steps.length - shared + 1}. ${rest}`] : [];
  return ['', `    ${title}`, ...summary.map((line) => style.paint('gray', line)), ...steps, ...end];
}

/** A finding that is no cause: its code, message and place; its remedy is in `--verbose` and in the JSON report. */
export function findingBlock(check: ReportCheck, finding: ReportFinding, options: TextOptions): string[] {
  const { style } = options;
  const first = titleOf(finding, options);
  const frame = frameOf(finding, options).map((line) => `    ${line}`);
  if (options.verbose) return [first, ...frame, ...remedyBlock(finding, options)];
  const steps = finding.remedy?.steps ?? [];
  // To look again before anything was done helps nobody.
  const command = steps
    .find((step) => step.command && !step.command.startsWith('crane-doctor '))
    ?.command?.split('\n')[0];
  return [first, ...frame, ...(command && check.status !== 'pass' ? [`    ${style.paint('cyan', command)}`] : [])];
}
