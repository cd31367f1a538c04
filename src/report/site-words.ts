import type { Lang } from '../lang.ts';
import type { EarlierFinding, Report, ReportFinding } from './schema.ts';

/* What the site's settings and an earlier report add to a finding, in words that several formats print. */

/** Behind a finding's message, with a space in front where the language has one: that it is new or still there, that it is expected; '' where neither. */
export function marksOf({ expected, baseline }: ReportFinding, lang: Lang): string {
  const zh = lang === 'zh';
  const marks = [
    ...(baseline === 'new' ? [zh ? '（新增）' : ' (new)'] : []),
    ...(baseline === 'known' ? [zh ? '（仍存在）' : ' (still there)'] : []),
    ...(expected
      ? [
          zh
            ? `（预期，至 ${expected.expires}：${expected.reason}）`
            : ` (expected until ${expected.expires}: ${expected.reason})`,
        ]
      : []),
  ];
  return marks.join('');
}

/** The site's own note about a finding, as lines; none where there is none. */
export function noteLines({ note }: Pick<ReportFinding, 'note'>, lang: Lang): string[] {
  if (note === undefined) return [];
  return `${lang === 'zh' ? '本站点备注：' : 'Note of this site: '}${note}`.split('\n');
}

/** The title of what is expected. */
export function expectedTitle(n: number, lang: Lang): string {
  return lang === 'zh' ? `${n} 条预期内的结论，不计入结果` : `${n} expected, not counted`;
}

/** How a report stands beside the earlier one; '' where there is none. */
export function comparisonOf({ baseline }: Report, lang: Lang): string {
  if (!baseline) return '';
  const { hostname, startedAt, new: fresh, known, fixed, unseen } = baseline;
  const then = [hostname, startedAt].filter((word) => word !== '').join(' ');
  return lang === 'zh'
    ? `与 ${then} 的报告相比：${fresh} 条新增，${known} 条仍存在，${fixed.length} 条已修复，${unseen.length} 条本次未能查看`
    : `Since the report of ${then}: ${fresh} new, ${known} still there, ${fixed.length} fixed, ${unseen.length} not looked at this time`;
}

/** What was found then and not now, a line each: fixed first, then what was not looked at. */
export function goneLines({ baseline }: Report, lang: Lang): string[] {
  const line = (word: string, { code, target, message }: EarlierFinding): string =>
    `${word}  ${code}${target === undefined ? '' : ` ${target}`}   ${message}`;
  const zh = lang === 'zh';
  return [
    ...(baseline?.fixed ?? []).map((finding) => line(zh ? '已修复' : 'fixed', finding)),
    ...(baseline?.unseen ?? []).map((finding) => line(zh ? '未能查看' : 'not looked at', finding)),
  ];
}
