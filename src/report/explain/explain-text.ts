import type { Lang, Text } from '../../lang.ts';
import { remedyBlock, type Told } from '../text/remedy-block.ts';
import type { TextOptions } from '../text/text-options.ts';
import type { ReportFinding } from '../schema.ts';
import { padEnd } from '../cells.ts';
import { wrap } from '../wrap.ts';
import type { Explained, ExplainedMatch } from './schema.ts';

const PROSE_WIDTH = 100;

const LOGS: { readonly [log in NonNullable<ExplainedMatch['log']>]: Text } = {
  craned: { en: 'craned.log', zh: 'craned.log' },
  supervisor: {
    en: "the supervisor's log of the step on the node (CraneBaseDir/supervisor/JOB.STEP.log)",
    zh: '节点上该作业步的 supervisor 日志（CraneBaseDir/supervisor/作业.步.log）',
  },
  journal: { en: 'the journal of craned (stderr)', zh: 'craned 的 journal（stderr）' },
  cranectld: { en: 'cranectld.log on the control machine', zh: '控制节点上的 cranectld.log' },
  user: { en: "the user's terminal", zh: '用户终端' },
};

const LABELS = {
  by: { en: 'said by', zh: '来源' },
  log: { en: 'found in', zh: '位置' },
  line: { en: 'line', zh: '原文' },
  findings: { en: 'points to', zh: '指向' },
  verify: { en: 'verify', zh: '核实' },
} as const;

function facts(match: ExplainedMatch, query: string, lang: Lang): string[] {
  const rows: (readonly [keyof typeof LABELS, string | undefined])[] = [
    ['by', match.kind === 'check' || match.kind === 'code' ? undefined : match.component],
    ['log', match.log === null ? undefined : LOGS[match.log][lang]],
    ['line', match.line === match.id || match.line === query.trim() ? undefined : match.line],
    ['findings', match.kind === 'code' ? undefined : match.findings.join(lang === 'zh' ? '、' : ', ')],
    ['verify', match.verify],
  ];
  const given = rows.filter(([, value]) => value !== undefined && value !== '');
  const width = lang === 'zh' ? 6 : 11;
  return given.map(([label, value]) => `    ${padEnd(LABELS[label][lang], width)}${value}`);
}

/** What kind of line it is, where that decides what to do with it. */
function remark({ noise, wraps }: ExplainedMatch, lang: Lang): string[] {
  if (noise)
    return [
      lang === 'zh'
        ? '    这一行在正常情况下也会出现，不必处理。'
        : '    It appears when all is well, too: nothing is to be done.',
    ];
  if (!wraps) return [];
  return [
    lang === 'zh'
      ? '    这一行只是转述：真正的原因在它后面的文字里，或在同一日志的上一行。'
      : '    It passes on what went wrong: the cause stands behind it, or in the lines above it in the same log.',
  ];
}

/** What passes on a cause that is shown already, in a line. */
function passingLine({ id, meaning }: ExplainedMatch, { lang, style }: TextOptions): string[] {
  return [`  ${style.paint('gray', id)}${lang === 'zh' ? '（转述）' : ' (passes it on)'}  ${meaning}`, ''];
}

function block(match: ExplainedMatch, query: string, options: TextOptions, told: Told): string[] {
  const { lang, style } = options;
  const title = style.paint(match.certain ? 'bold' : 'gray', match.id);
  const finding = { code: match.id, remedy: match.remedy } as ReportFinding;
  return [
    `  ${title}`,
    ...wrap(match.meaning, PROSE_WIDTH - 4).map((line) => `    ${line}`),
    ...remark(match, lang),
    ...facts(match, query, lang),
    ...remedyBlock(finding, options, told),
    '',
  ];
}

function headline({ matches }: Explained, lang: Lang): string {
  const zh = lang === 'zh';
  if (matches.length === 0)
    return zh ? '没有已知的信息与此相符，也没有相近的。' : 'Nothing is known of this, and nothing is near to it.';
  if (matches.some(({ certain }) => certain)) {
    const known = matches.filter(({ certain }) => certain).length;
    if (zh) return known === 1 ? '已知：' : `其中有 ${known} 条已知信息，根本原因在前：`;
    return known === 1 ? 'This is known:' : `${known} things in it are known, what is at the root first:`;
  }
  return zh ? '不能确定。最接近的是：' : 'This is not certain. What is nearest to it:';
}

/** The answer of `explain` for people. */
export function explainText(explained: Explained, options: TextOptions): string {
  const told: Told = [];
  const lines = [headline(explained, options.lang), ''];
  const rooted = explained.matches.some(({ certain, wraps, noise }) => certain && !wraps && !noise);
  for (const match of explained.matches)
    lines.push(...(rooted && match.wraps ? passingLine(match, options) : block(match, explained.query, options, told)));
  if (explained.matches.length === 0)
    lines.push(
      options.lang === 'zh'
        ? '粘贴完整的一行或几行日志，或用 crane-doctor 检查本节点。'
        : 'Paste the whole line, or the lines around it; or look at the node itself: crane-doctor',
    );
  return options.style.plain(`${lines.join('\n').trimEnd()}\n`);
}
