import type { ReportFinding } from '../schema.ts';
import { headlineOf as reportHeadline } from '../headline.ts';
import { asRootLines } from '../text/as-root.ts';
import { remedyBlock } from '../text/remedy-block.ts';
import type { TextOptions } from '../text/text-options.ts';
import { linesOf, proseWidth } from '../text/width.ts';
import { wrap } from '../wrap.ts';
import type { Triaged, TriagedGroup } from './schema.ts';
import type { Shown } from './shown.ts';
import {
  changeWords,
  clockWords,
  firstFinding,
  headlineOf,
  jobWords,
  localTime,
  nowWords,
  partsOf,
  passedOnBy,
  spanWords,
} from './triage-words.ts';

const COLOURS = { fail: 'red', unknown: 'cyan', pass: 'green' } as const;
const MOST_CHANGES = 8;
const MOST_UNKNOWN = 10;

function groupBlock(
  group: TriagedGroup,
  passing: readonly TriagedGroup[],
  triaged: Triaged,
  options: TextOptions,
): string[] {
  const { lang, style } = options;
  const { id, count, meaning = '', message } = group;
  const zh = lang === 'zh';
  const jobs = jobWords(group, lang);
  const now = nowWords(group, triaged, lang);
  const by = passedOnBy(group, passing).map((one) => `${one.id} (${one.count})`);
  return [
    `  ${style.paint('bold', `${count} × ${id}`)}   ${spanWords(group)}${jobs === '' ? '' : style.symbols.dot + jobs}`,
    ...wrap(meaning, proseWidth(options) - 4).map((line) => `    ${line}`),
    ...linesOf(message, '    ', options).map((line) => style.paint('gray', line)),
    ...(now === '' ? [] : linesOf(now, '    ', options)),
    ...(by.length === 0
      ? []
      : linesOf(`${zh ? '由这些消息转述：' : 'passed on by '}${by.join(zh ? '、' : ', ')}`, '    ', options)),
    '',
  ];
}

/** As many changes as are shown. An update installs packages by the dozen, which must not hide the others. */
function fewChanges(changes: Triaged['changes']): Triaged['changes'] {
  const others = changes.filter(({ kind }) => kind !== 'package').length;
  const packages = Math.max(0, MOST_CHANGES - others);
  let seen = 0;
  return changes.filter(({ kind }) => kind !== 'package' || (seen += 1) <= packages).slice(0, MOST_CHANGES);
}

function sourceLines(triaged: Triaged, options: TextOptions): string[] {
  const { lang } = options;
  const zh = lang === 'zh';
  const unread = triaged.sources.filter(({ error }) => error !== undefined);
  const jumped = clockWords(triaged, lang);
  return [
    ...(unread.length === 0 ? [] : [zh ? '未能读取（完整）：' : 'Not read, or not to the end:']),
    ...unread.flatMap(({ path, error }) => linesOf(`${path}: ${error}`, '  ', options)),
    ...jumped,
    ...(unread.length + jumped.length === 0 ? [] : ['']),
  ];
}

/** A triage for people: the faults with what is at the root first, what changed before them, and what to do first. */
export function triageText({ triaged, remedies, lacksRights }: Shown, options: TextOptions): string {
  const { lang, style } = options;
  const zh = lang === 'zh';
  const first = firstFinding(triaged);
  const remedy = first === undefined ? undefined : remedies.get(first);
  const { roots, passing, unknown, noise } = partsOf(triaged);
  const { since, until } = triaged.window;
  const host = triaged.report?.host.hostname;
  const read = triaged.sources.filter(({ error }) => error === undefined).length;
  const header = [
    'crane-doctor triage',
    ...(host === undefined ? [] : [host]),
    `${localTime(since)} – ${localTime(until)}`,
    zh ? `${read} 份日志` : `${read} ${read === 1 ? 'log' : 'logs'}`,
  ];
  const failed = roots.length > 0 || unknown.length > 0;
  const unread = triaged.sources.some(({ error }) => error !== undefined);
  const verdict = failed ? 'fail' : unread ? 'unknown' : 'pass';
  const lines = [
    header.join(style.symbols.dot),
    '',
    style.paint(COLOURS[verdict], `${style.symbols[verdict]} ${headlineOf(triaged, lang)}`),
    '',
    ...roots.flatMap((group) => groupBlock(group, passing, triaged, options)),
  ];
  if (failed && triaged.changes.length > 0) {
    const more = triaged.changes.length - MOST_CHANGES;
    lines.push(
      zh ? '出错前的变化（自第一次出错前一天起）：' : 'What changed before, from a day before the first of them on:',
      ...fewChanges(triaged.changes).flatMap((change) => linesOf(changeWords(change, lang), '  ', options)),
      ...(more > 0 ? [zh ? `  另有 ${more} 项` : `  and ${more} more`] : []),
      '',
    );
  }
  if (first !== undefined && remedy) {
    lines.push(`  ${first}`, ...remedyBlock({ code: first, remedy } as ReportFinding, options, []).slice(1), '');
  }
  if (unknown.length > 0) {
    lines.push(zh ? '未知的错误信息：' : 'Errors that are not known:');
    lines.push(
      ...unknown
        .slice(0, MOST_UNKNOWN)
        .flatMap((group) =>
          linesOf(`${group.count} × ${group.message.split('\\n')[0]}   ${spanWords(group)}`, '  ', options),
        ),
    );
    if (unknown.length > MOST_UNKNOWN)
      lines.push(
        zh ? `  另有 ${unknown.length - MOST_UNKNOWN} 种` : `  and ${unknown.length - MOST_UNKNOWN} more kinds`,
      );
    lines.push('');
  }
  if (noise.length > 0) {
    const named = noise.map(({ id, count }) => `${count} × ${id}`).join(zh ? '、' : ', ');
    lines.push(...linesOf(zh ? `不必处理的消息：${named}` : `Nothing to be done about: ${named}`, '', options), '');
  }
  lines.push(...sourceLines(triaged, options), ...asRootLines(lacksRights, options));
  if (triaged.report)
    lines.push(
      zh
        ? `现在的检查：${reportHeadline(triaged.report, lang)}`
        : `The checks now: ${reportHeadline(triaged.report, lang)}`,
    );
  lines.push(zh ? `退出码 ${options.exitCode}` : `exit ${options.exitCode}`);
  return style.plain(`${lines.join('\n')}\n`);
}
