import { describe, expect, test } from 'vitest';
import { CHECKS } from '../../src/checks/index.ts';
import { checkRequestOf } from '../../src/options/check-request.ts';
import { parseDuration } from '../../src/options/duration.ts';
import { parseCommandLine } from '../../src/options/parse.ts';

const message = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    return (error as Error).message;
  }
  return 'no error';
};
const request = (...argv: string[]) => checkRequestOf(parseCommandLine(argv), CHECKS);

describe('the command line', () => {
  test('what has little in common with any name is no typing error', () => {
    expect(message(() => parseCommandLine(['--foo']))).toBe('unknown option: --foo');
  });

  test('without a command it is check; options may stand before and after their values as usual', () => {
    expect(parseCommandLine([]).command).toBe('check');
    expect(parseCommandLine(['--json']).command).toBe('check');
    expect(parseCommandLine(['list', '--json']).command).toBe('list');
    expect(request('-c', '/x.yaml', '--only=dns,registry', '--only', 'config-file', '-fjson')).toMatchObject({
      configPath: '/x.yaml',
      format: 'json',
      selection: { only: ['dns', 'registry', 'config-file'] },
    });
  });

  test('switches can be turned off; the last one counts', () => {
    expect(parseCommandLine(['--tui', '--no-tui']).flag('tui')).toBe(false);
    expect(parseCommandLine(['--no-color', '--color']).flag('color')).toBe(true);
    expect(parseCommandLine([]).flag('tui')).toBeUndefined();
  });

  test.each([
    [['chekc'], 'unknown command: chekc; did you mean check?'],
    [['--jsn'], 'unknown option: --jsn; did you mean --json?'],
    [['--josn'], 'unknown option: --josn; did you mean --json?'],
    [['list', '--only', 'x'], 'unknown option: --only'],
    [['--no-json'], 'unknown option: --no-json'],
    [['-x'], 'unknown option: -x'],
    [['--config'], '--config needs a value: FILE'],
    [['--config', ''], '--config needs a value: FILE'],
    [['--json=yes'], '--json takes no value'],
    [['--format', 'jso'], '; did you mean json?'],
    [['check', 'surplus'], 'unexpected argument: surplus'],
  ])('%j is refused: %s', (argv, expected) => {
    expect(message(() => parseCommandLine(argv))).toContain(expected);
  });

  test.each([
    [['--only', 'runtime-sokcet'], '--only: no check or group is called runtime-sokcet; did you mean runtime-socket?'],
    [['--skip', 'xyz'], '--skip: no check or group is called xyz'],
    [['--timeout', '5 s'], '--timeout: 5 s is no duration'],
    [['--deadline', '0'], '--deadline: 0 is no duration'],
    [['--json', '--format', 'text'], '--json and --format text exclude each other'],
    [['--only', 'dns', '--skip', 'network'], 'nothing to check'],
    [['--force'], '--force goes with --output'],
    [['--registry', 'https://r.example.com'], '--registry https://r.example.com: it has a scheme'],
    [['--image', 'a b'], '--image a b: it has a blank'],
  ])('%j is refused: %s', (argv, expected) => {
    expect(message(() => request(...argv))).toContain(expected);
  });

  test.each([
    ['500ms', 500],
    ['5s', 5_000],
    ['2m', 120_000],
    ['1h', 3_600_000],
    ['7', 7_000],
    ['1.5', 1_500],
    ['-1', undefined],
    ['', undefined],
    ['1d', undefined],
    ['1e3', undefined],
  ])('the duration %s is %s ms', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });
});
