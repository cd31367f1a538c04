import { expect, test } from 'vitest';
import { commandOf, pressesOf, type Command, type NamedKeys } from '../../src/ui/keys.ts';

const NONE: NamedKeys = {
  upArrow: false,
  downArrow: false,
  leftArrow: false,
  rightArrow: false,
  pageUp: false,
  pageDown: false,
  home: false,
  end: false,
  return: false,
  escape: false,
  backspace: false,
  delete: false,
  tab: false,
  shift: false,
  ctrl: false,
  meta: false,
};

const commandsOf = (input: string, key: NamedKeys): (Command | null)[] => pressesOf(input, key).map(commandOf);

test('every key of a burst counts', () => {
  expect(commandsOf('jjk', NONE)).toEqual(['down', 'down', 'up']);
  expect(commandsOf('j\rq', NONE)).toEqual(['down', 'open', 'leave']);
});

test('named keys, and Escape also where the terminal marks it as Alt', () => {
  expect(commandsOf('', { ...NONE, pageDown: true })).toEqual(['pageDown']);
  expect(commandsOf('', { ...NONE, escape: true, meta: true })).toEqual(['back']);
});

test('Ctrl-Z, Tab and Shift-Tab, also in the middle of a burst', () => {
  expect(commandsOf('z', { ...NONE, ctrl: true })).toEqual(['suspend']);
  expect(commandsOf('', { ...NONE, tab: true })).toEqual(['nextCommand']);
  expect(commandsOf('', { ...NONE, tab: true, shift: true })).toEqual(['previousCommand']);
  expect(commandsOf('\t\tc\u001a\u0003', NONE)).toEqual(['nextCommand', 'nextCommand', 'copy', 'suspend', 'leave']);
});

test('a name of a key that is typed is letters', () => {
  expect(commandsOf('left', NONE)).toEqual(['language', 'explain', 'problems', null]);
});

test('Ctrl-C leaves; other control and Alt combinations and unknown characters do nothing', () => {
  expect(commandsOf('c', { ...NONE, ctrl: true })).toEqual(['leave']);
  expect(commandsOf('r', { ...NONE, ctrl: true })).toEqual([]);
  expect(commandsOf('q', { ...NONE, meta: true })).toEqual([]);
  expect(commandsOf('xé中', NONE)).toEqual([null, null, null]);
  expect(commandsOf('\u001b\u009b', NONE)).toEqual([]);
});
