import type { Lang } from '../lang.ts';
import type { Remedy } from '../report/schema.ts';
import { wrap } from '../report/wrap.ts';
import type { Look } from './look.ts';
import { span, twoSides, type Row } from './row.ts';
import { WORDS } from './words.ts';
import { commandNotes, commandRows, stepText } from './step-rows.ts';

/** What to do about a finding, by the guide, with this node's values: each step, what its command needs and does, the command. */
export function remedyRows(remedy: Remedy, width: number, lang: Lang, look: Look): Row[] {
  const title = [span(WORDS.whatToDo[lang], 'bold')];
  const guide = lang === 'zh' ? `${WORDS.guide.zh}：${remedy.title}` : `${WORDS.guide.en}: ${remedy.title}`;
  return [
    twoSides(title, [span(guide, 'gray')], width, look.glyphs.ellipsis),
    ...(remedy.summary === '' ? [] : wrap(remedy.summary, width).map((line) => [span(line, 'gray')])),
    ...remedy.steps.flatMap((step, index) => [
      ...stepText(step.text, index + 1, step.command === undefined ? '' : commandNotes(step, lang, look), width, look),
      ...(step.command === undefined ? [] : commandRows(step.command, width)),
    ]),
  ];
}
