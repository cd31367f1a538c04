import { evidenceOf } from '../evidence.ts';
import type { Report, ReportCheck } from '../schema.ts';
import { COLOUR_OF } from '../style.ts';
import { GROUP_NAMES, SKIP_REASONS } from '../words.ts';
import type { TextOptions } from './text-options.ts';

const ORDER = ['pass', 'warn', 'fail', 'unknown', 'skip'] as const;

/** The checks of a report by group, in the registry's order. */
export function groupsOf(report: Report): Map<string, ReportCheck[]> {
  const groups = new Map<string, ReportCheck[]>();
  for (const check of report.checks) groups.set(check.group, [...(groups.get(check.group) ?? []), check]);
  return groups;
}

/** All groups on one line: `Configuration 5 ✓   Runtime 2 ✓ 1 ✗ 2 –`. */
export function groupLine(report: Report, { lang, style }: TextOptions): string {
  return [...groupsOf(report)]
    .map(([group, checks]) => {
      const counts = ORDER.map((status) => [status, checks.filter((check) => check.status === status).length] as const)
        .filter(([, n]) => n > 0)
        .map(([status, n]) => style.paint(COLOUR_OF[status]!, `${n} ${style.symbols[status]}`));
      return `${GROUP_NAMES[group]?.[lang] ?? group} ${counts.join(' ')}`;
    })
    .join('   ');
}

/** Every check on a line of its own, with its evidence below it. */
export function groupTable(report: Report, { lang, style }: TextOptions): string[] {
  return [...groupsOf(report)].flatMap(([group, checks]) => [
    style.paint('bold', GROUP_NAMES[group]?.[lang] ?? group),
    ...checks.flatMap((check) => {
      const { skip } = check;
      const by = skip && skip.by.length > 0 ? `: ${skip.by.join(', ')}` : '';
      const why = skip
        ? style.paint('gray', `  ${SKIP_REASONS[skip.reason]![lang]}${by}${skip.note ? ` (${skip.note})` : ''}`)
        : '';
      return [
        `  ${style.paint(COLOUR_OF[check.status]!, style.symbols[check.status])} ${check.id}  ${check.title}${why}`,
        ...evidenceOf(check.observed, lang).map(({ label, value }) => `      ${style.paint('gray', label)}  ${value}`),
      ];
    }),
    '',
  ]);
}
