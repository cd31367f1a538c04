/** What stands around a value, as far as it decides where the value ends. */
export interface Around {
  /** Brackets that are open on the line: there `,` and a closing bracket end a value, as in YAML, TOML and JSON. */
  readonly inFlow: boolean;
  /** Quotes that are open on the line, as those of `Environment="TOKEN=…"`. */
  readonly openQuotes: string;
  /** Whether a space ends it (`KEY=value`, an option) or only the end of the line (`key: value`). */
  readonly toSpace: boolean;
  /** Whether `&` ends it: it is in a URL's query. */
  readonly inQuery: boolean;
}

export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Where the line ends that a place is in. */
export function lineEnd(text: string, at: number): number {
  const newline = text.indexOf('\n', at);
  const end = newline === -1 ? text.length : newline;
  return end > at && text[end - 1] === '\r' ? end - 1 : end;
}

const SINGLE_ENDS = /[\s,;)}\]#]/;

/**
 * What stands between quotes, where a quote opens at a place; null where none does. Quotes may stand in JSON
 * within JSON: with n = 2^k - 1 backslashes before it, one that is of the value has 2n + 1 more than a multiple
 * of 2(n + 1), and the one that closes has n. YAML doubles `'` (7.3.2); others put a backslash before it. Without
 * a closing one before `limit`, all to there is the value.
 */
export function quotedSpan(text: string, at: number, limit: number): Span | null {
  let open = at;
  while (text[open] === '\\') open += 1;
  const quote = text[open];
  if (quote !== '"' && quote !== "'") return null;
  const depth = open - at;
  const from = open + 1;
  for (let end = from; end < limit; end += 1) {
    const before = end;
    while (text[end] === '\\') end += 1;
    if (text[end] !== quote) continue;
    const slashes = end - before;
    if (quote === "'" && depth === 0) {
      if (text[end + 1] === quote) end += 1;
      else if (slashes % 2 === 0 || SINGLE_ENDS.test(text[end + 1] ?? '\n')) return { from, to: end };
    } else if (slashes % (2 * (depth + 1)) === depth) return { from, to: end - depth };
  }
  return { from, to: Math.max(from, limit) };
}

/** A value without quotes, on a line that ends at `end`. */
export function plainSpan(text: string, from: number, end: number, around: Around): Span {
  let to = from;
  for (; to < end; to += 1) {
    const sign = text[to]!;
    if (around.toSpace && /\s|\0/.test(sign)) break;
    if (around.inQuery && sign === '&') break;
    if (around.inFlow && /[,}\]]/.test(sign)) break;
    if (around.openQuotes.includes(sign)) break;
    if (around.openQuotes !== '' && sign === '\\' && text[to + 1] === 'n') break;
  }
  // What closes a quote or a bracket around it stays, so that what was YAML or JSON is that still.
  while (to > from && /\s/.test(text[to - 1]!)) to -= 1;
  if (to < end && around.openQuotes.includes(text[to]!)) while (to > from && text[to - 1] === '\\') to -= 1;
  while (to > from && /[\s,}\]]/.test(text[to - 1]!)) to -= 1;
  return { from, to };
}

/** The end of the lines that belong to the line of a place as they stand deeper, or are empty (YAML's blocks). */
export function blockEnd(text: string, indent: number, at: number): number {
  let end = lineEnd(text, at);
  for (let next = text.indexOf('\n', at); next !== -1;) {
    const after = lineEnd(text, next + 1);
    let first = next + 1;
    while (text[first] === ' ') first += 1;
    const empty = first >= after;
    if (!empty && first - next - 1 <= indent) break;
    if (!empty) end = after;
    next = text.indexOf('\n', next + 1);
  }
  return end;
}
