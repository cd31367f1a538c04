import { QUOTE, redactedValue, SECRET_KEY, tellsNothing } from './secret-words.ts';
import { blockEnd, lineEnd, plainSpan, quotedSpan, type Span } from './value-span.ts';

/** A key with what parts it from its value: `key: `, `"key":`, `KEY=`, `? key⏎ : `, `--key VALUE`. */
const KEY = new RegExp(
  `(?<![A-Za-z0-9_.-])(?:(${SECRET_KEY})${QUOTE}?[ \\t]{0,40}(?:\\r?\\n[ \\t]{0,40})?([:=：])[ \\t]{0,40}|(--?${SECRET_KEY})[ \\t\\0]+(?!-))`,
  'gi',
);
/** `anonymous token: unexpected status …`: a chain of errors names the step that failed, and goes on in words. */
const STEP_OF_CHAIN = /^(?:token|credentials?|secret|authorization)$/i;
const WORDS = /(?:[A-Z]?[a-z]{1,13}|GET|HEAD|POST|EOF)(?:[:"]|[ \t]+\S|$)/y;
const BLOCK_SCALAR = /[|>][-+0-9]{0,3}[ \t]*(?:#[^\n]{0,400})?(?=\r?\n|$)/y;
/** Braces that hold keys of their own, which are looked at by themselves. */
const MAPPING = /\{(?:\s{0,40}(?:\}|\\*["']|[\w.-]{1,80}\s{0,40}[:=])|[ \t]{0,40}(?:\r?\n|$))/y;
const MAPPING_LINE = /^\s*(?:- +)*(?:\\*["'])?[\w.-]+(?:\\*["'])?\s*:(?:\s|$)|^\s*[{}[\]]/;

/** What may stand before a key that begins its line. */
const LEAD = 60;

function at(pattern: RegExp, text: string, place: number): boolean {
  pattern.lastIndex = place;
  return pattern.test(text);
}

/** What is open on the line of a place, kept while a text is gone through once. */
class Line {
  readonly #text: string;
  #seen = 0;
  #depth = 0;
  #quotes = { '"': false, "'": false };
  #begin = 0;
  #end = -1;

  constructor(text: string) {
    this.#text = text;
  }

  goTo(place: number): void {
    for (; this.#seen < place; this.#seen += 1) {
      const sign = this.#text[this.#seen]!;
      if (sign === '\n') {
        this.#depth = 0;
        this.#quotes = { '"': false, "'": false };
        this.#begin = this.#seen + 1;
      } else if (sign === '"' || sign === "'") this.#quotes[sign] = !this.#quotes[sign];
      else if (sign === '{' || sign === '[') this.#depth += 1;
      else if (sign === '}' || sign === ']') this.#depth -= 1;
    }
    if (this.#end < place) this.#end = lineEnd(this.#text, place);
  }

  get begin(): number {
    return this.#begin;
  }
  get end(): number {
    return this.#end;
  }
  get inFlow(): boolean {
    return this.#depth > 0;
  }
  get openQuotes(): string {
    return `${this.#quotes['"'] ? '"' : ''}${this.#quotes["'"] ? "'" : ''}`;
  }
}

/** A text without the values of its keys that name a secret, and how many were taken out. Each sign is looked at a few times at most. */
export function redactKeyed(text: string): { readonly text: string; readonly times: number } {
  const line = new Line(text);
  const left: string[] = [];
  let times = 0;
  let done = 0;
  const take = ({ from, to }: Span): void => {
    const value = text.slice(from, to);
    const stays = redactedValue(value);
    left.push(text.slice(done, from), stays);
    done = to;
    if (stays !== value) times += 1;
  };
  KEY.lastIndex = 0;
  for (let match = KEY.exec(text); match; match = KEY.exec(text)) {
    const key = match.index;
    line.goTo(key);
    const { begin } = line;
    const place = key + match[0].length;
    line.goTo(place);
    for (const span of valuesOf(text, place, begin, match, line)) take(span);
    KEY.lastIndex = Math.max(done, place);
  }
  return { text: left.join('') + text.slice(done), times };
}

function valuesOf(text: string, place: number, begin: number, match: RegExpExecArray, line: Line): readonly Span[] {
  const [whole, word = '', sign = ''] = match;
  const before = text.slice(Math.max(begin, match.index - LEAD), match.index);
  // The end of a path or a URL, behind which an error goes on (`https://auth.test/token: 401`), is no key.
  if (before.endsWith('/') && sign === ':') return [];
  // Where a key begins its line, the lines below that stand deeper are its value's.
  const beginsLine = begin >= match.index - LEAD && /^[ \t]*(?:[-?][ \t]+)*\\*["']?$/.test(before);
  const below = (): number => blockEnd(text, /^[ \t]*/.exec(before)![0].length, place);

  if (beginsLine && at(BLOCK_SCALAR, text, place)) return linesOf(text, line.end, below(), true);
  if (place >= line.end) return beginsLine && sign !== '' ? nextLines(text, line.end, below()) : [];
  const quoted = quotedSpan(text, place, line.end);
  if (quoted) return quoted.to < line.end || !beginsLine ? [quoted] : [quotedSpan(text, place, below())!];
  if (at(MAPPING, text, place)) return [];
  if (text[place] === '[' && !tellsNothing(text.slice(place, line.end))) {
    const close = text.indexOf(']', place);
    if (close !== -1 && close < line.end) return [{ from: place + 1, to: close }];
  }
  const inProse = /[a-z] +$/i.test(before) && sign === ':' && whole.endsWith(' ');
  if (inProse && STEP_OF_CHAIN.test(word) && at(WORDS, text, place)) return [];
  const span = plainSpan(text, place, line.end, {
    inFlow: line.inFlow,
    openQuotes: line.openQuotes,
    toSpace: sign === '' || (sign === '=' && !(beginsLine && whole.endsWith(' '))),
    inQuery: /[?&]$/.test(before),
  });
  const goesOn = beginsLine && sign === ':' && !line.inFlow && !/["']/.test(before + whole);
  return goesOn ? [span, ...linesOf(text, line.end, below(), false)] : [span];
}

/** The value where none stands beside the key: quoted, or lines that are no keys of their own. */
function nextLines(text: string, from: number, to: number): readonly Span[] {
  let first = from;
  while (first < to && /\s/.test(text[first]!)) first += 1;
  const quoted = first < to && !MAPPING_LINE.test(text.slice(first, lineEnd(text, first)));
  const span = quoted ? quotedSpan(text, first, to) : null;
  return span ? [span] : linesOf(text, from, to, false);
}

/** Lines of a value: what stands in them behind the indentation. A key of its own ends them, where it can be one. */
function linesOf(text: string, from: number, to: number, evenKeys: boolean): Span[] {
  const spans: Span[] = [];
  for (let begin = text.indexOf('\n', from) + 1; begin > 0 && begin < to; begin = text.indexOf('\n', begin) + 1) {
    const end = Math.min(lineEnd(text, begin), to);
    const line = text.slice(begin, end);
    if (!evenKeys && MAPPING_LINE.test(line)) break;
    const lead = /^\s*(?:- +)*/.exec(line)![0].length;
    if (begin + lead < end) spans.push({ from: begin + lead, to: end });
  }
  return spans;
}
