export type Move = 'up' | 'down' | 'pageUp' | 'pageDown' | 'home' | 'end';

/** What a key asks for, where no text is being typed. */
export type Command =
  | Move
  | 'open'
  | 'back'
  | 'unfold'
  | 'fold'
  | 'again'
  | 'allAgain'
  | 'search'
  | 'problems'
  | 'nextCommand'
  | 'previousCommand'
  | 'copy'
  | 'explain'
  | 'write'
  | 'language'
  | 'help'
  | 'suspend'
  | 'leave';

/** One key press: a character, or a key that has a name instead. */
export type Press = { readonly character: string } | { readonly named: Named };

export type Named =
  Move | 'left' | 'right' | 'return' | 'escape' | 'erase' | 'tab' | 'backTab' | 'interrupt' | 'suspend' | 'eraseAll';

/** The keys that Ink names; all others come as characters. */
export interface NamedKeys {
  readonly upArrow: boolean;
  readonly downArrow: boolean;
  readonly leftArrow: boolean;
  readonly rightArrow: boolean;
  readonly pageUp: boolean;
  readonly pageDown: boolean;
  readonly home: boolean;
  readonly end: boolean;
  readonly return: boolean;
  readonly escape: boolean;
  readonly backspace: boolean;
  readonly delete: boolean;
  readonly tab: boolean;
  readonly shift: boolean;
  readonly ctrl: boolean;
  readonly meta: boolean;
}

const NAMED: readonly (readonly [keyof NamedKeys, Named])[] = [
  ['upArrow', 'up'],
  ['downArrow', 'down'],
  ['leftArrow', 'left'],
  ['rightArrow', 'right'],
  ['pageUp', 'pageUp'],
  ['pageDown', 'pageDown'],
  ['home', 'home'],
  ['end', 'end'],
  ['return', 'return'],
  ['escape', 'escape'],
  ['backspace', 'erase'],
  ['delete', 'erase'],
];

/** Control characters that stand in the middle of a burst, where Ink gives them no name. */
const CONTROL: { readonly [character: string]: Named } = {
  '\r': 'return',
  '\n': 'return',
  '\t': 'tab',
  '\b': 'erase',
  '\u007f': 'erase',
  '\u0003': 'interrupt',
  '\u0015': 'eraseAll',
  '\u001a': 'suspend',
};

const WITH_CONTROL: { readonly [letter: string]: Named } = { c: 'interrupt', z: 'suspend', u: 'eraseAll' };

/**
 * The key presses of one input. A burst (a held key, a slow line, something pasted) comes as one
 * input of several characters: each is a press. Combinations with Alt, and those with Control that
 * have no meaning here, are none.
 */
export function pressesOf(input: string, key: NamedKeys): Press[] {
  if (key.tab) return [{ named: key.shift ? 'backTab' : 'tab' }];
  const named = NAMED.find(([name]) => key[name]);
  if (named) return [{ named: named[1] }];
  if (key.ctrl) return Object.hasOwn(WITH_CONTROL, input) ? [{ named: WITH_CONTROL[input]! }] : [];
  if (key.meta) return [];
  return Array.from(input).flatMap((character): Press[] => {
    if (Object.hasOwn(CONTROL, character)) return [{ named: CONTROL[character]! }];
    return /[\u0000-\u001f\u0080-\u009f]/.test(character) ? [] : [{ character }];
  });
}

const COMMANDS: { readonly [key: string]: Command } = {
  k: 'up',
  j: 'down',
  g: 'home',
  G: 'end',
  ' ': 'pageDown',
  left: 'fold',
  right: 'unfold',
  return: 'open',
  escape: 'back',
  erase: 'back',
  r: 'again',
  R: 'allAgain',
  '/': 'search',
  f: 'problems',
  tab: 'nextCommand',
  backTab: 'previousCommand',
  c: 'copy',
  e: 'explain',
  w: 'write',
  l: 'language',
  '?': 'help',
  q: 'leave',
  interrupt: 'leave',
  suspend: 'suspend',
};

const MOVES: readonly string[] = ['up', 'down', 'pageUp', 'pageDown', 'home', 'end'] satisfies Move[];

/** What a press asks for, or null for a key that means nothing. */
export function commandOf(press: Press): Command | null {
  if ('named' in press && MOVES.includes(press.named)) return press.named as Move;
  const key = 'named' in press ? press.named : press.character;
  // A character is one sign long, a name is longer: the two cannot be mistaken for one another.
  return Object.hasOwn(COMMANDS, key) ? COMMANDS[key]! : null;
}
