import { padEnd } from '../cells.ts';
import { shellQuote } from '../../guide/shell-quote.ts';
import type { Remedy, ReportFinding } from '../schema.ts';
import { COLOUR_OF } from '../style.ts';
import { remedyBlock, type Told } from '../text/remedy-block.ts';
import type { TextOptions } from '../text/text-options.ts';
import { lineWidth, linesOf } from '../text/width.ts';
import { distributionWords, driftLines } from './drift-words.ts';
import { fleetHeadline, whereWords, whyWords } from './fleet-words.ts';
import { LIST_WIDTH, listWords } from './list-words.ts';
import type { FleetDocument, FleetFinding } from './schema.ts';
import { DISTRIBUTION, STATUS_OF, tasksOf, worstOf, type Task } from './to-do.ts';

/** How the nodes stand, in one row of counts. */
function countsLine({ nodes, durationMs }: FleetDocument, { lang, style }: TextOptions): string {
  const zh = lang === 'zh';
  const { total, answered, pass, warn, fail, unknown } = nodes;
  const counts = [
    style.paint('green', `${style.symbols.pass} ${pass}`),
    ...(warn > 0 ? [style.paint('yellow', `${style.symbols.warn} ${warn}`)] : []),
    ...(fail > 0 ? [style.paint('red', `${style.symbols.fail} ${fail}`)] : []),
    ...(unknown > 0 ? [style.paint('cyan', `${style.symbols.unknown} ${unknown}`)] : []),
  ];
  return [
    'crane-doctor fleet',
    zh ? `${total} 个节点` : `${total} ${total === 1 ? 'node' : 'nodes'}`,
    zh ? `${answered} 个应答` : `${answered} answered`,
    counts.join('  '),
    `${(durationMs / 1000).toFixed(1)} s`,
  ].join(style.symbols.dot);
}

/** A finding: how grave, what, on how many nodes, which; below it what one of them says. */
function findingLines(finding: FleetFinding, width: number, options: TextOptions): string[] {
  const { lang, style } = options;
  const status = STATUS_OF[finding.severity];
  const others = finding.targets.length - 1;
  const more =
    others > 0
      ? lang === 'zh'
        ? `（另有 ${others} 种情况）`
        : ` (and ${others} other ${others === 1 ? 'case' : 'cases'})`
      : '';
  return [
    `${style.paint(COLOUR_OF[status]!, style.symbols[status])} ${style.paint('bold', padEnd(finding.code, width))}  ${String(finding.count).padStart(5)}  ${whereWords(finding, lang, roomFor(width + 11, options))}`,
    ...linesOf(`${finding.message}${more}`, '    ', options).map((line) => style.paint('gray', line)),
  ];
}

function unansweredLines({ unanswered }: FleetDocument, options: TextOptions): string[] {
  const { lang, style } = options;
  if (unanswered.length === 0) return [];
  const zh = lang === 'zh';
  const count = unanswered.reduce((sum, one) => sum + one.count, 0);
  return [
    `${style.paint('cyan', style.symbols.unknown)} ${style.paint('bold', zh ? `没有报告的节点：${count}` : `${count} without a report`)}`,
    ...unanswered.flatMap((one) =>
      linesOf(`${listWords(one.nodes, one.count, lang)}  ${whyWords(one, lang)}`, '    ', options),
    ),
    '',
  ];
}

/** How long a list may be beside so many cells: what is said behind a cut one has its place too. */
function roomFor(cells: number, options: TextOptions): number {
  const words = ' (100000 nodes)'.length;
  return Math.max(20, Math.min(LIST_WIDTH, lineWidth(options) - cells - words));
}

/**
 * A long list once for all commands of a remedy, in a variable of the shell. It has no place where it could be broken, so
 * that it is left to the terminal, whose copy of it is whole.
 */
function withVariable(
  { nodes, remedy }: Task,
  { style }: TextOptions,
): { lines: string[]; remedy: Remedy | undefined } {
  const list = shellQuote(nodes);
  if (!remedy || list === null || nodes.length <= LIST_WIDTH) return { lines: [], remedy };
  const steps = remedy.steps.map((step) =>
    step.command === undefined ? step : { ...step, command: step.command.replaceAll(`-w ${list}`, '-w "$nodes"') },
  );
  return { lines: [`    ${style.paint('cyan', `nodes=${list}`)}`], remedy: { ...remedy, steps } };
}

/** What is to be done: once for each cause, worst first, with the list of the nodes in its commands. */
function remedies(document: FleetDocument, options: TextOptions): string[] {
  const told: Told = [];
  return tasksOf(document, options.lang).flatMap((task) => {
    const { lines, remedy } = withVariable(task, options);
    const block = remedyBlock({ code: task.title, remedy } as ReportFinding, options, told);
    const head = `  ${task.title}  ${task.where(roomFor(task.title.length + 4, options))}`;
    return [head, ...lines, ...block.filter((line, index) => index > 0 || line !== ''), ''];
  });
}

/**
 * A fleet for people: how many are well, what is wrong on which nodes, who did not answer, what differs, what to do.
 * Quiet, it says nothing where all is well and the same.
 */
export function fleetText(document: FleetDocument, options: TextOptions): string {
  const { lang, style, quiet } = options;
  const zh = lang === 'zh';
  const { findings, repeated } = document;
  const width = Math.max(0, ...findings.map(({ code }) => code.length));
  const worst = worstOf(document);
  const drift = driftLines(document, lang);
  const distribution = quiet ? [] : distributionWords(document, lang);
  if (quiet && worst === 'pass' && drift.length === 0) return '';
  const lines = [
    countsLine(document, options),
    '',
    style.paint(COLOUR_OF[worst]!, `${style.symbols[worst]} ${fleetHeadline(document, lang)}`),
    '',
    ...findings.flatMap((finding) => findingLines(finding, width, options)),
    ...(findings.length === 0 ? [] : ['']),
    ...unansweredLines(document, options),
    ...(drift.length === 0
      ? []
      : [style.paint('bold', zh ? '差异' : 'Drift'), ...drift.flatMap((line) => linesOf(line, '  ', options)), '']),
    ...(distribution.length === 0
      ? []
      : [style.paint('bold', DISTRIBUTION[lang]), ...distribution.flatMap((line) => linesOf(line, '  ', options)), '']),
    ...(repeated === ''
      ? []
      : [
          ...linesOf(
            zh ? `不止一次应答（以最新为准）：${repeated}` : `Answered more than once (the latest counts): ${repeated}`,
            '',
            options,
          ),
          '',
        ]),
    ...remedies(document, options),
    zh ? `退出码 ${options.exitCode}` : `exit ${options.exitCode}`,
  ];
  return style.plain(`${lines.join('\n')}\n`);
}
