/** Long enough for every message of a runtime that was recorded, and short enough for a report of many nodes. */
const MAX_CHARACTERS = 600;

/**
 * A text from outside as one line of an argument: control characters and runs of space become one
 * space, and what is longer than `max` UTF-16 units is cut with an ellipsis.
 */
export function oneLine(text: string, max = MAX_CHARACTERS): string {
  const line = text.replace(/[\p{Cc}\s]+/gu, ' ').trim();
  if (line.length <= max) return line;
  // A cut between the two halves of a character outside the Basic Multilingual Plane takes both away.
  return `${line.slice(0, max - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
