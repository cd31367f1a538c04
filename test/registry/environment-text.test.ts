import { describe, expect, it } from 'vitest';
import { parseEnvironmentFile, parseShownEnvironment } from '../../src/registry/environment-text.ts';

describe('Environment= as systemctl shows it', () => {
  it.each([
    ['', []],
    [
      'A=1 B=two',
      [
        ['A', '1'],
        ['B', 'two'],
      ],
    ],
    [
      '"NO_PROXY=a, b" A=1',
      [
        ['NO_PROXY', 'a, b'],
        ['A', '1'],
      ],
    ],
    [String.raw`"A=say \"hi\" \$x \\"`, [['A', 'say "hi" $x \\']]],
    [
      String.raw`$'A=tab\there' B=1`,
      [
        ['A', 'tab\there'],
        ['B', '1'],
      ],
    ],
    ['A=b=c', [['A', 'b=c']]],
    ['nothing 1A=x =y', []],
    ['"A=open', []],
  ])('%s', (text, expected) => {
    expect(parseShownEnvironment(text)).toEqual(expected);
  });
});

describe('a file of EnvironmentFile=', () => {
  it.each([
    [
      "A=it's\nB=\"x\"'y'z'\n",
      [
        ['A', "it's"],
        ['B', "xyz'"],
      ],
    ],
    [
      'A=1\nB=2\n',
      [
        ['A', '1'],
        ['B', '2'],
      ],
    ],
    ['# A=1\n; B=2\n\n  C=3  \n', [['C', '3']]],
    [
      'A="a b" \nB=\'$x "y"\'\n',
      [
        ['A', 'a b'],
        ['B', '$x "y"'],
      ],
    ],
    [String.raw`A="q\"\\\n"` + '\n', [['A', String.raw`q"\\n`]]],
    [
      'A=one\\\ntwo\nB=3',
      [
        ['A', 'onetwo'],
        ['B', '3'],
      ],
    ],
    [
      'A="one\ntwo"\nB=3',
      [
        ['A', 'one\ntwo'],
        ['B', '3'],
      ],
    ],
    ['A="open\nB=3', [['A', 'open\nB=3']]],
    ['export A=1\nno line\nB=2', [['B', '2']]],
    [
      'A=\nB=x#y\n',
      [
        ['A', ''],
        ['B', 'x#y'],
      ],
    ],
    [
      'A=1\r\nB=2\r\n',
      [
        ['A', '1'],
        ['B', '2'],
      ],
    ],
  ])('%j', (text, expected) => {
    expect(parseEnvironmentFile(text)).toEqual(expected);
  });

  it('of any bytes is read in time', () => {
    for (const text of ['"'.repeat(200_000), '\\'.repeat(200_001), `A=${"'".repeat(99_999)}`, '=\n'.repeat(90_000)])
      expect(parseEnvironmentFile(text).length).toBeLessThan(2);
  }, 2_000);
});
