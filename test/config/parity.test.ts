import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../src/config/read-config.ts';

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
    const section = reading.entry('Partitions') !== null && reading.entry('Container') !== null;
    expect({
      outcome: reading.outcome,
      message: reading.message,
      line: reading.mark?.line ?? null,
      column: reading.mark?.column ?? null,
      container: reading.outcome === 'starts' && section ? (reading.container ?? { enabled: false }) : null,
    }).toEqual(expected);
  });

  it('has cases of every outcome', () => {
    expect(CASES.length).toBeGreaterThanOrEqual(69);
    expect(new Set(CASES.map(({ expected }) => expected.outcome))).toEqual(new Set(['starts', 'exits', 'aborts']));
  });
});
