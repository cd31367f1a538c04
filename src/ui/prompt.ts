import type { Press } from './keys.ts';

/** A line that is being typed at the foot of the screen. */
export interface Prompt {
  readonly kind: 'search' | 'write';
  readonly text: string;
  /** What was searched for before, which Escape brings back. */
  readonly before: string;
}

/** What a press makes of a prompt: it goes on with another text, it is done, it is given up, or the press means nothing to it. */
export type Typed =
  | { readonly went: 'on'; readonly text: string }
  | { readonly went: 'done' }
  | { readonly went: 'up' }
  | { readonly went: 'past' };

/** Longer than any path that a file system takes (PATH_MAX of limits.h). */
const MAX_LENGTH = 4096;

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

function withoutLast(text: string): string {
  const last = [...graphemes.segment(text)].at(-1);
  return last ? text.slice(0, last.index) : '';
}

/** One key press in a prompt. Erasing in an empty one gives it up, as in vi and less. */
export function typed({ text }: Prompt, press: Press): Typed {
  if ('character' in press)
    return text.length < MAX_LENGTH ? { went: 'on', text: text + press.character } : { went: 'past' };
  switch (press.named) {
    case 'return':
      return { went: 'done' };
    case 'escape':
      return { went: 'up' };
    case 'erase':
      return text === '' ? { went: 'up' } : { went: 'on', text: withoutLast(text) };
    case 'eraseAll':
      return { went: 'on', text: '' };
    default:
      return { went: 'past' };
  }
}
