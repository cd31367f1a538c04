import { chmodSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Cleanup, temporaryDirectory } from '../support/cleanup.ts';
import { makeCraneNode } from '../support/crane-node.ts';
import { CONTAINER, makeNodeImage } from '../support/node-image.ts';
import { runCheck, runProgram } from '../support/program.ts';
import type { Report } from '../support/report-schema.ts';
import { asNobody } from '../support/unprivileged.ts';

let cleanup: Cleanup;
beforeEach(() => {
  cleanup = new Cleanup();
});
afterEach(() => cleanup.run());

/** crictl's form of the endpoint, which craned cannot use. */
const MISTAKE = 'Enabled: true\n  RuntimeEndpoint: unix:///run/containerd/containerd.sock';
const CODE = 'config-endpoints/scheme';
const TARGET = 'Container.RuntimeEndpoint';

const only = (report: Report, id: string): Report['checks'][number] => report.checks.find((check) => check.id === id)!;
const finding = (report: Report, code: string): Report['checks'][number]['findings'][number] | undefined =>
  report.checks.flatMap(({ findings }) => findings).find((one) => one.code === code);

/** The report of an image with these settings, examined for its configuration and its settings. */
const imageWith = (
  settings: string | undefined,
  container = CONTAINER,
): Promise<Awaited<ReturnType<typeof runCheck>>> =>
  runCheck(['--root', makeNodeImage(cleanup, container, settings), '--only', 'config,settings', '--lang', 'en']);

function expects(expires: string, target?: string): string {
  const about = target === undefined ? '' : `, target: ${target}`;
  return `expected: [{code: ${CODE}${about}, reason: "ticket 7", expires: ${expires}}]\n`;
}

describe('the default file', () => {
  test('that is not there is no matter', async () => {
    const { code, report } = await imageWith(undefined);
    expect(code).toBe(0);
    expect(only(report, 'settings')).toMatchObject({
      status: 'skip',
      skip: { reason: 'not-applicable' },
      findings: [],
    });
  });

  test('without a mistake passes', async () => {
    const { code, report } = await imageWith('language: en\n');
    expect(code).toBe(0);
    expect(only(report, 'settings')).toMatchObject({ status: 'pass', observed: { path: '/etc/crane/doctor.yaml' } });
  });

  test('with mistakes warns with the key that was meant, and the rest of it holds', async () => {
    const settings = `notes: {${CODE}: Call 4711.}\nlangage: zh\ndeadlines: {check: soon}\n`;
    const { code, report } = await imageWith(settings, MISTAKE);
    expect(code).toBe(1);
    expect(only(report, 'settings')).toMatchObject({
      status: 'warn',
      findings: [
        {
          code: 'settings/unknown-key',
          severity: 'warning',
          target: 'langage',
          message: 'crane-doctor does not know langage in /etc/crane/doctor.yaml and ignores it; language is meant?',
          location: { path: '/etc/crane/doctor.yaml', line: 2, column: 1, length: 7 },
        },
        { code: 'settings/invalid', severity: 'warning', target: 'deadlines.check', location: { line: 3, column: 20 } },
      ],
    });
    expect(finding(report, CODE)).toMatchObject({ note: 'Call 4711.' });
  });

  test('is shown around a mistake, and a note beside the remedy', async () => {
    const settings = `langage: zh\nnotes:\n  ${CODE}: |\n    Call 4711.\n    Ask for \u001b[31mAnna.\n`;
    const root = makeNodeImage(cleanup, MISTAKE, settings);
    const { stdout } = await runProgram(['--root', root, '--only', 'config,settings', '--lang', 'en']);
    expect(stdout).toContain('      > 1 | langage: zh\n          | ^^^^^^^\n');
    expect(stdout).toContain('    Note of this site: Call 4711.\n    Ask for \\x1b[31mAnna.\n');
  });

  test('that this user may not read leaves open what it says', async () => {
    const root = makeNodeImage(cleanup, CONTAINER, 'language: zh\n');
    for (const path of ['', 'etc', 'etc/crane']) chmodSync(join(root, path), 0o755);
    chmodSync(join(root, 'etc/crane/doctor.yaml'), 0o600);
    const { code, report } = await runCheck(['--root', root, '--only', 'settings'], asNobody(cleanup));
    expect(code).toBe(3);
    expect(finding(report, 'settings/could-not-look')).toMatchObject({ target: '/etc/crane/doctor.yaml' });
  });

  test('that is a directory is a mistake', async () => {
    const root = makeNodeImage(cleanup);
    const { report } = await runCheck(['--root', root, '--settings', '/etc', '--only', 'settings']).catch(() => ({
      report: undefined,
    }));
    expect(report).toBeUndefined();
  });
});

describe('an expected finding', () => {
  test('is shown with its reason and date, and counts nowhere', async () => {
    const { code, report } = await imageWith(expects('2999-12-31', TARGET), MISTAKE);
    expect(code).toBe(0);
    expect(report).toMatchObject({ verdict: 'pass', causes: [], summary: { fail: 0 } });
    expect(only(report, 'config-endpoints').status).toBe('pass');
    expect(finding(report, CODE)).toMatchObject({
      severity: 'error',
      expected: { reason: 'ticket 7', expires: '2999-12-31' },
    });
  });

  test('is in the text, which does not claim that containers run', async () => {
    const root = makeNodeImage(cleanup, MISTAKE, expects('2999-12-31'));
    const { stdout, code } = await runProgram(['--root', root, '--only', 'config', '--lang', 'en']);
    expect(code).toBe(0);
    expect(stdout).toContain('Nothing was found but what is expected');
    expect(stdout).toMatch(
      new RegExp(`1 expected, not counted\\n  ${CODE}   .*\\(expected until 2999-12-31: ticket 7\\)\\n`),
    );
  });

  test('is in every format, as what is expected', async () => {
    const root = makeNodeImage(cleanup, MISTAKE, expects('2999-12-31'));
    const told = async (format: string): Promise<string> => {
      const { stdout, code } = await runProgram(['--root', root, '--only', 'config', '--lang', 'en', '-f', format]);
      expect([format, code]).toEqual([format, 0]);
      return stdout;
    };
    const words = 'expected until 2999-12-31: ticket 7';
    for (const format of ['text', 'junit', 'github', 'markdown', 'html', 'nagios'])
      expect([format, (await told(format)).includes(words)]).toEqual([format, true]);
    expect(await told('github')).toMatch(new RegExp(`^::notice file=.*title=${CODE}::`, 'm'));
    expect(await told('github')).not.toMatch(/^::error/m);
    expect(await told('junit')).not.toContain('<failure');
    expect(await told('sarif')).toContain('"justification": "ticket 7"');
    expect(await told('prometheus')).toContain('crane_doctor_expected_findings 1\n');
  });

  test.each([
    ['its code, whatever the target, where none is written', undefined, 0],
    ['nothing of another target', 'Container.ImageEndpoint', 1],
  ])('is %s', async (_, target, exit) => {
    expect((await imageWith(expects('2999-12-31', target), MISTAKE)).code).toBe(exit);
  });

  test('counts again when its day is over, and that is said', async () => {
    const { code, report } = await imageWith(expects('2020-02-29'), MISTAKE);
    expect(code).toBe(1);
    expect(report.causes).toMatchObject([{ code: CODE }]);
    expect(finding(report, CODE)).not.toHaveProperty('expected');
    expect(finding(report, 'settings/expired')).toMatchObject({ severity: 'info', location: { line: 1 } });
  });

  test('leaves the other errors of its check what they are', async () => {
    const both = `${MISTAKE}\n  ImageEndpoint: relative/path`;
    const { code, report } = await imageWith(expects('2999-12-31'), both);
    expect(code).toBe(1);
    expect(report.causes).toMatchObject([{ check: 'config-endpoints', code: 'config-endpoints/relative' }]);
    expect(finding(report, CODE)).toHaveProperty('expected');
  });
});

describe('the command line wins', () => {
  test('over the language', async () => {
    const root = makeNodeImage(cleanup, CONTAINER, 'language: zh\n');
    const args = ['--root', root, '--only', 'settings'];
    expect((await runProgram(args)).stdout).toContain('退出码 0');
    expect((await runProgram([...args, '--lang', 'en'])).stdout).toContain('exit 0');
  });

  test('over the deadlines', async () => {
    const directory = temporaryDirectory(cleanup);
    const socket = join(directory, 's.sock');
    const server = createServer(() => {});
    await new Promise<void>((resolve) => server.listen(socket, resolve));
    cleanup.defer(() => server.close());
    const { config } = makeCraneNode(cleanup, { socket });
    const settings = join(directory, 'doctor.yaml');
    writeFileSync(settings, 'deadlines: {check: 1.2s}\n');
    const args = ['-c', config, '--settings', settings, '--only', 'runtime-version'];
    const waited = async (...more: string[]): Promise<unknown> =>
      finding((await runCheck([...args, ...more])).report, 'runtime-version/deadline')?.args['seconds'];
    expect(await waited()).toBeCloseTo(1.2, 0);
    expect(await waited('--timeout', '300ms')).toBeLessThan(1);
  });

  test('over the registries, each list by itself', async () => {
    const settings = join(temporaryDirectory(cleanup), 'doctor.yaml');
    writeFileSync(settings, 'registries: ["127.0.0.1:1"]\n');
    const { config } = makeCraneNode(cleanup, { socket: '/nonexistent/s.sock' });
    const asked = async (...more: string[]): Promise<unknown[]> => {
      const { report } = await runCheck(['-c', config, '--settings', settings, '--only', 'registry', ...more]);
      const { findings, observed } = only(report, 'registry');
      const [row] = observed['registries'] as unknown as readonly { why: string }[];
      return findings.map(({ target, severity }) => [target, severity, row!.why]);
    };
    expect(await asked()).toEqual([['127.0.0.1:1', 'error', 'registry-setting']]);
    expect(await asked('--registry', '127.0.0.1:2')).toEqual([['127.0.0.1:2', 'error', 'registry-option']]);
    writeFileSync(settings, 'images: ["127.0.0.1:1/a:1"]\n');
    expect(await asked()).toEqual([['127.0.0.1:1', 'error', 'image-setting']]);
    expect(await asked('--image', '127.0.0.1:2/a:1')).toEqual([['127.0.0.1:2', 'error', 'image-option']]);

    // A bundle remembers it.
    const bundle = join(temporaryDirectory(cleanup), 'node.tar.gz');
    await runProgram(['bundle', '-c', config, '--settings', settings, '--only', 'registry', '-o', bundle]);
    expect(await asked('--from', bundle)).toEqual([['127.0.0.1:1', 'error', 'image-setting']]);
  });
});

test('a threshold of the site takes the place of the usual one', async () => {
  const settings = join(temporaryDirectory(cleanup), 'doctor.yaml');
  const { config, baseDir } = makeCraneNode(cleanup, { socket: '/nonexistent/s.sock' });
  const low = async (warning: string): Promise<unknown> => {
    writeFileSync(settings, `thresholds: {baseDirSpace: {warning: ${warning}}}\n`);
    const { report } = await runCheck(['-c', config, '--settings', settings, '--only', 'base-dir']);
    return finding(report, 'base-dir/disk-low')?.target;
  };
  expect(await low('100 %')).toBe(baseDir.replace(/\/$/, '') + '/');
  expect(await low('1 KiB')).toBeUndefined();
});

describe('a file named by --settings', () => {
  const named = async (text: string, ...more: string[]): Promise<Awaited<ReturnType<typeof runProgram>>> => {
    const root = makeNodeImage(cleanup);
    writeFileSync(join(root, 'etc/my.yaml'), text);
    return runProgram(['--root', root, '--settings', '/etc/my.yaml', ...more, '--lang', 'en']);
  };

  test('with mistakes is refused with all of them, each with its lines', async () => {
    const { code, stdout, stderr } = await named('langage: zh\nexpected: [{code: dns/timeout}]\n');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('--settings /etc/my.yaml: 3 mistakes\n');
    expect(stderr).toContain('/etc/my.yaml:1:1: unknown key langage; language is meant?\n  > 1 | langage: zh\n');
    expect(stderr).toContain('expected[0].reason: is missing');
  });

  test('is an error of the kind settings where JSON is owed', async () => {
    const { code, stdout } = await named('langage: zh\n', '--json');
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ error: { kind: 'settings' } });
  });

  test('without a mistake holds', async () => {
    const { code, stdout } = await named('notes: {dns/timeout: x}\n', '--json', '--only', 'settings');
    expect(code).toBe(0);
    expect(only(JSON.parse(stdout) as Report, 'settings').observed).toMatchObject({ path: '/etc/my.yaml', notes: 1 });
  });

  test.each([
    ['/etc/none.yaml', 'there is no such file'],
    ['/etc', 'is no regular file'],
  ])('%s: %s', async (path, words) => {
    const { code, stderr } = await runProgram(['--root', makeNodeImage(cleanup), '--settings', path, '--lang', 'en']);
    expect(code).toBe(2);
    expect(stderr).toContain(words);
  });
});

test('a bundle has the settings of its node', async () => {
  const root = makeNodeImage(cleanup, MISTAKE, expects('2999-12-31'));
  const path = join(temporaryDirectory(cleanup), 'node.tar.gz');
  const made = await runProgram(['bundle', '-o', path, '--root', root, '--only', 'config,settings']);
  expect(made.code).toBe(0);
  const { code, report } = await runCheck(['--from', path]);
  expect(code).toBe(0);
  expect(finding(report, CODE)).toHaveProperty('expected');
});
