import { describe, expect, test } from 'vitest';
import { fill, placeholdersIn, quotedPlaceholder } from '../../src/guide/placeholders.ts';

const plain = (value: string): string => value;

describe('filling', () => {
  test('every placeholder is replaced, also one that is there twice', () => {
    expect(fill('cp {a} {a}.bak {other}', { a: '1', other: '2' }, plain)).toBe('cp 1 1.bak 2');
  });

  test('a value that looks like a placeholder is not filled again', () => {
    expect(fill('{a} {b}', { a: '{b}', b: '$&' }, plain)).toBe('{b} $&');
  });

  test.each([
    ['missing', {}],
    ['empty', { a: '' }],
    ['only inherited', Object.create({ a: 'x' }) as Record<string, string>],
  ])('there is no text where a value is %s', (_, values) => {
    expect(fill('ls {a}', values, plain)).toBeNull();
    expect(fill('ls {constructor}', values, plain)).toBeNull();
  });

  test('there is no text where a value cannot be shown', () => {
    expect(fill('ls {a}', { a: 'x' }, () => null)).toBeNull();
  });

  test('braces that are no placeholder stay', () => {
    expect(fill('curl -w "%{http_code}" ${HOME} {} { x', {}, plain)).toBe('curl -w "%{http_code}" ${HOME} {} { x');
  });
});

test('each name is listed once, in order', () => {
  expect(placeholdersIn('{b} {a} {b} {not_one}')).toEqual(['b', 'a']);
});

describe('a placeholder in quotes is found', () => {
  test.each([
    'echo "{a}"',
    "echo '{a}'",
    'echo "x \\" {a}"',
    'echo `ls {a}`',
    "echo '' '\\' '{a}'",
    'true # see {a}',
    '# {a}',
    'cat <<END\n{a}\nEND',
  ])('%s', (shell) => {
    expect(quotedPlaceholder(shell)).toBe('a');
  });

  test.each([
    'ls {a}',
    "echo 'x' {a} \"y\"",
    'ctr unix://{a} x',
    'echo \\" {a}',
    "grep '^[#;]' {a}",
    'echo x#y {a}',
    '# comment\nls {a}',
    'echo "%{http_code}" {a}',
    '',
  ])('but not in %s', (shell) => {
    expect(quotedPlaceholder(shell)).toBeNull();
  });
});
