import type { Check } from '../checks/check.ts';
import { COMMON_CODES } from '../checks/common-codes.ts';
import { severitiesOf } from '../checks/finder.ts';
import { CHECKS } from '../checks/index.ts';
import type { Severity } from '../checks/finding.ts';
import { guideEntry } from '../guide/resolve.ts';
import type { Lang } from '../lang.ts';
import type { CommandLine } from '../options/parse.ts';
import { jsonDocument } from '../report/json.ts';
import { COLOUR_OF, styleOf } from '../report/style.ts';
import { wantsColour, type Session } from './session.ts';

interface ListedCode {
  readonly code: string;
  readonly severity: Severity;
  readonly summary: string;
  readonly guide: string | null;
}

/** A check's codes, those that every check has at the end; the severity is the usual one. */
function codesOf(check: Check, lang: Lang): ListedCode[] {
  return Object.entries({ ...check.codes, ...COMMON_CODES }).map(([name, definition]) => ({
    code: `${check.id}/${name}`,
    severity: severitiesOf(definition)[0],
    summary: definition.summary[lang],
    guide: guideEntry(`${check.id}/${name}`, lang)?.id ?? null,
  }));
}

/** `crane-doctor list`: every check and finding code. */
export async function list(line: CommandLine, session: Session): Promise<number> {
  const { lang } = session;
  const checks = CHECKS.map((check) => ({
    id: check.id,
    group: check.group,
    title: check.title[lang],
    needs: [...check.needs],
    network: check.network,
    needsRoot: check.needsRoot,
    codes: codesOf(check, lang),
  }));
  if (line.flag('json')) {
    await session.print(jsonDocument({ schemaVersion: 1, checks }));
    return 0;
  }
  const style = styleOf(wantsColour(line, session), false);
  const text = checks.map(({ id, group, title, codes }) => {
    const rows = codes
      .filter(({ code }) => !(code.slice(id.length + 1) in COMMON_CODES))
      .map(
        ({ code, severity, summary }) =>
          `  ${style.paint(COLOUR_OF[severity]!, severity.padEnd(8))} ${code.padEnd(42)} ${summary}`,
      );
    return [`${style.paint('bold', id)}  ${title}${style.paint('gray', `  [${group}]`)}`, ...rows].join('\n');
  });
  await session.print(`${text.join('\n\n')}\n`);
  return 0;
}
