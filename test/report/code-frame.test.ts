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

  test.each([150, 250, 5_000, 9_995])(
    'shows the part of an endless line that the place is in (column %i)',
    (column) => {
      const line = '鹤\t'.repeat(5_000).slice(0, column - 1) + 'BAD' + 'x'.repeat(10_000 - column);
      const [, text, caret] = codeFrame(`a: 1\n${line}\nz: 1`, at(2, column, 3));
      expect(stringWidth(text!.slice(0, text!.indexOf('BAD')))).toBe(caret!.indexOf('^'));
      expect(caret!.endsWith('^^^')).toBe(true);
      expect(Array.from(text!).length).toBeLessThan(320);
    },
  );

  test('a character beyond 16 bits is one, and is not cut in two', () => {
    const [text, caret] = codeFrame(`${'😀'.repeat(198)}BAD${'😀'.repeat(100)}`, at(1, 199, 3));
    expect(stringWidth(text!.slice(0, text!.indexOf('BAD')))).toBe(caret!.indexOf('^'));
    expect(text).not.toMatch(/[\ud800-\udbff](?![\udc00-\udfff])/);
  });

  test('a place at the end of the file has a caret too', () => {
    expect(codeFrame('a: [1\n', at(2, 1, 0))).toEqual(['  1 | a: [1', '> 2 |', '    | ^']);
  });
});
