import { describe, expect, it } from 'vitest';
import { end, file, read, rows, scalar, within, type Row } from './ends.ts';

describe('13. JobLifecycleHook, 14. behind the file', () => {
  const both = 'exits Cannot set RunInJob and Serial flags at the same time.';

  it.each<Row>([
    ...rows('JobLifecycleHook', { '': 'starts', '[]': 'starts', x: scalar('Prolog') }),
    ...within('JobLifecycleHook', {
      'Prolog: , Epilog: , TaskProlog: , TaskEpilog: ': 'starts',
      'TaskEpilog: []': 'aborts bad conversion',
      'PrologTimeout: -1': 'aborts bad conversion',
      'EpilogTimeout: 4294967296': 'aborts bad conversion',
      'PrologEpilogTimeout: ': 'aborts bad conversion',
      'MaxOutputSize: 4294967296': 'starts',
      'MaxOutputSize: 1M': 'aborts bad conversion',
      'PrologFlags: [Serial]': 'aborts bad conversion',
      'PrologFlags: "Serial, contain"': 'starts',
      'PrologFlags: " runinjob ,SERIAL"': both,
      'PrologFlags: "RunInJob,Serial"': both,
    }),
    ...rows('ControlMachine', {
      '""': 'exits CraneCtld address must be specified in command line or config file.',
    }),
    ...rows('CranedListen', {
      '0.0.0.0': 'starts',
      '"::"': 'starts',
      localhost: 'exits Listening address is invalid.',
      '': 'exits Listening address is invalid.',
      '""': 'exits Listening address is invalid.',
    }),
    ...rows('CranedListenPort', {
      '10010': 'starts',
      '0000': 'starts',
      '1': 'starts',
      '65535': 'starts',
      '65536': 'exits Listening port is invalid.',
      '01234': 'exits Listening port is invalid.',
      '0x10': 'exits Listening port is invalid.',
      '': 'exits Listening port is invalid.',
      '""': 'exits Listening port is invalid.',
      '" 80"': 'exits Listening port is invalid.',
    }),
  ])('%j', (text, expected) => expect(end(text)).toBe(expected));
});

it('craned stops in the order in which it reads, whatever the order in the file', () => {
  const faults: readonly (readonly [key: string, value: string, at: string])[] = [
    ['CranedListenPort', ' x', 'CranedListenPort'],
    ['CranedListen', ' x', 'CranedListen'],
    ['JobLifecycleHook', ' { PrologTimeout: x, PrologFlags: "RunInJob,Serial" }', 'JobLifecycleHook.PrologTimeout'],
    ['Container', ' { Enabled: yes, UserNsEnabledByDefault: 1, Dns: x }', 'Container.UserNsEnabledByDefault'],
    ['CranedForeground', ' x', 'CranedForeground'],
    ['Partitions', ' [{ name: a }]', 'Partitions[0].nodes'],
    ['Nodes', ' [{ name: "a[", cpu: 4, memory: 8 }]', 'Nodes[0].name'],
    ['HealthCheck', '', 'HealthCheck.Program'],
    ['ClusterName', ' ""', 'ClusterName'],
    ['TLS', ' { Enabled: 1 }', 'TLS.Enabled'],
    ['CompressedRpc', ' 1', 'CompressedRpc'],
    ['CranedDebugLevel', ' x', 'CranedDebugLevel'],
    ['Craned', ' { PingInterval: x, MaxLogFileNum: 200001 }', 'Craned.PingInterval'],
    ['Supervisor', ' { Path: /nowhere, DebugLevel: x }', 'Supervisor.Path'],
    ['CranedLogFile', ' []', 'CranedLogFile'],
  ];
  const text = faults.map(([key, value]) => `${key}:${value}\n`).join('') + 'ControlMachine: ""\n';
  const keys = read(text).stops.map(({ key }) => key);
  expect(keys).toEqual([
    'CranedLogFile',
    'Supervisor.Path',
    'Supervisor.DebugLevel',
    'Craned.PingInterval',
    'CranedDebugLevel',
    'Craned.MaxLogFileNum',
    'CompressedRpc',
    'TLS.Enabled',
    'ClusterName',
    'HealthCheck.Program',
    'Nodes[0].name',
    'Nodes[0].memory',
    'Partitions[0].nodes',
    'CranedForeground',
    'Container.UserNsEnabledByDefault',
    'Container.RuntimeEndpoint',
    'Container.Dns',
    'JobLifecycleHook.PrologTimeout',
    'JobLifecycleHook.PrologFlags',
    'ControlMachine',
    'CranedListen',
    'CranedListenPort',
  ]);
  // With the first mended, the next is what craned stops at.
  for (let mended = faults.length; mended > 0; mended -= 1) {
    const left = Object.fromEntries(faults.slice(0, mended).map(([key, value]) => [key, value]));
    expect(read(file(left)).stops[0]?.key).toBe(faults[mended - 1]![2]);
  }
});

describe('where yaml-cpp puts a value', () => {
  it.each([
    ['a null: the next key, comments and blank lines skipped', 'CompressedRpc:\n\n# 注释\nX: 1\n', 4, 1],
    ['a null at the end of the file: behind the last line', 'X: 1\nCompressedRpc:\n', 3, 1],
    ['a null at the end without a line break: the beginning of its line', 'X: 1\nCompressedRpc:', 2, 1],
    ['~: its own place', 'CompressedRpc: ~\n', 1, 16],
    ['a tag is the first part of a value', 'CompressedRpc: !!str 1\n', 1, 16],
    ['bytes, not characters', '"中文": { 文: 1 }\nCompressedRpc: 鹤\n', 2, 16],
    ['an alias: the node itself', 'X: &a 1\nCompressedRpc: *a\n', 1, 4],
    ['a block map: its first key', 'CompressedRpc:\n  a: 1\n', 2, 3],
    ['a block list: its first dash', 'CompressedRpc:\n  - 1\n', 2, 3],
    ['a flow map: its bracket', 'CompressedRpc: {a: 1}\n', 1, 16],
  ])('%s', (_, text, line, column) => {
    const stop = read(text).stops.find(({ key }) => key === 'CompressedRpc');
    expect(stop?.mark).toEqual({ line, column });
  });
});
