import { afterEach, expect, test } from 'vitest';

import { FORMAT_NAMES } from '../../src/report/formats/formats.ts';
import { BUNDLE, NODE } from '../support/checkout.ts';
import { Cleanup, temporaryDirectory } from '../support/cleanup.ts';
import { describeWith } from '../support/needs.ts';
import { runProgram } from '../support/program.ts';

const cleanup = new Cleanup();
afterEach(() => cleanup.run());

describeWith(['namespaces'], 'a disk that is full', () => {
  /** Runs the program with a tmpfs of one page at `$D`; at the end of stderr stands what is there then. */
  const onTinyDisk = (script: string) => {
    const directory = temporaryDirectory(cleanup);
    const mounted = `mount -t tmpfs -o size=4k tmpfs "$D"; ${script}; code=$?; echo There: $(ls -A "$D") >&2; exit $code`;
    const program = ['unshare', '-m', 'sh', '-c', mounted, 'sh', NODE, BUNDLE];
    return runProgram([], { program, env: { D: directory } });
  };

  test.each(FORMAT_NAMES)('is exit code 2 with the reason, and no half a file: %s', async (format) => {
    const script = `head -c 4096 /dev/zero >"$D/other"; "$@" demo --fault stale-socket -f ${format} -o "$D/report"`;
    const run = await onTinyDisk(script);
    expect(run.stderr).toContain('no space is left (ENOSPC)');
    expect(run.code).toBe(format === 'nagios' ? 3 : 2);
    expect(run.stderr.endsWith('There: other\n')).toBe(true);
  });

  test('keeps the file that is there, also where it was to be replaced', async () => {
    const script = 'echo before >"$D/report"; "$@" demo -f json -o "$D/report" --force >/dev/null';
    const run = await onTinyDisk(`${script}; code=$?; cat "$D/report"; (exit $code)`);
    expect(run.code).toBe(2);
    expect(run.stdout).toBe('before\n');
    expect(run.stderr.endsWith('There: report\n')).toBe(true);
  });
});
