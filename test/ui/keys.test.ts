import { expect, test } from 'vitest';
import { commandsOf, type NamedKeys } from '../../src/ui/keys.ts';

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
  ctrl: false,
  meta: false,
};

test('every key of a burst counts', () => {
  expect(commandsOf('jjk', NONE)).toEqual(['down', 'down', 'up']);
  expect(commandsOf('j\rq', NONE)).toEqual(['down', 'enter', 'leave']);
});

test('named keys, and Escape also where the terminal marks it as Alt', () => {
  expect(commandsOf('', { ...NONE, pageDown: true })).toEqual(['pageDown']);
  expect(commandsOf('', { ...NONE, escape: true, meta: true })).toEqual(['back']);
});

test('Ctrl-C leaves; other control and Alt combinations and unknown characters do nothing', () => {
  expect(commandsOf('c', { ...NONE, ctrl: true })).toEqual(['leave']);
  expect(commandsOf('r', { ...NONE, ctrl: true })).toEqual([]);
  expect(commandsOf('q', { ...NONE, meta: true })).toEqual([]);
  expect(commandsOf('xé中', NONE)).toEqual([]);
});
