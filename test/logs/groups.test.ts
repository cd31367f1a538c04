import { expect, test } from 'vitest';
import { Groups } from '../../src/logs/groups.ts';
import type { LogRecord } from '../../src/logs/record.ts';

const REFUSED = 'Failed to run pod sandbox: [gRPC:14] connect: unix:/run/x.sock: Connection refused';
const FULL = 'write /var/lib/containerd/x: no space left on device';
const STRANGE = 'The moon is full';
const WRAPPER = 'Failed to start daemon step, code: 49';

/** What comes of logs: of each group its id, how often, and what it passes on how often. */
function grouped(...logs: readonly (readonly string[])[]): unknown[] {
  const groups = new Groups();
  for (const [index, texts] of logs.entries()) {
    const take = groups.reader(`${index}.0`);
    texts.forEach((text, ms) => take({ at: ms, level: 'E', source: 'x:1', text } satisfies LogRecord));
  }
  return groups.sorted().map(({ id, count, jobs, wraps, roots }) => [id, count, [...jobs], wraps, [...roots]]);
}

test('a wrapper says of each root how often it passed it on', () => {
  expect(grouped([REFUSED, WRAPPER], [FULL, WRAPPER], [REFUSED, WRAPPER]).at(-1)).toEqual([
    'daemon-step-failed',
    3,
    ['0.0', '1.0', '2.0'],
    'socket-refused',
    [
      ['socket-refused', 2],
      ['disk-full', 1],
    ],
  ]);
});

test('a wrapper of what is not known stands for itself, whatever others pass on', () => {
  expect(grouped([REFUSED, WRAPPER], [STRANGE, WRAPPER])).toEqual([
    ['socket-refused', 1, ['0.0'], null, []],
    ['daemon-step-failed', 1, ['1.0'], null, []],
    [STRANGE, 1, ['1.0'], null, []],
    ['daemon-step-failed', 1, ['0.0'], 'socket-refused', [['socket-refused', 1]]],
  ]);
});

test('in a log of several jobs a wrapper is tied to what is of the same job', () => {
  const groups = new Groups();
  const take = groups.reader(null);
  const texts = [`${FULL} #1.0`, `${REFUSED} #2.0`, `${WRAPPER} #1.0`, `${WRAPPER} #3.0`];
  texts.forEach((text, at) => take({ at, level: 'E', source: 'x:1', text }));
  const wrappers = groups.sorted().filter(({ id }) => id === 'daemon-step-failed');
  expect(wrappers.map(({ jobs, wraps }) => [...jobs, wraps])).toEqual([
    ['3.0', null],
    ['1.0', 'disk-full'],
  ]);
});

test('what() stands below `terminate called`, and is its root', () => {
  const thrown = "terminate called after throwing an instance of 'YAML::ParserException'";
  const what = '  what():  yaml-cpp: error at line 90, column 3: illegal map value';
  expect(grouped([thrown, what, thrown])).toEqual([
    ['yaml-syntax', 1, ['0.0'], null, []],
    ['yaml-exception', 1, ['0.0'], null, []],
    ['yaml-exception', 1, ['0.0'], 'yaml-syntax', [['yaml-syntax', 1]]],
  ]);
});
