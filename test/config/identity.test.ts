import { describe, expect, it } from 'vitest';
import { identityOf } from '../../src/config/identity.ts';
import { parseConfig } from '../../src/config/read-config.ts';
import { roleOf } from '../../src/config/role.ts';
import type { ConfigReading } from '../../src/config/reading.ts';
import { clusterWith } from './config-tree.ts';

const read = (text: string): ConfigReading =>
  parseConfig(new TextEncoder().encode(text), { path: '/c', supervisorExists: () => true });

const hash = (text: string): string => read(text).identity!.hash;

describe('the identity of a file', () => {
  const file = 'A: 1\nB:\n  C: [x, y]\n';

  it('is not changed by comments, blank lines, quotes, line endings or flow style', () => {
    for (const same of [
      '# head\nA: "1" # one\n\nB:\n    C: [x, "y"]\n',
      'A: 1\r\nB:\r\n  C:\r\n  - x\r\n  - y\r\n',
      '{A: 1, B: {C: [x, y]}}\n',
      'B_: &l [x, y]\nA: 1\n'.replace('B_: &l [x, y]\n', '').concat('B: {C: [x, y]}\n'),
    ]) {
      expect(hash(same)).toBe(hash(file));
    }
  });

  it('is changed by order, values, keys, and null for text', () => {
    const others = [
      'B:\n  C: [x, y]\nA: 1\n',
      'A: 2\nB:\n  C: [x, y]\n',
      'a: 1\nB:\n  C: [x, y]\n',
      'A: 1\nB:\n  C: [y, x]\n',
    ];
    expect(new Set([file, ...others].map(hash)).size).toBe(5);
    expect(hash('A: null\n')).not.toBe(hash('A: "null"\n'));
    expect(hash('A: [[x], y]\n')).not.toBe(hash('A: [[x, y]]\n'));
  });

  it('tells the values by path, the first of two, without secrets', () => {
    const { values } = identityOf(
      read('A: 1\nA: 2\nNodes:\n  - name: cn1\nDb:\n  Password: hush\nTokens: [a, b]\nE:\nUrl: http://anna:hush@db/x\n')
        .root!,
    );
    expect(values).toEqual({
      A: '1',
      'Nodes[0].name': 'cn1',
      'Db.Password': '(redacted)',
      Url: 'http://anna:(redacted)@db/x',
      'Tokens[0]': '(redacted)',
      'Tokens[1]': '(redacted)',
      E: 'null',
    });
  });

  it('tells some hundred values at most', () => {
    const many = Array.from({ length: 1_000 }, (_, i) => `K${i}: v`).join('\n');
    expect(Object.keys(read(many).identity!.values).length).toBe(300);
  });
});

describe('--role auto', () => {
  const config = read(clusterWith(''));

  it.each([
    ['cn01', 'compute'],
    ['mgmt01', 'control'],
    ['login1', 'compute'],
    ['cn01.hpc.example', 'compute'],
  ])('%s is %s', (hostname, role) => {
    expect(roleOf(config, hostname)).toBe(role);
  });

  it('takes the control machine for a compute node where it is in Nodes too', () => {
    expect(roleOf(read(clusterWith('').replace('mgmt01', 'cn02')), 'cn02')).toBe('compute');
  });
});
