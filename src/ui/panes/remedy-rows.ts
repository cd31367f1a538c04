import type { Lang } from '../../lang.ts';
import type { Remedy, Step } from '../../report/schema.ts';
import { commandLines } from '../command-lines.ts';
import type { Look } from '../look.ts';
import { span, twoSides, type Row } from '../row.ts';
import { WORDS } from '../words.ts';
import { wrap } from '../../report/wrap.ts';

/** A step: its number and text, what its command needs and does, and the command alone on its lines. */
function stepRows(step: Step, number: number, width: number, lang: Lang, look: Look): Row[] {
  const notes = [...(step.needsRoot ? [WORDS.root[lang]] : []), ...(step.changes ? [WORDS.changes[lang]] : [])].join(
    look.style.symbols.dot,
  );
  const [first, ...more] = wrap(step.text, width - 3);
  const label = String(number).padEnd(3);
  const right = notes === '' || step.command === undefined ? [] : [span(notes, 'gray')];
  const last = more.at(-1);
  const text =
    last === undefined
      ? [twoSides([span(label, 'bold'), span(first!)], right, width, look.glyphs.ellipsis)]
      : [
          [span(label, 'bold'), span(first!)],
          ...more.slice(0, -1).map((line) => [span(`   ${line}`)]),
          twoSides([span(`   ${last}`)], right, width, look.glyphs.ellipsis),
        ];
  const commands = step.command === undefined ? [] : commandLines(step.command, width - 5);
  return [...text, ...commands.map((line) => [span('     '), span(line, 'cyan')])];
}

/** What to do about a finding, by the guide, with this node's values. */
export function remedyRows(remedy: Remedy, width: number, lang: Lang, look: Look): Row[] {
  const title = [span(WORDS.whatToDo[lang], 'bold')];
  const guide = lang === 'zh' ? `${WORDS.guide.zh}：${remedy.title}` : `${WORDS.guide.en}: ${remedy.title}`;
  return [
    twoSides(title, [span(guide, 'gray')], width, look.glyphs.ellipsis),
    ...(remedy.summary === '' ? [] : wrap(remedy.summary, width).map((line) => [span(line, 'gray')])),
    ...remedy.steps.flatMap((step, index) => stepRows(step, index + 1, width, lang, look)),
  ];
}
