import type { Lang } from '../lang.ts';
import type { ReportFinding } from './schema.ts';
import { notesOf } from './sentences.ts';
import { marksOf, noteLines } from './site-words.ts';
import { visible } from './visible.ts';
import { STOPS_HERE } from './words.ts';

/** A finding's message, with whether craned's reading ends at it, and whether it is new or expected. */
export function messageOf(finding: ReportFinding, lang: Lang): string {
  const stops = finding.stopsCraned ? `${lang === 'zh' ? '' : ' '}${STOPS_HERE[lang]}` : '';
  return `${finding.message}${stops}${marksOf(finding, lang)}`;
}

/** Where a finding is: `/etc/crane/config.yaml:12:3`; null where it has no place in a file. */
export function placeOf({ location }: ReportFinding): string | null {
  return location ? `${visible(location.path)}:${location.line}:${location.column}` : null;
}

/** The line above the steps of a remedy; where these stand already (`above`, a finding's code), the line that says so. */
export function remedyTitle(title: string, above: string | null, lang: Lang): string {
  if (lang === 'zh') return `解决方法（指南：${title}）${above === null ? '' : `：同上文 ${above}`}`;
  return `What to do (guide: ${title})${above === null ? '' : `: as above under ${above}`}`;
}

/** What to do, as lines without any mark-up: the site's note, the guide's entry and its numbered steps, a command on lines of its own. */
export function remedyLines(finding: ReportFinding, lang: Lang): string[] {
  const { remedy } = finding;
  const note = noteLines(finding, lang);
  if (!remedy) return note;
  const steps = remedy.steps.flatMap((step, index) => [
    `${index + 1}. ${step.text}${notesOf(step, lang)}`,
    ...(step.command?.split('\n').map((line) => `   ${line}`) ?? []),
  ]);
  return [...note, remedyTitle(remedy.title, null, lang), ...steps];
}
