import type { Lang } from '../../../lang.ts';
import { remedyHtml } from '../../formats/html/finding.ts';
import { htmlText } from '../../formats/html/html-text.ts';
import { pageHtml, timeHtml } from '../../formats/html/page.ts';
import { remediesTold, type Told } from '../../formats/told.ts';
import { distributionWords, driftLines } from '../drift-words.ts';
import { fleetHeadline, whereWords } from '../fleet-words.ts';
import type { FleetDocument, FleetFinding } from '../schema.ts';
import { DISTRIBUTION, toDo, worstOf } from '../to-do.ts';
import { MATRIX_STYLE, matrixHtml, sign } from './matrix.ts';

function findingHtml(finding: FleetFinding, told: Told, lang: Lang): string {
  const targets = finding.targets.length < 2 ? [] : finding.targets;
  const items = targets.map(({ nodes, message }) => `<li><code>${htmlText(nodes)}</code> ${htmlText(message)}</li>`);
  return `<section class="cause${finding.severity === 'error' ? '' : ' open'}">
<h2>${htmlText(finding.message)}</h2>
<p><code class="${finding.severity}">${htmlText(finding.code)}</code> ${htmlText(whereWords(finding, lang, 400))}</p>
${items.length === 0 ? '' : `<ul>${items.join('\n')}</ul>`}
${remedyHtml({ code: finding.code, remedy: finding.remedy }, { lang }, told)}
</section>`;
}

function list(title: string, lines: readonly string[], below = ''): string {
  if (lines.length === 0) return '';
  return `<section><h2>${htmlText(title)}</h2><ul>${lines.map((line) => `<li>${htmlText(line)}</li>`).join('\n')}</ul>${below}</section>`;
}

function distributionHtml(document: FleetDocument, told: Told, lang: Lang): string {
  const remedy = document.distribution?.remedy;
  const steps = remedy ? remedyHtml({ code: DISTRIBUTION.en, remedy }, { lang }, told) : '';
  return list(DISTRIBUTION[lang], distributionWords(document, lang), steps);
}

function counts({ nodes }: FleetDocument, lang: Lang): string {
  const { total, answered, pass, warn, fail, unknown } = nodes;
  const zh = lang === 'zh';
  const each = Object.entries({ pass, warn, fail, unknown }).filter(([, n]) => n > 0);
  return `<ul class="groups"><li>${zh ? `${total} 个节点，${answered} 个应答` : `${total} nodes, ${answered} answered`}</li>${each
    .map(([status, n]) => `<li class="count ${status}">${n}&nbsp;${sign(status as 'pass', lang)}</li>`)
    .join('')}</ul>`;
}

/** A fleet as one page. */
export function fleetHtml(document: FleetDocument, lang: Lang): string {
  const zh = lang === 'zh';
  const headline = fleetHeadline(document, lang);
  const { startedAt, repeated } = document;
  const told = remediesTold();
  const main = [
    `<h1>${sign(worstOf(document), lang)} ${htmlText(headline)}</h1>`,
    `<p class="faint">crane-doctor fleet · ${timeHtml(startedAt)}</p>`,
    counts(document, lang),
    matrixHtml(document, lang),
    ...toDo(document).map((finding) => findingHtml(finding, told, lang)),
    list(zh ? '差异' : 'Drift', driftLines(document, lang)),
    distributionHtml(document, told, lang),
    list(zh ? '不止一次应答' : 'Answered more than once', repeated === '' ? [] : [repeated]),
  ];
  return pageHtml({ lang, title: `crane-doctor fleet: ${headline}`, style: MATRIX_STYLE, main });
}
