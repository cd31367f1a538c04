import { visible } from '../visible.ts';

/*
 * What a node says, as Markdown (GitHub's, GitLab's) that shows it and never becomes mark-up, a link,
 * HTML or a notification. Each function gives a part of one line, except the block.
 */

/**
 * Text inside a paragraph, a heading, a list item or a cell; it must not begin a line. Bare addresses are
 * no links, and behind an `@` stands an empty comment: GitHub looks for people to notify when escapes are
 * already undone.
 */
export function markdownText(text: string): string {
  return visible(text.toWellFormed())
    .replace(/[\\`*_[\]<>&|~$]/g, '\\$&')
    .replace(/:\/\//g, ':\\//')
    .replace(/www\./gi, (www) => `${www.slice(0, 3)}\\.`)
    .replaceAll('@', '@<!-- -->');
}

/** The same as a line of its own, behind which no list, heading, rule or block of code begins. */
export function markdownLine(text: string): string {
  return markdownText(text.trimStart()).replace(/^[#+=-]|^\d+(?=[.)])/, (start) =>
    /\d/.test(start) ? `${start}\\` : `\\${start}`,
  );
}

function longestFence(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
}

/** Text as code inside a line, with a fence that is longer than any in it. Not for cells of tables. */
export function codeSpan(text: string): string {
  const shown = visible(text.toWellFormed());
  const fence = '`'.repeat(longestFence(shown) + 1);
  const padded = /^`|`$|^ .* $/.test(shown) || shown.trim() === '' ? ` ${shown} ` : shown;
  return `${fence}${padded}${fence}`;
}

/** Lines of code as a block, each indented by as many blanks as its list item is. */
export function codeBlock(lines: readonly string[], language: string, indent = 0): string[] {
  const fence = '`'.repeat(Math.max(3, longestFence(lines.join('\n')) + 1));
  return [`${fence}${language}`, ...lines.map((line) => visible(line.toWellFormed())), fence].map(
    (line) => `${' '.repeat(indent)}${line}`,
  );
}
