import type { Lang } from '../../../lang.ts';
import { htmlText } from '../../formats/html/html-text.ts';
import { styleOf } from '../../style.ts';
import { STATUS_NAMES } from '../../words.ts';
import { whyWords } from '../fleet-words.ts';
import { listWords } from '../list-words.ts';
import type { FleetClass, FleetDocument } from '../schema.ts';

const { symbols } = styleOf(false, false);

/** A status as a sign with its name. */
export function sign(status: keyof typeof symbols, lang: Lang): string {
  const name = htmlText(STATUS_NAMES[status]![lang]);
  return `<span class="sign ${status}" role="img" aria-label="${name}" title="${name}">${symbols[status]}</span>`;
}

/** The checks in the order of the first class that has them. */
function checksOf(classes: readonly FleetClass[]): string[] {
  return [...new Set(classes.flatMap(({ checks }) => Object.keys(checks)))];
}

/** Whether a check tells classes apart, or is wrong on all: what passes or is skipped everywhere only fills the page. */
function speaks(check: string, classes: readonly FleetClass[]): boolean {
  return classes.some(({ checks }) => !['pass', 'skip', undefined].includes(checks[check]));
}

/** Which nodes: their folded list, whole behind a click where it is long. */
function nodesCell(nodes: string, count: number, lang: Lang): string {
  const short = listWords(nodes, count, lang, 40);
  if (short === nodes) return `<th scope="row"><code>${htmlText(nodes)}</code></th>`;
  return `<th scope="row"><details><summary><code>${htmlText(short)}</code></summary><code>${htmlText(nodes)}</code></details></th>`;
}

function row(one: FleetClass, checks: readonly string[], lang: Lang): string {
  const cells = checks.map((check) => {
    const status = one.checks[check];
    const title = `${check}: ${STATUS_NAMES[status ?? 'skip']![lang]}`;
    return `<td class="${status ?? 'skip'}" title="${htmlText(title)}">${status === undefined ? '' : sign(status, lang)}</td>`;
  });
  return `<tr>${nodesCell(one.nodes, one.count, lang)}<td class="number">${one.count}</td><td>${sign(one.verdict, lang)}</td>${cells.join('')}</tr>`;
}

function table(classes: readonly FleetClass[], checks: readonly string[], silent: string, lang: Lang): string {
  const zh = lang === 'zh';
  const heads = checks.map((check) => `<th scope="col" class="check"><span>${htmlText(check)}</span></th>`);
  return `<div class="scroll"><table class="matrix">
<thead><tr><th scope="col">${zh ? '节点' : 'Nodes'}</th><th scope="col"></th><th scope="col"></th>${heads.join('')}</tr></thead>
<tbody>
${classes.map((one) => row(one, checks, lang)).join('\n')}${silent}
</tbody></table></div>`;
}

/**
 * The matrix of nodes against checks: a row for nodes with the same picture, the largest class first, those without
 * a report last; the checks that say something, and behind a click all of them.
 */
export function matrixHtml({ classes, unanswered }: FleetDocument, lang: Lang): string {
  const all = checksOf(classes);
  const speaking = all.filter((check) => speaks(check, classes));
  const silent = unanswered
    .map(
      (one) =>
        `\n<tr>${nodesCell(one.nodes, one.count, lang)}<td class="number">${one.count}</td><td>${sign('unknown', lang)}</td><td colspan="${Math.max(1, speaking.length)}">${htmlText(whyWords(one, lang))}</td></tr>`,
    )
    .join('');
  const title = lang === 'zh' ? `全部检查（${all.length}）` : `All checks (${all.length})`;
  const whole = `<details class="part"><summary>${title}</summary>\n${table(classes, all, '', lang)}\n</details>`;
  return `<section>${table(classes, speaking, silent, lang)}</section>${classes.length === 0 ? '' : `\n${whole}`}`;
}

/** Beside the style of a report's page. */
export const MATRIX_STYLE = `
main { max-width: 72rem; }
.scroll { overflow-x: auto; }
table.matrix { border-collapse: collapse; font-size: .875rem; }
.matrix th, .matrix td { padding: .25rem .5rem; border-bottom: 1px solid var(--line); text-align: center; vertical-align: middle; }
.matrix th[scope=row], .matrix thead th:first-child { text-align: left; font-weight: normal; min-width: 12rem; max-width: 24rem; }
.matrix td[colspan] { text-align: left; }
.matrix th.check { vertical-align: bottom; font-weight: normal; padding: .25rem; }
.matrix th.check span { writing-mode: vertical-rl; transform: rotate(180deg); white-space: nowrap; }
.matrix td.number { text-align: right; white-space: nowrap; }
`;
