import type { Check } from '../checks/check.ts';
import { COMMON_CODES } from '../checks/common-codes.ts';
import { severitiesOf } from '../checks/finder.ts';
import { CHECKS } from '../checks/index.ts';
import type { Severity } from '../checks/finding.ts';
import { guideEntry } from '../guide/resolve.ts';
import type { Lang } from '../lang.ts';
import type { CommandLine } from '../options/parse.ts';
import { jsonDocument } from '../report/json.ts';
import { COLOUR_OF, styleOf, type Style } from '../report/style.ts';
import { SMOKE } from '../smoke/findings.ts';
import { wantsColour, type Session } from './session.ts';

interface ListedCode {
  readonly code: string;
  readonly severity: Severity;
  readonly summary: string;
  readonly guide: string | null;
}

/** Codes by their names; the severity is the usual one. */
function listed(id: string, codes: Check['codes'], lang: Lang): ListedCode[] {
  return Object.entries(codes).map(([name, definition]) => ({
    code: `${id}/${name}`,
    severity: severitiesOf(definition)[0],
    summary: definition.summary[lang],
    guide: guideEntry(`${id}/${name}`, lang)?.id ?? null,
  }));
}

/** What a smoke test finds: its own codes, and of those that every check has the one that it can have. */
function smokeListed(lang: Lang): { readonly title: string; readonly codes: readonly ListedCode[] } {
  const { 'could-not-look': notSeen } = COMMON_CODES;
  const codes: Check['codes'] = { ...SMOKE.codes, 'could-not-look': notSeen };
  return { title: SMOKE.title[lang], codes: listed(SMOKE.id, codes, lang) };
}

/** A block of the text: a title, and a line for each code. */
function block(id: string, title: string, where: string, codes: readonly ListedCode[], style: Style): string {
  const rows = codes.map(
    ({ code, severity, summary }) =>
      `  ${style.paint(COLOUR_OF[severity]!, severity.padEnd(8))} ${code.padEnd(42)} ${summary}`,
  );
  return [`${style.paint('bold', id)}  ${title}${style.paint('gray', `  ${where}`)}`, ...rows].join('\n');
}

/** `crane-doctor list`: every check and finding code. A smoke test is no check: it stands beside them. */
export async function list(line: CommandLine, session: Session): Promise<number> {
  const { lang } = session;
  const smoke = smokeListed(lang);
  const checks = CHECKS.map((check) => ({
    id: check.id,
    group: check.group,
    title: check.title[lang],
    needs: [...check.needs],
    network: check.network,
    needsRoot: check.needsRoot,
    codes: listed(check.id, { ...check.codes, ...COMMON_CODES }, lang),
  }));
  if (line.flag('json')) {
    await session.print(jsonDocument({ schemaVersion: 1, checks, smoke }));
    return 0;
  }
  const style = styleOf(wantsColour(line, session), false);
  const isOwn = ({ code }: ListedCode): boolean => !(code.slice(code.indexOf('/') + 1) in COMMON_CODES);
  const text = checks.map(({ id, group, title, codes }) => block(id, title, `[${group}]`, codes.filter(isOwn), style));
  text.push(block(SMOKE.id, smoke.title, '(crane-doctor smoke)', smoke.codes, style));
  await session.print(`${text.join('\n\n')}\n`);
  return 0;
}
