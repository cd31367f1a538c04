import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { shellQuote } from '../../src/guide/shell-quote.ts';

/** What a real shell makes of some words, as the list of its arguments. */
function words(shell: string): string[] {
  const output = execFileSync('/bin/sh', ['-c', `printf '%s\\0' ${shell}`], { encoding: 'utf8', env: { HOME: '/root' } });
  return output.split('\0').slice(0, -1);
}

test.each(['/run/containerd/containerd.sock', 'registry-1.docker.io', 'a:5000', '10.0.0.1', 'cn01,cn02', 'a=b', '50%', 'u@h'])(
  'the plain word %s stays as it is',
  (value) => {
    expect(shellQuote(value)).toBe(value);
    expect(words(value)).toEqual([value]);
  },
);

test.each([
  '/path with space',
  "it's",
  "''",
  '"quoted"',
  '$(touch /tmp/no)',
  '`touch /tmp/no`',
  '${HOME}',
  '~',
  '*',
  'cn[01-10]',
  '{a,b}',
  'a;b',
  'a&b',
  'a|b',
  '>file',
  '#comment',
  '!!',
  'back\\slash',
  '\\',
  '',
  '节点',
])('a shell reads %j as one word', (value) => {
  expect(words(shellQuote(value)!)).toEqual([value]);
});

describe('no command can hold', () => {
  test.each([
    ['a line break', 'a\nb'],
    ['a carriage return', 'a\rb'],
    ['an escape sequence', 'a\x1b[2Jb'],
    ['NUL', 'a\0b'],
    ['C1', 'a\x9bb'],
    ['DEL', 'a\x7f'],
    ['a bidirectional override', 'a\u202eb'],
    ['a zero-width space', 'a\u200bb'],
    ['a line separator', 'a\u2028b'],
    ['half a surrogate pair', 'a\ud800b'],
    ['an option', '-rf'],
    ['a long option', '--no-preserve-root'],
    ['more than a terminal takes', 'a'.repeat(5_000)],
  ])('%s', (_, value) => {
    expect(shellQuote(value)).toBeNull();
  });
});

test('whatever is quoted comes back as the same one word', () => {
  const values = fc.sample(fc.string({ unit: 'binary' }), { numRuns: 300, seed: 7 });
  const quoted = values.flatMap((value) => {
    const word = shellQuote(value);
    return word === null ? [] : [{ value, word }];
  });
  expect(quoted.length).toBeGreaterThan(50);
  expect(words(quoted.map(({ word }) => word).join(' '))).toEqual(quoted.map(({ value }) => value));
});
