import type { Lang } from '../../../lang.ts';
import { headlineOf } from '../../headline.ts';
import { groupsOf, outlineOf, statusCounts, type Placed } from '../../outline.ts';
import type { Report, ReportCheck } from '../../schema.ts';
import { skipWords, subjectWords } from '../../sentences.ts';
import { comparisonOf, goneLines } from '../../site-words.ts';
import { styleOf } from '../../style.ts';
import { GROUP_NAMES, STATUS_NAMES } from '../../words.ts';
import type { Render, RenderOptions } from '../render.ts';
import { remediesTold, type Told } from '../told.ts';
import { causeHtml, evidenceList, findingHtml, findingLine } from './finding.ts';
import { htmlText } from './html-text.ts';
import { pageHtml, timeHtml } from './page.ts';

const { symbols } = styleOf(false, false);

function sign(status: keyof typeof STATUS_NAMES, { lang }: RenderOptions): string {
  const name = htmlText(STATUS_NAMES[status]![lang]);
  return `<span class="sign ${status}" role="img" aria-label="${name}" title="${name}">${symbols[status as 'pass']}</span>`;
}

/** How each group stands, at a glance. */
function groupsLine(report: Report, options: RenderOptions): string {
  const groups = [...groupsOf(report)].map(([group, checks]) => {
    const counts = statusCounts(checks).map(
      ([status, n]) => `<span class="count ${status}">${n}&nbsp;${sign(status, options)}</span>`,
    );
    return `<li>${htmlText(GROUP_NAMES[group]?.[options.lang] ?? group)} ${counts.join(' ')}</li>`;
  });
  return `<ul class="groups">${groups.join('\n')}</ul>`;
}

/** A check: one line, behind which is what was seen and found; what to do about it stands above. */
function checkRow(check: ReportCheck, options: RenderOptions): string {
  const why = check.skip ? ` <span class="faint">${htmlText(skipWords(check, options.lang))}</span>` : '';
  const line = `${sign(check.status, options)} <code>${htmlText(check.id)}</code> ${htmlText(check.title)}${why}`;
  const inside = [evidenceList(check, options), ...check.findings.map((finding) => findingLine(finding, options))];
  const text = inside.filter((part) => part !== '').join('\n');
  if (text === '') return `<li class="row">${line}</li>`;
  return `<li><details><summary>${line}</summary>${text}</details></li>`;
}

/** A part that is closed until somebody opens it. */
function part(title: string, inside: string): string {
  return `<details class="part"><summary>${htmlText(title)}</summary>\n${inside}\n</details>`;
}

function findingsPart(title: string, found: readonly Placed[], options: RenderOptions, told: Told): string {
  if (found.length === 0) return '';
  return part(`${title} (${found.length})`, found.map(({ finding }) => findingHtml(finding, options, told)).join('\n'));
}

function checksPart(report: Report, options: RenderOptions): string {
  const groups = [...groupsOf(report)].map(
    ([group, checks]) =>
      `<h3>${htmlText(GROUP_NAMES[group]?.[options.lang] ?? group)}</h3>\n<ul>${checks.map((check) => checkRow(check, options)).join('\n')}</ul>`,
  );
  return part(`${options.lang === 'zh' ? '全部检查' : 'All checks'} (${report.checks.length})`, groups.join('\n'));
}

/** How the report stands beside an earlier one. */
function comparisonPart(report: Report, lang: Lang): string {
  if (!report.baseline) return '';
  const gone = goneLines(report, lang).map((line) => `<li>${htmlText(line)}</li>`);
  return `<p>${htmlText(comparisonOf(report, lang))}</p>${gone.length === 0 ? '' : `<ul>${gone.join('\n')}</ul>`}`;
}

/** The report as one page. */
export const renderHtml: Render = (report, options) => {
  const { lang } = options;
  const zh = lang === 'zh';
  const { causes, further, warnings, infos, expected } = outlineOf(report);
  const headline = headlineOf(report, lang);
  const subject = [...subjectWords(report, lang).map(htmlText), timeHtml(report.startedAt)].join(' · ');
  const told = remediesTold();
  const main = [
    `<h1>${sign(report.verdict, options)} ${htmlText(headline)}</h1>`,
    `<p class="faint">${subject}</p>`,
    groupsLine(report, options),
    ...causes.map((cause) => causeHtml(report, cause, options, told)),
    findingsPart(zh ? '由此引起' : 'What follows from it', further, options, told),
    findingsPart(zh ? '警告' : 'Warnings', warnings, options, told),
    findingsPart(zh ? '提示' : 'Notes', infos, options, told),
    findingsPart(zh ? '预期内，不计入结果' : 'Expected, not counted', expected, options, told),
    comparisonPart(report, lang),
    checksPart(report, options),
  ];
  return pageHtml({ lang, title: `${report.host.hostname}: ${headline}`, main });
};
