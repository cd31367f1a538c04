import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { codeFrame } from '../../src/report/code-frame.ts';

const at = (
  line: number,
  column: number,
  length: number,
): { path: string; line: number; column: number; length: number } => ({ path: 'c.yaml', line, column, length });

describe('the code frame', () => {
  test('shows the lines around the place and a caret under it', () => {
    expect(
      codeFrame('a: 1\nContainer:\n  Enabled: true\n  RuntimeEndPoint: /x\n  Other: 2\nz: 1\n', at(4, 3, 15)),
    ).toEqual([
      '  2 | Container:',
      '  3 |   Enabled: true',
      '> 4 |   RuntimeEndPoint: /x',
      '    |   ^^^^^^^^^^^^^^^',
      '  5 |   Other: 2',
    ]);
  });

  test('keeps the caret under the right character after Chinese text and tabs', () => {
    const [, code, caret] = codeFrame('x\n集群\t名: bad', at(2, 7, 3));
    const before = code!.indexOf('bad');
    expect(stringWidth(code!.slice(0, before))).toBe(caret!.indexOf('^'));
    expect(caret!.trimEnd().endsWith('^^^')).toBe(true);
  });

  test('lets nothing through that a terminal acts on, and cuts endless lines', () => {
    expect(codeFrame('\u001b[2Jkey: 1', at(1, 5, 3)).join('\n')).not.toContain('\u001b');
    expect(
      Math.max(...codeFrame('k: ' + 'x'.repeat(100_000), at(1, 1, 100_000)).map((line) => line.length)),
    ).toBeLessThan(220);
  });

  test('a place at the end of the file has a caret too', () => {
    expect(codeFrame('a: [1\n', at(2, 1, 0))).toEqual(['  1 | a: [1', '> 2 |', '    | ^']);
  });
});
