import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parseConfig } from '../../src/config/read-config.ts';
import { configDocument } from '../../src/report/config-json.ts';
import { Cleanup, temporaryDirectory } from '../support/cleanup.ts';
import { runProgram } from '../support/program.ts';

interface ParityCase {
  readonly id: string;
  readonly kind: string;
  readonly config: string;
  readonly expected: {
    readonly outcome: string;
    readonly message: string | null;
    readonly line: number | null;
    readonly column: number | null;
    readonly container: object | null;
  };
}

/** What the real parser gave for each file: ParseConfig of craned with its own yaml-cpp. */
const CASES = readFileSync(new URL('../fixtures/parity/cases.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as ParityCase);

describe('craned and crane-doctor read the same from a file', () => {
  it.each(CASES)('$id', ({ config, expected }) => {
    const reading = parseConfig(new TextEncoder().encode(config), {
      path: '/etc/crane/config.yaml',
      supervisorExists: (path) => path === '/usr/libexec/csupervisor',
    });
    expect(configDocument(reading)).toEqual(expected);
  });

  it('has cases of every outcome', () => {
    expect(CASES.length).toBeGreaterThanOrEqual(69);
    expect(new Set(CASES.map(({ expected }) => expected.outcome))).toEqual(new Set(['starts', 'exits', 'aborts']));
  });
});

/** One case of each kind: starting the program for every case would take half a minute. */
const SAMPLE = CASES.filter(({ kind }, index) => CASES.findIndex((other) => other.kind === kind) === index);

describe('config --json of the program', () => {
  const cleanup = new Cleanup();
  afterAll(() => cleanup.run());

  it('says the same of a case of each kind', async () => {
    for (let first = 0; first < SAMPLE.length; first += 4) {
      await Promise.all(
        SAMPLE.slice(first, first + 4).map(async ({ id, config, expected }) => {
          const root = temporaryDirectory(cleanup);
          for (const directory of ['etc/crane', 'usr/libexec']) mkdirSync(join(root, directory), { recursive: true });
          writeFileSync(join(root, 'usr/libexec/csupervisor'), '');
          writeFileSync(join(root, 'etc/crane/config.yaml'), config);
          const run = await runProgram(['config', '--json', '--root', root]);
          expect({ id, code: run.code, ...(JSON.parse(run.stdout) as object) }).toEqual({
            id,
            code: expected.outcome === 'starts' ? 0 : 1,
            ...expected,
          });
        }),
      );
    }
  });
});
