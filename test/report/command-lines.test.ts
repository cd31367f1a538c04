import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { commandLines } from '../../src/report/command-lines.ts';

test('a command that fits stays as it is, each of its lines by itself', () => {
  expect(commandLines('systemctl restart containerd', 40, 'cut')).toEqual(['systemctl restart containerd']);
  expect(commandLines('a &&\n  b', 40, 'cut')).toEqual(['a &&', '  b']);
});

test('a long command continues after a backslash, never inside quotes', () => {
  expect(commandLines("journalctl -k -b | grep -iE 'read only|i o error' | tail", 30, 'cut')).toEqual([
    'journalctl -k -b | grep -iE \\',
    "  'read only|i o error' | tail",
  ]);
});

test('where a backslash would change the meaning the line is cut at the edge', () => {
  expect(commandLines('echo one two three # and why', 12, 'cut')).toEqual(['echo one two', ' three # and', ' why']);
  expect(commandLines('/a/very/long/path', 8, 'cut')).toEqual(['/a/very/', 'long/pat', 'h']);
});

test('or it is left whole, where a terminal wraps it: only the rest continues behind a backslash', () => {
  expect(commandLines('echo one two three # and why', 12, 'whole')).toEqual(['echo one two three # and why']);
  expect(commandLines('/a/very/long/path', 8, 'whole')).toEqual(['/a/very/long/path']);
  expect(commandLines('cat /a/very/long/path /b', 12, 'whole')).toEqual(['cat \\', '  /a/very/long/path \\', '  /b']);
  expect(commandLines('', 0, 'whole')).toEqual(['']);
});

test('a shell reads from the lines exactly the words of the command', () => {
  const word = fc.constantFrom('plain', "'in quotes'", '"double  quotes"', 'es\\ caped', "'it'\\''s'", '--flag=1');
  const command = fc.array(word, { minLength: 1, maxLength: 12 }).map((words) => words.join(' '));
  const wordsOf = (shell: string): string =>
    execFileSync('/bin/sh', ['-c', `printf '<%s>' ${shell}`], { encoding: 'utf8' });
  fc.assert(
    fc.property(command, fc.integer({ min: 20, max: 60 }), (given, width) => {
      const lines = commandLines(given, width, 'cut');
      for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(width);
      expect(wordsOf(lines.join('\n'))).toBe(wordsOf(given));
      expect(wordsOf(commandLines(given, width / 4, 'whole').join('\n'))).toBe(wordsOf(given));
    }),
    { numRuns: 60 },
  );
});
