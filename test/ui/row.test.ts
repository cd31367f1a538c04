import fc from 'fast-check';
import { expect, test } from 'vitest';
import { styleOf } from '../../src/report/style.ts';
import { fit, painted, rowWidth, span, twoSides } from '../../src/ui/row.ts';
import { centred, viewport } from '../../src/ui/viewport.ts';

const plain = styleOf(false, false);

test('no control character of a text reaches the terminal', () => {
  expect(painted([span('a\u001b[2J\u202eb\n')], plain)).toBe('a\\x1b[2J\\u202eb\\n');
});

test('colours come from the style alone', () => {
  expect(painted([span('x', 'red', 'bold')], plain)).toBe('x');
  expect(painted([span('x', 'red')], styleOf(true, false))).toBe('\u001b[31mx\u001b[39m');
});

test('a line is cut before the character that does not fit, with an ellipsis', () => {
  expect(painted(fit([span('套接字'), span('可连接')], 7, '…'), plain)).toBe('套接字…');
  expect(painted(fit([span('套接字')], 6, '…'), plain)).toBe('套接字');
});

test('the right side stands at the edge, and gives way where the left has too little room', () => {
  expect(painted(twoSides([span('配置')], [span('5/5')], 12, '…'), plain)).toBe('配置     5/5');
  expect(painted(twoSides([span('configuration')], [span('not for it')], 14, '…'), plain)).toBe('configuration');
});

test('whatever is cut, the line is never wider than its pane', () => {
  const text = fc.string({ unit: fc.constantFrom('a', '中', '，', ' ', '\u001b') });
  fc.assert(
    fc.property(text, text, fc.integer({ min: 1, max: 30 }), (left, right, width) => {
      expect(rowWidth(twoSides([span(left)], [span(right)], width, '…'))).toBeLessThanOrEqual(width);
    }),
  );
});

const lines = Array.from({ length: 10 }, (_, index) => [span(`line ${index}`)]);
const more = (up: boolean, n: number): string => `${up ? 'above' : 'below'} ${n}`;
const shown = (top: number, height: number): string[] =>
  viewport(lines, top, height, more).rows.map((row) => painted(row, plain));

test('a pane says how many lines it hides, counting those that gave way to saying so', () => {
  expect(shown(0, 10)).toEqual(lines.map((row) => painted(row, plain)));
  expect(shown(0, 5)).toEqual(['line 0', 'line 1', 'line 2', 'line 3', 'below 6']);
  expect(shown(3, 5)).toEqual(['above 4', 'line 4', 'line 5', 'line 6', 'below 3']);
  expect(shown(99, 5)).toEqual(['above 6', 'line 6', 'line 7', 'line 8', 'line 9']);
});

test('the selected line is always among those that are shown, whatever the height', () => {
  for (let height = 1; height <= 12; height += 1) {
    for (let selected = 0; selected < lines.length; selected += 1)
      expect(shown(centred(selected, lines.length, height), height)).toContain(`line ${selected}`);
  }
});
