import { describe, expect, test } from 'vitest';
import { isReport } from '../support/report-schema.ts';
import { runProgram } from '../support/program.ts';

describe('a wrong call', () => {
  test.each([
    [['--jsn'], 'unknown option: --jsn; did you mean --json?'],
    [['cehck'], 'unknown command: cehck; did you mean check?'],
    [['constructor'], 'unknown command: constructor'],
    [['--only', ','], '--only names no check and no group'],
    [['--only', 'runtime-sokcet'], 'did you mean runtime-socket?'],
    [['--format', 'yaml'], '--format: yaml is none of text, json'],
    [['--tui'], '--tui needs a terminal'],
    [['--only', 'dns', '--skip', 'dns'], 'nothing to check'],
    [['--quiet', '-v'], '--quiet and --verbose exclude each other'],
    [['-o', '/tmp'], '--output /tmp: it is there, and is no regular file'],
    [['-o', '/etc/passwd/report'], '--output /etc/passwd/report: a part of its path is no directory'],
    [['--from', '/nonexistent/node.tar.gz'], '--from /nonexistent/node.tar.gz: there is no such file'],
    [['--from', '/etc/passwd/node.tar.gz'], 'a part of its path is no directory'],
    [['fleet', '--from', '/nonexistent'], '--from /nonexistent: there is no such file'],
    [['--baseline', '/etc'], '--baseline /etc: it is no regular file'],
    [['-c', '--quiet'], '-c needs a value: FILE'],
    [['--offline', 'config'], 'a command comes first: crane-doctor config'],
    [['--root', '/nonexistent/tree'], 'there is no such directory'],
    [['--image', 'UPPER/Case'], '--image UPPER/Case: '],
    [['--registry', 'registry.example.1'], '--registry registry.example.1: it is no host name or address'],
    [['--user', 'alice:x'], '--user alice:x: that is no name of an account'],
  ])('%j is exit code 2 and says what was meant: %s', async (args, words) => {
    const run = await runProgram(args);
    expect(run.code).toBe(2);
    expect(run.stderr).toContain(words);
    expect(run.stdout).toBe('');
  });

  test('with --json stdout is one document that says so', async () => {
    const run = await runProgram(['--json', '--nothing']);
    expect(run.code).toBe(2);
    const document: unknown = JSON.parse(run.stdout);
    expect(isReport(document)).toBe(false);
    expect(document).toMatchObject({
      schemaVersion: 1,
      error: { kind: 'usage', message: 'unknown option: --nothing' },
    });
  });

  test('speaks Chinese where the locale or --lang does', async () => {
    const byLocale = await runProgram(['--nothing'], { env: { LANG: 'zh_CN.UTF-8' } });
    expect(byLocale.stderr).toContain('未知选项：--nothing');
    const byOption = await runProgram(['--lang', 'zh', '--nothing']);
    expect(byOption.stderr).toContain('未知选项：--nothing');
    const optionWins = await runProgram(['--lang=en', '--nothing'], { env: { LC_ALL: 'zh_CN.UTF-8' } });
    expect(optionWins.stderr).toContain('unknown option');
  });

  test('control characters of the call do not reach the terminal', async () => {
    const run = await runProgram(['--\u001b[31mred']);
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('\\x1b[31mred');
  });
});

describe('help and version', () => {
  test('the help names every option of the command, in both languages', async () => {
    const english = await runProgram(['--help']);
    expect(english.code).toBe(0);
    for (const option of ['-c, --config FILE', '--only IDS', '--[no-]tui', '--deadline DURATION', '--fail-on LEVEL']) {
      expect(english.stdout).toContain(option);
    }
    expect(english.stdout).not.toContain('--fault');
    const chinese = await runProgram(['demo', '--help', '--lang', 'zh']);
    expect(chinese.stdout).toContain('--fault NAME');
    expect(chinese.stdout).toContain('退出码');
  });

  test('a fault of the demo that there is not leads to those that there are', async () => {
    const near = await runProgram(['demo', '--fault', 'stale-sock']);
    expect([near.code, near.stderr]).toEqual([2, expect.stringContaining('did you mean stale-socket?')]);
    const far = await runProgram(['demo', '--fault', 'weather', '--lang', 'zh']);
    expect([far.code, far.stderr]).toEqual([2, expect.stringContaining('crane-doctor demo --list 列出全部故障')]);
  });

  test('help is a command too, and tells of values and exit codes what goes with the command', async () => {
    const { code, stdout } = await runProgram(['help', 'config']);
    expect(code).toBe(0);
    expect(stdout).toContain('Options of config');
    expect(stdout).toContain('craned accepts the file');
    expect(stdout).not.toMatch(/DURATION|IDS are/);
    expect((await runProgram(['help'])).stdout).toContain('IDS are names of checks or groups');
  });

  test('the version is that of the package', async () => {
    const run = await runProgram(['--version', '--json']);
    expect(JSON.parse(run.stdout)).toMatchObject({ name: 'crane-doctor', version: '0.1.0' });
  });
});

test('a relative path where the current directory was removed is a wrong call, no crash', async () => {
  const enter = ['sh', '-c', 'd=$(mktemp -d) && cd "$d" && rmdir "$d" && exec "$@"', 'sh'];
  const run = await runProgram(['-c', 'config.yaml'], { enter });
  expect(run.code).toBe(2);
  expect(run.stderr).toContain('config.yaml: the current directory is gone');
});
