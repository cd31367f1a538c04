const STATES = ['any', 'idle', 'alloc', 'mixed', 'nondrained_idle', 'start_only'];

/**
 * The states of HealthCheck.NodeState as craned splits them (ParseConfig, Craned.cpp): in lower case,
 * blanks cut off around the whole text but not around each word. What is not known is left out.
 */
export function statesOf(text: string): string[] {
  return wordsOf(text).filter((word) => STATES.includes(word));
}

/** The words of it that craned leaves out. */
export function ignoredStates(text: string): string[] {
  return wordsOf(text).filter((word) => !STATES.includes(word));
}

function wordsOf(text: string): string[] {
  return text
    .toLowerCase()
    .replace(/^[ \t\n\v\f\r]+/, '')
    .replace(/[ \t\n\v\f\r]+$/, '')
    .split(',');
}
