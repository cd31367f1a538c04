/** Characters that mean nothing to a POSIX shell wherever they stand in a word. */
const PLAIN = /^[A-Za-z0-9_@%+=:,./-]+$/;

/** Control and format characters (bidirectional ones too), line separators, halves of surrogate pairs. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

/** A longer line is cut by a terminal's line discipline (termios(3), N_TTY_BUF_SIZE), and is read by nobody. */
const LONGEST = 4_096;

/**
 * A value as one word of a POSIX shell (XCU 2.2.2): plain words as they are, others in single quotes.
 * Null where no quoting makes it safe to paste: with control characters a terminal may act on it or
 * show another command than the one that runs, with a leading dash a program takes it for an option, and a
 * very long one does not arrive whole.
 */
export function shellQuote(value: string): string | null {
  if (value.length > LONGEST || value.startsWith('-') || UNSAFE.test(value)) return null;
  if (PLAIN.test(value)) return value;
  return `'${value.replaceAll("'", `'\\''`)}'`;
}
