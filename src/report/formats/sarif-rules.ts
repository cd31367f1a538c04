import { definitionOf, severitiesOf } from '../../checks/finder.ts';
import type { Severity } from '../../checks/finding.ts';
import { CHECKS } from '../../checks/index.ts';
import type { GuideEntry } from '../../guide/entry.ts';
import { guideEntry } from '../../guide/resolve.ts';
import { wholeSteps } from '../../guide/whole-entry.ts';
import type { Json } from '../../json.ts';
import type { Lang } from '../../lang.ts';

/** How bad a finding is in SARIF's words; whether it is a problem at all is a result's `kind`. */
export const LEVELS: { readonly [severity in Severity]: string } = {
  error: 'error',
  unknown: 'none',
  warning: 'warning',
  info: 'none',
};

interface Command {
  readonly shell: string;
  readonly meantFor: readonly string[];
}

/** The guide's entry, with `{placeholders}`: a rule is about no particular node. */
function help(entry: GuideEntry): { text: string; markdown: string } {
  const steps = wholeSteps(entry, {}, { distro: null, runtime: null });
  const write = (command: (each: Command) => string, title: string): string =>
    [
      title,
      ...(entry.summary === '' ? [] : [entry.summary]),
      ...steps.map(({ text, commands }, index) => [`${index + 1}. ${text}`, ...commands.map(command)].join('\n')),
    ].join('\n\n');
  const meant = ({ meantFor }: Command): string => (meantFor.length === 0 ? '' : `# ${meantFor.join(', ')}\n`);
  const indented = (each: Command): string => `${meant(each)}${each.shell}`.replace(/^/gm, '   ');
  return {
    text: write(indented, entry.title),
    markdown: write((each) => `\n   \`\`\`sh\n${indented(each)}\n   \`\`\``, `# ${entry.title}`),
  };
}

/** What SARIF tells of a finding code: its summary, the check it belongs to, and the guide's entry. */
export function ruleOf(code: string, lang: Lang): Json {
  const [id = '', name = ''] = code.split('/');
  const check = CHECKS.find((one) => one.id === id);
  const definition = check && definitionOf(check, name);
  const entry = guideEntry(code, lang);
  return {
    id: code,
    ...(definition
      ? {
          shortDescription: { text: definition.summary[lang] },
          defaultConfiguration: { level: LEVELS[severitiesOf(definition)[0]] },
        }
      : {}),
    ...(entry ? { help: help(entry) } : {}),
    properties: { check: id, ...(check ? { title: check.title[lang], tags: [check.group] } : {}) },
  };
}
