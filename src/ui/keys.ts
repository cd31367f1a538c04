export type Move = 'up' | 'down' | 'pageUp' | 'pageDown' | 'home' | 'end';

/** What a key asks for. */
export type Command = Move | 'enter' | 'back' | 'again' | 'allAgain' | 'language' | 'leave';

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
  readonly ctrl: boolean;
  readonly meta: boolean;
}

const NAMED: readonly (readonly [keyof NamedKeys, Command])[] = [
  ['upArrow', 'up'],
  ['downArrow', 'down'],
  ['pageUp', 'pageUp'],
  ['pageDown', 'pageDown'],
  ['home', 'home'],
  ['end', 'end'],
  ['return', 'enter'],
  ['escape', 'back'],
  ['leftArrow', 'back'],
  ['backspace', 'back'],
  ['delete', 'back'],
];

const CHARACTERS: { readonly [character: string]: Command } = {
  k: 'up',
  j: 'down',
  g: 'home',
  G: 'end',
  '\r': 'enter',
  r: 'again',
  R: 'allAgain',
  l: 'language',
  q: 'leave',
};

/**
 * What an input asks for. A burst of keys (a held key, a slow line) comes as one input of several
 * characters: each counts. Ctrl-C leaves; no other control or Alt combination means anything.
 */
export function commandsOf(input: string, key: NamedKeys): Command[] {
  if (key.ctrl) return input === 'c' ? ['leave'] : [];
  const named = NAMED.find(([name]) => key[name]);
  if (named) return [named[1]];
  if (key.meta) return [];
  return Array.from(input).flatMap((character) =>
    Object.hasOwn(CHARACTERS, character) ? [CHARACTERS[character]!] : [],
  );
}
