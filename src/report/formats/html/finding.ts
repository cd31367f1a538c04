import { codeFrame } from '../../code-frame.ts';
import { evidenceOf } from '../../evidence.ts';
import type { OutlinedCause } from '../../outline.ts';
import { messageOf, placeOf, remedyTitle } from '../../plain-finding.ts';
import type { Report, ReportCheck, ReportFinding } from '../../schema.ts';
import { consequencesOf, notesOf } from '../../sentences.ts';
import { noteLines } from '../../site-words.ts';
import { textAt } from '../../source.ts';
import type { RenderOptions } from '../render.ts';
import type { Told } from '../told.ts';
import { htmlLines, htmlProse, htmlText } from './html-text.ts';

/** What was seen, as a list of names and values. */
export function evidenceList({ observed }: ReportCheck, { lang }: RenderOptions): string {
  const rows = evidenceOf(observed, lang).map(
    ({ label, value }) => `<dt>${htmlText(label)}</dt><dd><code>${htmlText(value)}</code></dd>`,
  );
  return rows.length === 0 ? '' : `<dl>${rows.join('\n')}</dl>`;
}

function place(finding: ReportFinding, { sources }: RenderOptions): string {
  const { location } = finding;
  if (!location) return '';
  const text = textAt(location.path, sources);
  const frame = text === null ? '' : `<pre class="frame"><code>${htmlLines(codeFrame(text, location))}</code></pre>`;
  return `<p class="faint">${htmlText(placeOf(finding)!)}</p>${frame}`;
}

/** What to do, or where on the page it stands already. */
export function remedyHtml(
  finding: Pick<ReportFinding, 'code' | 'remedy' | 'note'>,
  { lang }: Pick<RenderOptions, 'lang'>,
  told: Told,
): string {
  const note = noteLines(finding, lang).map(htmlText).join('<br>');
  const ours = note === '' ? '' : `<p class="note">${note}</p>\n`;
  if (!finding.remedy) return ours;
  const { title, summary, steps } = finding.remedy;
  const above = told(finding);
  const heading = `${ours}<h3>${htmlText(remedyTitle(title, above, lang))}</h3>`;
  if (above !== null) return heading;
  const items = steps.map((step) => {
    const command =
      step.command === undefined
        ? ''
        : `<pre class="command"><code>${htmlLines(step.command.split('\n'))}</code></pre>`;
    return `<li>${htmlProse(`${step.text}${notesOf(step, lang)}`)}${command}</li>`;
  });
  return [
    heading,
    summary === '' ? '' : `<p class="faint">${htmlProse(summary)}</p>`,
    `<ol>${items.join('\n')}</ol>`,
  ].join('\n');
}

/** A finding's code and message. */
export function findingLine(finding: ReportFinding, { lang }: RenderOptions): string {
  return `<p><code class="${finding.severity}">${htmlText(finding.code)}</code> ${htmlText(messageOf(finding, lang))}</p>`;
}

/** A finding that does not lead: its code and message, its place, what to do. */
export function findingHtml(finding: ReportFinding, options: RenderOptions, told: Told): string {
  const parts = [findingLine(finding, options), place(finding, options), remedyHtml(finding, options, told)];
  return `<div class="finding">${parts.filter((part) => part !== '').join('\n')}</div>`;
}

/** A cause: its leading finding with the evidence, what hangs on it, what to do, and the check's other findings. */
export function causeHtml(
  report: Report,
  { cause, check, leading, rest }: OutlinedCause,
  options: RenderOptions,
  told: Told,
): string {
  const { lang, verbose } = options;
  const consequences = consequencesOf(report, cause, lang);
  const others = rest.filter(({ severity }) => verbose || severity !== 'info');
  return `<section class="cause${leading.severity === 'unknown' ? ' open' : ''}">
<h2>${htmlText(messageOf(leading, lang))}</h2>
<p class="${leading.severity}"><code class="${leading.severity}">${htmlText(leading.code)}</code></p>
${place(leading, options)}
${evidenceList(check, options)}
${consequences === null ? '' : `<p>${htmlText(consequences)}</p>`}
${remedyHtml(leading, options, told)}
${others.map((finding) => findingHtml(finding, options, told)).join('\n')}
</section>`;
}
