import { codeFrame } from '../code-frame.ts';
import type { ReportCheck, ReportFinding } from '../schema.ts';
import { COLOUR_OF } from '../style.ts';
import { visible } from '../visible.ts';
import { wrap } from '../wrap.ts';
import type { TextOptions } from './text-options.ts';

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

/** The guide's steps: numbered, each command on a line of its own, ready to be copied whole. */
export function remedyBlock(finding: ReportFinding, { lang, style }: TextOptions): string[] {
  const { remedy } = finding;
  if (!remedy) return [];
  const zh = lang === 'zh';
  const title = zh ? `解决方法（指南：${remedy.title}）` : `What to do (guide: ${remedy.title})`;
  const steps = remedy.steps.flatMap((step, index) => {
    const notes = [...(step.needsRoot ? ['root'] : []), ...(step.changes ? [zh ? '会改变系统' : 'changes'] : [])];
    const noted = step.command !== undefined && notes.length > 0;
    const note = noted ? (zh ? `（${notes.join('，')}）` : ` (${notes.join(', ')})`) : '';
    const commands = step.command?.split('\n').map((line) => `           ${style.paint('cyan', line)}`) ?? [];
    return [...prose(`      ${index + 1}. `, `${step.text}${note}`), ...commands];
  });
  const summary = remedy.summary === '' ? [] : prose('      ', remedy.summary);
  return ['', `    ${title}`, ...summary.map((line) => style.paint('gray', line)), ...steps];
}

/** A finding that is no cause: its code, message and place; its remedy is in `--verbose` and in the JSON report. */
export function findingBlock(check: ReportCheck, finding: ReportFinding, options: TextOptions): string[] {
  const { style } = options;
  const first = `  ${style.paint(COLOUR_OF[finding.severity]!, finding.code)}   ${finding.message}`;
  const frame = frameOf(finding, options).map((line) => `    ${line}`);
  if (options.verbose) return [first, ...frame, ...remedyBlock(finding, options)];
  const command = finding.remedy?.steps.find((step) => step.command)?.command?.split('\n')[0];
  return [first, ...frame, ...(command && check.status !== 'pass' ? [`    ${style.paint('cyan', command)}`] : [])];
}
