import { QUOTE, redactedValue, SECRET_KEY } from './secret-words.ts';
import { lineEnd, quotedSpan, type Span } from './value-span.ts';

/**
 * A secret's name as an element of a list, and the next element behind it: `["--password", X]`, `[password, X]`, and
 * the lines `- --password` and `- X`. Between them stands a comma, or the line end and the dash of YAML's blocks.
 */
const ELEMENT = new RegExp(
  `(?<![^\\s,("'\\[])(--?)?(${SECRET_KEY})(${QUOTE})?(?:\\s{0,80},\\s{0,80}|[ \\t]{0,40}\\r?\\n[ \\t]{0,80}-[ \\t]{1,40})`,
  'gi',
);
/** Whether a name without dashes stands in a list: in prose `password, token` are words like others. */
const IN_LIST = /\[[^[\]\n]{0,400}$|(?:^|\n)[ \t]*-[ \t]+\\*["']?$/;
const BEGINS_LIST = /\[\s*\\*["']?$/;
const ENDS_LIST = /^\\*["']?\s*\]/;
/** The name of a field, as lists of names have them. */
const FIELD_NAME = /^[a-z][a-z_-]*$/;

function plainElement(text: string, from: number): Span {
  const end = lineEnd(text, from);
  let to = from;
  while (to < end && !/[\s,\]}]/.test(text[to]!)) to += 1;
  return { from, to };
}

/** A text without the secrets that stand in lists behind their names, and how many there were. */
export function redactListed(text: string): { readonly text: string; readonly times: number } {
  const left: string[] = [];
  let done = 0;
  let times = 0;
  ELEMENT.lastIndex = 0;
  for (let match = ELEMENT.exec(text); match; match = ELEMENT.exec(text)) {
    const place = match.index + match[0].length;
    const before = text.slice(Math.max(0, match.index - 400), match.index);
    const { from, to } = quotedSpan(text, place, lineEnd(text, place)) ?? plainElement(text, place);
    const value = text.slice(from, to);
    ELEMENT.lastIndex = place;
    if (value.startsWith('-') || from < done) continue;
    if (match[1] === undefined) {
      if (!IN_LIST.test(before)) continue;
      const isPair = BEGINS_LIST.test(before) && ENDS_LIST.test(text.slice(to, to + 80));
      if (FIELD_NAME.test(value) && !isPair) continue;
    }
    const stays = redactedValue(value);
    if (stays === value) continue;
    left.push(text.slice(done, from), stays);
    done = to;
    times += 1;
  }
  return { text: left.join('') + text.slice(done), times };
}
