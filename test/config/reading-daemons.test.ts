import { describe, expect, it } from 'vitest';
import { end, file, rows, scalar, within, type Row } from './ends.ts';

const NO_NUMBER = ['-1', '1.5', '1e3', '08', '', ' ~', '""', ' [1]', 'null'];

describe('2. paths and the level of the log', () => {
  it.each<Row>([
    ...rows('CraneBaseDir', { '': 'starts', '[]': 'aborts bad conversion', '{}': 'aborts bad conversion' }),
    ...rows('CranedLogFile', { '~': 'starts', '[a]': 'aborts bad conversion' }),
    ...rows('CranedDebugLevel', {
      trace: 'starts',
      off: 'starts',
      '"debug"': 'starts',
      Info: 'exits Illegal Craned debug-level format: Info.',
      '': 'exits Illegal Craned debug-level format: null.',
      '""': 'exits Illegal Craned debug-level format: .',
      '[info]': 'aborts bad conversion',
    }),
    ['just text\n', scalar('CraneBaseDir')],
    ['', 'exits No Supervisor configuration found.'],
    ['- a\n', 'exits No Supervisor configuration found.'],
    ['---\n---\nSupervisor:\n', 'exits No Supervisor configuration found.'],
    ['...\nSupervisor:\n', 'exits No Supervisor configuration found.'],
  ])('%j', (text, expected) => expect(end(text)).toBe(expected));
});

describe('3. Supervisor', () => {
  it.each<Row>([
    ...rows('Supervisor', { '': 'starts', '[a, b]': 'starts', '{}': 'starts', x: scalar('Path') }),
    [file({ Supervisor: null }), 'exits No Supervisor configuration found.'],
    [file({ Supervisor: null, supervisor: ' {}' }), 'exits No Supervisor configuration found.'],
    ...within('Supervisor', {
      'Path: /nowhere': 'exits csupervisor /nowhere does not exist',
      'Path: ': 'exits csupervisor null does not exist',
      'Path: []': 'aborts bad conversion',
      'DebugLevel: warn': 'starts',
      'DebugLevel: ':
        'exits Illegal Supervisor debug-level: null, should be one of trace,, debug, info, warn, error, off.',
      'LogDir: ': 'starts',
      'MaxLogFileSize: 0M': 'starts',
      'MaxLogFileSize: 50': 'exits Illegal memory format.',
      'MaxLogFileSize: ': 'exits Illegal memory format.',
      'MaxLogFileSize: 99999999999999999999M': 'aborts stoul',
      'MaxLogFileNum: 18446744073709551615': 'starts',
      'MaxLogFileNum: 18446744073709551616': 'aborts bad conversion',
      'ThreadPoolSize: 4294967295': 'starts',
      'ThreadPoolSize: 4294967296': 'aborts bad conversion',
    }),
  ])('%j', (text, expected) => expect(end(text)).toBe(expected));
});

describe('4. Craned, 5. its log', () => {
  const numbers = ['PingInterval', 'CraneCtldTimeout', 'MaxLogFileNum', 'NodeHealthCheckInterval', 'ThreadPoolSize'];

  it.each<Row>([
    ...rows('Craned', { '': 'starts', '[]': 'starts', x: scalar('PingInterval'), '"": 1': 'aborts illegal map value' }),
    ...within('Craned', {
      'MaxLogFileSize: 0M': 'aborts rotating sink constructor: max_size arg cannot be zero',
      'MaxLogFileSize: 0B, MaxLogFileNum: 200001': 'aborts rotating sink constructor: max_size arg cannot be zero',
      'MaxLogFileSize: 1K, MaxLogFileNum: 200000': 'starts',
      'MaxLogFileNum: 200001': 'aborts rotating sink constructor: max_files arg cannot exceed 200000',
      'MaxLogFileSize: 2T': 'exits Illegal memory format.',
      'PingInterval: 0x10': 'starts',
      'PingInterval: "7 "': 'starts',
      'PingInterval: " 7"': 'aborts bad conversion',
      'PingInterval: +5': 'starts',
    }),
  ])('%j', (text, expected) => expect(end(text)).toBe(expected));

  it.each(numbers.flatMap((name) => NO_NUMBER.map((value) => [name, value] as const)))('%s: %s', (name, value) => {
    expect(end(file({ Craned: `\n  ${name}: ${value}` }))).toBe('aborts bad conversion');
  });
});

describe('6. paths and where craned listens, 7. TLS', () => {
  const texts = ['CranedUnixSockPath', 'CranedForPamUnixSockPath', 'CranedScriptDir', 'CranedMutexFilePath'];

  it.each<Row>([
    ...texts.flatMap((key) => rows(key, { '': 'starts', '[]': 'aborts bad conversion' })),
    ...['CompressedRpc', 'EnableSlurmCompatibleEnv'].flatMap((key) =>
      rows(key, {
        yes: 'starts',
        '"off"': 'starts',
        '1': 'aborts bad conversion',
        '': 'aborts bad conversion',
        yEs: 'aborts bad conversion',
      }),
    ),
    ...rows('TLS', { '': 'starts', '[]': 'starts', x: scalar('Enabled') }),
    ...within('TLS', {
      'Enabled: no, DomainSuffix: []': 'starts',
      'Enabled: ': 'aborts bad conversion',
      'Enabled: yes, DomainSuffix: []': 'aborts bad conversion',
      'Enabled: yes': 'exits UseTls is true, but InternalCertFilePath is empty',
    }),
  ])('%j', (text, expected) => expect(end(text)).toBe(expected));
});

describe('8. the cluster, 9. HealthCheck', () => {
  it.each<Row>([
    [file({ ControlMachine: null }), 'exits ControlMachine is not configured.'],
    [file({ ClusterName: null }), 'exits Cluster name is empty.'],
    ...rows('ControlMachine', { '': 'starts', '[]': 'aborts bad conversion' }),
    ...rows('ClusterName', { '': 'starts', '""': 'exits Cluster name is empty.', '{}': 'aborts bad conversion' }),
    ...rows('CraneCtldForInternalListenPort', { '': 'starts', '[]': 'aborts bad conversion' }),
    ...rows('HealthCheck', {
      '': 'exits HealthCheckProgram is not configured',
      '[]': 'exits HealthCheckProgram is not configured',
      x: scalar('Program'),
    }),
    ...within('HealthCheck', {
      'Program: ': 'starts',
      'Program: /x, NodeState: , Interval: 010': 'starts',
      'Program: ""': 'exits HealthCheckProgram is not configured',
      'Program: []': 'aborts bad conversion',
      'Program: /x, Interval: 1m': 'aborts bad conversion',
      'Program: /x, NodeState: [idle]': 'aborts bad conversion',
      'Program: /x, Cycle: 1': 'aborts bad conversion',
    }),
  ])('%j', (text, expected) => expect(end(text)).toBe(expected));
});
