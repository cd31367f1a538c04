import fc from 'fast-check';
import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { wrap } from '../../src/report/wrap.ts';

test('words stay whole, and a line ends before the word that does not fit', () => {
  expect(wrap('containerd is not running', 12)).toEqual(['containerd', 'is not', 'running']);
  expect(wrap('', 12)).toEqual(['']);
});

test('a word that is longer than the line is cut into lines', () => {
  expect(wrap('at /run/containerd/containerd.sock', 12)).toEqual(['at', '/run/contain', 'erd/containe', 'rd.sock']);
});

test('Chinese breaks between characters, two cells each, and no line begins with punctuation', () => {
  expect(wrap('套接字上没有进程监听。', 12)).toEqual(['套接字上没有', '进程监听。']);
  expect(wrap('查看 containerd 的日志，然后重启', 16)).toEqual(['查看 containerd', '的日志，然后重启']);
  expect(wrap('一二三四五，六', 10)).toEqual(['一二三四', '五，六']);
});

test('whatever the text, no line is wider than asked for and nothing but spaces is lost', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '中', '，', '（', '-', '…', '。') });
  fc.assert(
    fc.property(text, fc.integer({ min: 2, max: 20 }), (given, width) => {
      const lines = wrap(given, width);
      for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(width);
      expect(lines.join('').replaceAll(' ', '')).toBe(given.replaceAll(' ', ''));
    }),
  );
});
