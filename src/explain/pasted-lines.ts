import { stripVTControlCharacters } from 'node:util';
import { matchLine } from '../messages/match.ts';

/** A line is looked at as far as this: what is longer is no message. */
const LINE_LENGTH = 16_384;
/** A message is wrapped into so many lines at most, and so many lines of a paste are looked at for that. */
const WRAPPED_INTO = 6;
const MOST_WRAPPED = 2000;
/** No terminal is wider. */
const WIDEST = 500;

/** Blanks as web pages and chats have them, and what is no sign at all. */
const BLANKS = /[\u00a0\u2000-\u200a\u202f\u3000\t]/g;
const NOTHING = /[\u200b-\u200d\u2060\ufeff]/g;

/** How mails quote. */
const QUOTED = /^(?:> ?)+/;

/** What begins a record of a log, and is never the rest of a line above: craned's head, a date, logrus, klog, a prompt. */
const BEGINS = /^\s*(?:\[[A-Z] \d|\d{4}-\d\d-\d\d|[A-Z][a-z]{2} +\d{1,2} \d\d:|time="|[IWEF]\d{4} |[$#])/;

function rawLines(text: string): readonly string[] {
  return text
    .split(/\r*\n/)
    .map((line) =>
      stripVTControlCharacters(line.slice(0, LINE_LENGTH))
        .replace(BLANKS, ' ')
        .replace(NOTHING, '')
        .replace(QUOTED, ''),
    )
    .filter((line) => line.trim() !== '');
}

/** The lines of a text that say something, each once, without colours, and not longer than anybody writes. */
export function linesOf(text: string): readonly string[] {
  return [...new Set(rawLines(text).map((line) => line.trim()))];
}

/**
 * Lines that a terminal, a mail or a chat has wrapped, as they may have been: put together where they were cut between
 * words, and where they were cut anywhere. Lines that say something certain by
 * themselves are left out.
 */
export function unwrapped(text: string): readonly string[] {
  const lines = rawLines(text).slice(0, MOST_WRAPPED);
  const says = lines.map((line) => matchLine(line).some(({ wraps }) => !wraps));
  return lines.flatMap((_, at) => {
    let end = at + 1;
    while (end < lines.length && end - at < WRAPPED_INTO && !BEGINS.test(lines[end]!)) end += 1;
    const parts = lines.slice(at, end);
    if (parts.length < 2 || parts.some(({ length }) => length > WIDEST) || says.slice(at, end).includes(true))
      return [];
    const trimmed = parts.map((line) => line.trim());
    return [trimmed.join(' '), parts.join(''), trimmed.join('')];
  });
}
