import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import stringWidth from 'string-width';
import { afterEach, describe, expect, test } from 'vitest';
import { BUNDLE, NODE } from '../support/checkout.ts';
import { Cleanup, temporaryDirectory } from '../support/cleanup.ts';
import { isReport } from '../support/report-schema.ts';
import { runProgram } from '../support/program.ts';
import { ProgramTerminal, type TerminalOptions } from '../support/terminal.ts';
import { asNobody } from '../support/unprivileged.ts';

const cleanup = new Cleanup();
afterEach(() => cleanup.run());

function demo(args: readonly string[] = [], options: TerminalOptions = {}): ProgramTerminal {
  return new ProgramTerminal(cleanup, [NODE, BUNDLE, 'demo', ...args], options);
}

/** The same in a shell, which can redirect a stream. */
function demoIn(shell: string, options: TerminalOptions = {}): ProgramTerminal {
  return new ProgramTerminal(cleanup, ['sh', '-c', shell.replace('demo', `${NODE} ${BUNDLE} demo`)], options);
}

describe('who gets the screen', () => {
  test('without keys nobody: text, and a line on stderr that says so', async () => {
    const terminal = demoIn('demo --lang zh < /dev/null');
    expect(await terminal.ended()).toBe(0);
    expect(terminal.lines[0]).toBe('crane-doctor: 标准输入不是终端，无法接收按键：改为输出文本');
    expect(terminal.text).toContain('✓ 本节点可以运行容器');
    expect(terminal.written).not.toContain('\u001b[?1049h');
  });

  test.each([
    ['demo --no-tui < /dev/null', {}],
    ['demo --json < /dev/null | cat', {}],
    ['demo', { CI: 'true' }],
    ['demo', { TERM: 'dumb' }],
    ['demo | cat', {}],
  ])('%s with %j: no screen, and nothing about it', async (shell, env) => {
    const terminal = demoIn(shell, { env });
    expect(await terminal.ended()).toBe(0);
    expect(terminal.written).not.toContain('\u001b[?1049h');
    expect(terminal.written).not.toContain('stdin is no terminal');
  });
});

describe('how it is drawn', () => {
  test.each(['en', 'zh'])('text is as wide as the terminal, with its words whole, %s', async (lang) => {
    const args = ['--no-tui', '--no-color', '-v', '--fault', 'stale-socket', '--lang', lang];
    const terminal = demo(args, { columns: 60, env: { CI: 'true' } });
    expect(await terminal.ended()).toBe(1);
    const widths = terminal.written.split(/\r?\n/).map((line) => stringWidth(line));
    expect(Math.max(...widths)).toBeLessThanOrEqual(60);
    expect(terminal.written).toMatch(/ crictl --runtime-endpoint \\\r?\n/);
  });

  test('on the Linux console nothing beyond ASCII, also in text', async () => {
    const screen = demo(['--fault', 'stale-socket'], { columns: 120, rows: 40, env: { TERM: 'linux' } });
    await screen.shows('q leave', 'What to do');
    screen.press('?');
    await screen.shows('SYMBOLS');
    screen.press('q');
    expect(await screen.ended()).toBe(1);
    const text = demo(['--no-tui', '-v', '--fault', 'stale-socket'], { env: { TERM: 'linux' } });
    expect(await text.ended()).toBe(1);
    for (const { written } of [screen, text]) {
      const signs = new Set(written.match(/[^\u0000-\u007f]/gu));
      // The other language's name for itself is the only one.
      expect([...signs].join('')).toMatch(/^[中文]*$/);
    }
  });

  test('with NO_COLOR without colour; else with the 16 colours alone, none of them black, white or grey', async () => {
    const coloured = demo(['--fault', 'stale-socket']);
    const plain = demo(['--fault', 'stale-socket'], { env: { NO_COLOR: '1' } });
    for (const screen of [coloured, plain]) {
      await screen.shows('q leave', 'r again');
      screen.press('e');
      await screen.shows('guide #');
      screen.press('q');
      await screen.ended();
    }
    const codes = (written: string): string[] =>
      [...written.matchAll(/\u001b\[([\d;]*)m/g)].flatMap(([, list]) => list!.split(';'));
    expect(new Set(codes(plain.written))).toEqual(new Set());
    expect([...new Set(codes(coloured.written))].filter((code) => !/^(?:0|1|2|22|31|32|33|36|39)$/.test(code))).toEqual(
      [],
    );
    expect(codes(coloured.written)).toContain('31');
  });
});

describe('progress', () => {
  const SLOW = [
    '--no-tui',
    '--lang',
    'en',
    '--fault',
    'silent-runtime',
    '--timeout',
    '2s',
    '--only',
    'runtime-version',
  ];

  test('on a terminal a line about what is waited for, gone when the report comes', async () => {
    const terminal = demo(SLOW);
    await terminal.shows('Checking: ', 'runtime-version');
    await terminal.ended();
    expect(terminal.lines[0]).toMatch(/^crane-doctor \d/);
    expect(terminal.text).not.toContain('Checking: ');
  });

  test('none with --quiet, none in a pipe', async () => {
    const quiet = demo([...SLOW, '--quiet']);
    await quiet.ended();
    expect(quiet.written).not.toContain('Checking');
    expect((await runProgram(['demo', ...SLOW])).stderr).toBe('');
  });
});

describe('--quiet', () => {
  test('says nothing where nothing is wrong, and else the problems without the groups', async () => {
    const healthy = await runProgram(['demo', '--quiet']);
    expect(healthy).toMatchObject({ code: 0, stdout: '', stderr: '' });
    const { code, stdout } = await runProgram(['demo', '--quiet', '--fault', 'stale-socket']);
    expect(code).toBe(1);
    expect(stdout).toContain('runtime-socket/refused');
    expect(stdout).not.toContain('BindFs');
  });
});

test('w writes the report of what is shown: JSON or text by its name, never over a file', async () => {
  const directory = temporaryDirectory(cleanup);
  const path = join(directory, 'report.json');
  const terminal = demo(['--fault', 'stale-socket', '--lang', 'en'], { columns: 120 });
  await terminal.shows('r again');
  terminal.press(`lw\u0015${path}\r`);
  await terminal.shows('已写入');
  const report: unknown = JSON.parse(readFileSync(path, 'utf8'));
  if (!isReport(report)) throw new Error('this is no report');
  expect(report.causes[0]?.code).toBe('runtime-socket/refused');
  expect(report.checks[0]?.title).toBe('配置文件可读取');
  terminal.press(`lw\u0015${path}\r`);
  await terminal.shows(`${path}: it is there already`);
  terminal.press(`w\u0015${join(directory, 'report.txt')}\r`);
  await terminal.shows('Written: ');
  expect(readFileSync(join(directory, 'report.txt'), 'utf8')).toMatch(/^crane-doctor \d[^\u001b]+exit 1\n$/);
  terminal.press(`w\u0015${join(directory, 'report.docx')}\r`);
  await terminal.shows('its extension is none of .txt');
  terminal.press('q');
  expect(await terminal.ended()).toBe(1);
});

describe('without rights', () => {
  test('the text and what the screen leaves end with the sudo line that completes it', async ({ skip }) => {
    if (process.getuid?.() !== 0) skip('only root can become somebody else');
    const { enter = [], program = [] } = asNobody(cleanup);
    const directory = temporaryDirectory(cleanup);
    const config = join(directory, 'config.yaml');
    const args = ['-c', config, '--only', 'config-file', '--lang', 'en'];
    const line = `sudo ${program.join(' ')} ${args.join(' ')}`;
    const { code, stdout } = await runProgram(args, { enter, program });
    expect(code).toBe(3);
    expect(stdout).toContain(`Not permitted to look at everything. As root:\n  ${line}\n`);
    const terminal = new ProgramTerminal(cleanup, [...enter, ...program, ...args], { columns: 200 });
    await terminal.shows('r again');
    terminal.press('q');
    expect(await terminal.ended()).toBe(3);
    expect(terminal.text).toContain(`as root it sees the rest: ${line}`);
  });
});

test('a wrong call that only the checks can tell leaves the normal screen with its message', async () => {
  const terminal = demo(['--only', 'runtime-sokcet', '--lang', 'en']);
  expect(await terminal.ended()).toBe(2);
  expect(terminal.isAlternate).toBe(false);
  expect(terminal.lines.join('')).toContain('did you mean runtime-socket?');
});
