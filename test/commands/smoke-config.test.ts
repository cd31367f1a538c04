import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Cleanup, temporaryDirectory } from '../support/cleanup.ts';
import { runProgram } from '../support/program.ts';

describe('smoke with a configuration that craned does not come through', () => {
  let cleanup: Cleanup;
  beforeEach(() => {
    cleanup = new Cleanup();
  });
  afterEach(() => cleanup.run());

  test.each([
    ['that is not there', null, 'not existed'],
    ['with a syntax error', 'Container: a: b\n', 'yaml-cpp: error at line 1'],
    ['without the section', 'Partitions: []\n', null],
  ])('%s', async (_, text, words) => {
    const path = join(temporaryDirectory(cleanup), 'config.yaml');
    if (text !== null) writeFileSync(path, text);
    const { code, stdout } = await runProgram(['smoke', '--dry-run', '-c', path, '--lang', 'en']);
    expect(code).toBe(1);
    expect(stdout).not.toContain('This changes the node');
    if (words === null) expect(stdout).toContain('smoke/no-endpoint');
    else {
      expect(stdout).toContain('smoke/config-unread');
      expect(stdout.replace(/\s+/g, ' ')).toContain(words);
      expect(stdout).toContain(`crane-doctor --only config -c ${path}`);
    }
  });
});
