import { headlineOf } from '../headline.ts';
import { outlineOf } from '../outline.ts';
import { messageOf, remedyLines } from '../plain-finding.ts';
import type { Report, ReportFinding } from '../schema.ts';
import { visible } from '../visible.ts';
import { pathInCheckout } from './path-in-checkout.ts';
import type { Render, RenderOptions } from './render.ts';

/*
 * GitHub's workflow commands: every line is one, so that nothing of a node is read as another
 * (`::command`, or the older `##[command]` that the runner finds anywhere in a line that is no command).
 */

/** What the site expects is shown, and is nobody's mistake. */
const LEVELS = { error: 'error', unknown: 'warning', warning: 'warning', info: 'notice' } as const;

/** The data of a command: the runner turns `%` and line ends back (`@actions/core`, escapeData); other controls are shown. */
function data(text: string): string {
  return text.toWellFormed().split('\n').map(visible).join('\n').replaceAll('%', '%25').replaceAll('\n', '%0A');
}

/** The value of a property ends at a comma or a colon too. */
function property(text: string): string {
  return data(visible(text)).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

function command(name: string, properties: { readonly [name: string]: string | number }, text: string): string {
  const given = Object.entries(properties).map(([key, value]) => `${key}=${property(String(value))}`);
  return `::${name} ${given.join(',')}::${data(text)}`;
}

function annotation(finding: ReportFinding, report: Report, { lang, base }: RenderOptions): string {
  const { location } = finding;
  const place: { readonly [name: string]: string | number } = location
    ? {
        file: pathInCheckout(location.path, report.host.root, base),
        line: location.line,
        col: location.column,
        ...(location.length > 0 ? { endColumn: location.column + location.length } : {}),
      }
    : {};
  const text = [messageOf(finding, lang), ...remedyLines(finding, lang)].join('\n');
  return command(finding.expected ? 'notice' : LEVELS[finding.severity], { ...place, title: finding.code }, text);
}

/** The verdict as a notice, then an annotation a finding, causes first, what is expected last: GitHub shows ten of each level a step. */
export const renderGithub: Render = (report, options) => {
  const { lang, verbose, quiet } = options;
  if (quiet && report.verdict === 'pass') return '';
  const { causes, further, warnings, infos, expected } = outlineOf(report);
  const findings = [
    ...causes.flatMap(({ leading, rest }) => [
      leading,
      ...rest.filter(({ severity }) => verbose || severity !== 'info'),
    ]),
    ...[...further, ...warnings, ...(verbose ? infos : []), ...(quiet ? [] : expected)].map(({ finding }) => finding),
  ];
  const verdict = command('notice', { title: 'crane-doctor' }, headlineOf(report, lang));
  return `${[verdict, ...findings.map((finding) => annotation(finding, report, options))].join('\n')}\n`;
};
