import { describe, expect, it } from 'vitest';
import { end, file, NO_LIST, read, rows, scalar, within, type Row } from './ends.ts';

describe('10. Nodes', () => {
  const node = (entries: string): string => file({ Nodes: `\n  - { ${entries} }` });

  it.each<Row>([
    [file({ Nodes: null }), 'starts'],
    ...rows('Nodes', {
      '': 'starts',
      x: 'starts',
      '{}': 'starts',
      '{ name: cn1, cpu: 4, memory: 8G }': `aborts ${NO_LIST}`,
      '[x]': scalar('name'),
      '[~]': 'exits',
      '[[a]]': 'exits',
    }),
    [node('cpu: 4, memory: 8G'), 'exits'],
    [node('name: a, memory: 8G'), 'exits'],
    [node('name: a, cpu: 4'), 'exits'],
    [node('name: , cpu: 4, memory: 8G'), 'starts'],
    [node('name: [a], cpu: 4, memory: 8G'), 'starts'],
    [node('name: "a[b]", cpu: 4, memory: 8G'), 'exits Illegal node name string format.'],
    [node('name: a, cpu: , memory: 8G'), 'aborts stoul'],
    [node('name: a, cpu: [], memory: 8G'), 'aborts bad conversion'],
    [node('name: a, cpu: 2.9, memory: 8G'), 'starts'],
    [node('name: a, cpu: four, memory: 8G'), 'aborts stoul'],
    [node('name: a, cpu: 4, memory: '), 'exits Illegal memory format.'],
    [node('name: a, cpu: 4, memory: 8'), 'exits Illegal memory format.'],
    [node('name: a, cpu: 4, memory: 8G, sockets: x'), 'starts'],
    [node('name: a, cpu: 4, memory: 8G, sockets: []'), 'starts'],
    [node('name: a, cpu: 4, memory: 8G, gres: '), 'starts'],
    [node('name: a, cpu: 4, memory: 8G, gres: x'), 'starts'],
    [node('name: a, cpu: 4, memory: 8G, gres: { a: b }'), `aborts ${NO_LIST}`],
    [node('name: a, cpu: 4, memory: 8G, gres: [x]'), scalar('name')],
    [node('name: a, cpu: 4, memory: 8G, gres: [{ name: b }]'), 'aborts invalid node; first invalid key: "type"'],
    [node('name: a, cpu: 4, memory: 8G, gres: [{ name: [], type: b }]'), 'aborts bad conversion'],
  ])('%j', (text, expected) => expect(end(text)).toBe(expected));

  it('the names of all items, each once, with what craned could read of them', () => {
    const nodes = '\n  - { name: "cn[1-2]", cpu: 4, memory: 8G }\n  - { name: "cn[2-3]", cpu: 4, memory: 8G }';
    expect(read(file({ Nodes: nodes })).cluster.nodes).toEqual(['cn1', 'cn2', 'cn3']);
  });
});

describe('11. Partitions', () => {
  const on = { Container: ' { Enabled: yes, RuntimeEndpoint: /x }' };

  it.each(['', ' x', ' ~', ' {}', ' []'])('%j has no items, and Container is read all the same', (value) => {
    const reading = read(file({ Partitions: value, ...on }));
    expect(reading).toMatchObject({ outcome: 'starts', containerEnabled: true, cluster: { partitions: [] } });
  });

  it('without it neither CranedForeground nor Container is read', () => {
    const reading = read(file({ Partitions: null, CranedForeground: ' []', Container: ' { Enabled: 1 }' }));
    expect(reading).toMatchObject({ outcome: 'starts', containerEnabled: false, foreground: false });
  });

  it.each<Row>([
    ...rows('Partitions', {
      '{ name: a, nodes: b }': `aborts ${NO_LIST}`,
      '[x]': scalar('name'),
      '[~]': 'exits',
      '[{ nodes: a }]': 'exits',
      '[{ name: a }]': 'exits',
      '[{ name: [], nodes: cn1 }]': 'starts',
      '[{ name: a, nodes: [cn1] }]': 'aborts bad conversion',
      '[{ name: a, nodes: }]': 'starts',
      '[{ name: a, nodes: "cn[1" }]': 'exits Illegal node name string format.',
      '[{ name: a, nodes: nowhere }]': 'starts',
    }),
    ...rows('CranedForeground', { '': 'aborts bad conversion', '0': 'aborts bad conversion', Yes: 'starts' }),
  ])('%j', (text, expected) => expect(end(text)).toBe(expected));

  it.each([
    ['ALL', ['cn1', 'cn2']],
    [' all ', ['cn1', 'cn2']],
    ['cn2,cn9', ['cn2']],
  ])('nodes %j', (nodes, names) => {
    const { cluster } = read(file({ Partitions: ` [{ name: a, nodes: "${nodes}" }]` }));
    expect(cluster.partitions).toEqual([{ name: 'a', nodes: names }]);
  });
});

describe('12. Container', () => {
  const on = (entries: string): string => file({ Container: ` { Enabled: yes, RuntimeEndpoint: /x, ${entries} }` });
  const mapping = '{ Id: 1, IdCount: 2, SubIdStart: 100, SubIdSize: 10 }';
  const subId = (uid: string, gid = `[${mapping}]`): string =>
    on(`SubId: { Managed: yes, UidMappings: ${uid}, GidMappings: ${gid} }`);
  const uid = 'Container.SubId.UidMappings';

  it.each<Row>([
    ...rows('Container', { '': 'starts', '[{ Enabled: yes }]': 'starts', '{}': 'starts', x: scalar('Enabled') }),
    ...within('Container', {
      'Enabled: ': 'aborts bad conversion',
      'Enabled: no, Dns: x, BindFs: x, SubId: x, RuntimeEndpoint: []': 'starts',
      'Enabled: yes': 'exits RuntimeEndpoint is not configured.',
      'Enabled: yes, RuntimeEndpoint: ': 'starts',
      'Enabled: yes, RuntimeEndpoint: ""': 'starts',
      'Enabled: yes, RuntimeEndpoint: [/x]': 'aborts bad conversion',
    }),
    [on('UserNsEnabledByDefault: '), 'aborts bad conversion'],
    [on('TempDir: '), 'starts'],
    [on('TempDir: []'), 'aborts bad conversion'],
    [on('ImageEndpoint: '), 'starts'],
    [on('ImageEndpoint: {}'), 'aborts bad conversion'],
    [on('Dns: '), 'starts'],
    [on('Dns: []'), 'starts'],
    [on('Dns: x'), scalar('ClusterDomain')],
    [on('Dns: { ClusterDomain: [] }'), 'aborts bad conversion'],
    [on('Dns: { Servers: { a: b } }'), `aborts ${NO_LIST}`],
    [on('Dns: { Searches: { a: b } }'), `aborts ${NO_LIST}`],
    [on('Dns: { Options: { a: b } }'), `aborts ${NO_LIST}`],
    [on('Dns: { Servers: [[1.2.3.4]] }'), 'aborts bad conversion'],
    [on('Dns: { Servers: [~] }'), "exits Dns.Servers entry 'null' is not a valid ipv4 address."],
    [on('Dns: { Servers: ["::1"] }'), "exits Dns.Servers entry '::1' is not a valid ipv4 address."],
    [on('Dns: { Servers: , Searches: x, Options: {} }'), 'starts'],
    [on('BindFs: '), 'starts'],
    [on('BindFs: []'), 'starts'],
    [on('BindFs: x'), scalar('Enabled')],
    [on('BindFs: { Enabled: }'), 'aborts bad conversion'],
    [on('BindFs: { Enabled: no, BindfsBinary: [], FusermountBinary: [], MountBaseDir: [] }'), 'starts'],
    [on('BindFs: { Enabled: yes, BindfsBinary: [] }'), 'aborts bad conversion'],
    [on('BindFs: { Enabled: yes, MountBaseDir: [] }'), 'aborts bad conversion'],
    [on('BindFs: { Enabled: yes, MountBaseDir: }'), 'starts'],
    [on('SubId: '), 'starts'],
    [on('SubId: []'), 'starts'],
    [on('SubId: x'), scalar('Managed')],
    [on('SubId: { Managed: }'), 'aborts bad conversion'],
    [on('SubId: { Managed: no, UidMappings: x }'), 'starts'],
    [subId('x'), `exits ${uid} must be a non-empty sequence.`],
    [subId('{ a: b }'), `exits ${uid} must be a non-empty sequence.`],
    [subId('[]'), `exits ${uid} must not be empty in managed mode.`],
    [subId('[x]'), `exits ${uid}[0] must be a mapping.`],
    [subId('[~]'), `exits ${uid}[0] must be a mapping.`],
    [subId('[{ Id: 1 }]'), `exits ${uid}[0] must contain Id, IdCount, SubIdStart and SubIdSize.`],
    [subId(`[${mapping.replace('1,', ',')}]`), 'aborts bad conversion'],
    [subId(`[${mapping.replace('IdCount: 2', 'IdCount: 0')}]`), `exits ${uid}[0].IdCount must be > 0.`],
    [subId(`[${mapping.replace('SubIdSize: 10', 'SubIdSize: 0')}]`), `exits ${uid}[0].SubIdSize must be > 0.`],
    [subId(`[${mapping}, ${mapping}]`), `exits ${uid}[1] overlaps id range with [0].`],
    [subId(`[${mapping}, ${mapping.replace('Id: 1,', 'Id: 9,')}]`), `exits ${uid}[1] overlaps subid range with [0].`],
    [subId(`[${mapping.replace('Id: 1,', 'Id: 0xffffffffffffffff,')}]`), `exits ${uid}[0] id range overflowed.`],
    [subId(`[${mapping.replace('100', '0xffffffffffffffff')}]`), `exits ${uid}[0] subid range overflowed.`],
    [subId(`[${mapping}]`), 'starts'],
  ])('%j', (text, expected) => expect(end(text)).toBe(expected));
});
