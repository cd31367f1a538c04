import { expect, it } from 'vitest';
import { file, read } from './ends.ts';

/*
 * Few lines can stand for far more names than fit into memory: a range each, in thousands of lists.
 */

const MANY = Array.from({ length: 3_000 }, (_, index) => `n${index}-[1-90000]`);

const nodes = (names: readonly string[], gres = ''): string =>
  ` [${names.map((name) => `{ name: "${name}", cpu: 1, memory: 1G${gres} }`).join(', ')}]`;

const devices = MANY.map((name, index) => {
  return `{ name: g, type: t${index}, DeviceFileRegex: "${name}", DeviceCDIRegex: "v/c=${name}" }`;
});

const partitions = (lists: readonly string[]): string =>
  ` [${lists.map((list) => `{ name: a, nodes: "${list}" }`).join(', ')}]`;

it.each([
  ['nodes', { Nodes: nodes(MANY) }],
  ['devices', { Nodes: nodes(['a'], `, gres: [${devices.join(', ')}]`) }],
  ['partitions', { Nodes: nodes(MANY.slice(0, 1)), Partitions: partitions(MANY) }],
  ['partitions of all nodes', { Nodes: nodes(MANY.slice(0, 1)), Partitions: partitions(MANY.map(() => 'ALL')) }],
])('%s', (_, keys) => {
  expect(read(file(keys)).stops).toEqual([]);
});
