/** An assignment of a variable: its name and its value. */
export type Assignment = readonly [name: string, value: string];

const ESCAPES: { readonly [letter: string]: string } = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
};
const NAME = /^[A-Za-z_]\w*$/;

/**
 * The assignments of `Environment=` as `systemctl show` prints them on one line: separated by blanks,
 * in double quotes where one has a blank, in `$'…'` where it has control characters (shell_maybe_quote).
 */
export function parseShownEnvironment(text: string): readonly Assignment[] {
  const words: string[] = [];
  const word = /\s*(?:\$'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|(\S+))/gy;
  for (let match = word.exec(text); match; match = word.exec(text)) {
    const [, ansi, double, plain] = match;
    words.push(unescaped(ansi ?? double ?? plain ?? ''));
  }
  return words.flatMap(assignment);
}

function unescaped(text: string): string {
  return text.replace(/\\(?:x([0-9a-fA-F]{2})|([0-7]{3})|(.))/g, (_, hex?: string, octal?: string, letter?: string) => {
    if (letter !== undefined) return ESCAPES[letter] ?? letter;
    return String.fromCharCode(hex === undefined ? parseInt(octal!, 8) : parseInt(hex, 16));
  });
}

function assignment(word: string): readonly Assignment[] {
  const equals = word.indexOf('=');
  const name = word.slice(0, Math.max(0, equals));
  return NAME.test(name) ? [[name, word.slice(equals + 1)]] : [];
}

/** The pieces of an environment file, each from where the one before ended. */
const COMMENT = /\s*(?:[#;](?:\\[\s\S]|[^\n\\])*(?:\n|$)|\n)/y;
const BEFORE_VALUE = /[^\S\n]*([^=\n]*)(=|\n|$)/y;
const QUOTED = /[^\S\n]*(?:'([^']*)(?:'|$)|"((?:\\[\s\S]|[^"\\])*)(?:"|$))/y;
const UNQUOTED = /((?:\\[\s\S]|[^\n\\])*)(?:\n|\\?$)/y;

/**
 * A file of `EnvironmentFile=` (systemd.exec(5), parse_env_file): a line an assignment, `#` and `;` begin
 * a comment, quotes count at the beginning of a value and hold line breaks, a backslash at the end
 * continues a line. A name that is none is passed over.
 */
export function parseEnvironmentFile(text: string): readonly Assignment[] {
  const found: Assignment[] = [];
  let at = 0;
  const next = (piece: RegExp): RegExpExecArray | null => {
    piece.lastIndex = at;
    const match = piece.exec(text);
    if (match) at = piece.lastIndex;
    return match;
  };
  while (at < text.length) {
    if (next(COMMENT)) continue;
    const [, name = '', end] = next(BEFORE_VALUE)!;
    if (end !== '=') continue;
    let value = '';
    for (let quoted = next(QUOTED); quoted; quoted = next(QUOTED))
      value += quoted[1] ?? quoted[2]!.replace(/\\\n/g, '').replace(/\\(["\\`$])/g, '$1');
    const rest = next(UNQUOTED)?.[1] ?? '';
    value += rest.trim().replace(/\\\n/g, '').replace(/\\(.)/g, '$1');
    if (NAME.test(name.trim())) found.push([name.trim(), value]);
  }
  return found;
}
