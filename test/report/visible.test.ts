import { expect, test } from 'vitest';
import { jsonDocument } from '../../src/report/json.ts';
import { visible } from '../../src/report/visible.ts';

test('nothing that a terminal acts on is left in text from outside', () => {
  const nasty = 'a\u001b[31mred\u0007\u009b2J\u202ecba\u200b\r\nb\tc\u007f\u0000';
  expect(visible(nasty)).toBe('a\\x1b[31mred\\x07\\x9b2J\\u202ecba\\u200b\\r\\nb\\tc\\x7f\\x00');
});

test('ordinary text, Chinese and symbols stay as they are', () => {
  expect(visible('容器 “ok” – /run/x.sock ✓ é 😀')).toBe('容器 “ok” – /run/x.sock ✓ é 😀');
});

test('a JSON document has no raw control character but its own line ends, and reads back the same', () => {
  const value = { text: 'x\u001b\u009b\u007f\u2028\u202e' };
  const json = jsonDocument(value);

  expect(json).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u202e]/);
  expect(JSON.parse(json)).toEqual(value);
});
