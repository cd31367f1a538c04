import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { decode, encode, type Packet } from 'dns-packet';
import { afterAll, expect, test } from 'vitest';
import { answered, refused, type Answer } from '../../../src/host/answer.ts';
import { addressesInHosts } from '../../../src/host/resolver/hosts-file.ts';
import { LIMITS } from '../../../src/host/limits.ts';
import { liveHost } from '../../../src/host/live.ts';
import { askNameServer } from '../../../src/host/resolver/name-server.ts';
import type { CommandResult } from '../../../src/host/questions.ts';
import { namesAsked, parseResolvConf } from '../../../src/host/resolver/resolv-conf.ts';
import { resolveHandler } from '../../../src/host/resolver/resolve.ts';
import { notResolved } from '../../../src/host/resolver/resolver-views.ts';
import { treeHost } from '../../../src/host/tree.ts';
import { Cleanup, temporaryDirectory } from '../../support/cleanup.ts';

const cleanup = new Cleanup();
const host = liveHost();
afterAll(async () => {
  host.close();
  await cleanup.run();
});

type Behaviour = 'silent' | 'SERVFAIL' | 'REFUSED' | 'zone';

/** Bits 0 to 3 of the flags (RFC 1035, 4.1.1). */
const RCODE = { NOERROR: 0, SERVFAIL: 2, NXDOMAIN: 3, REFUSED: 5 };
const ZONE: { [name: string]: { A?: string; AAAA?: string } } = {
  'node.cluster.example': { A: '192.0.2.1', AAAA: '2001:db8::1' },
  'v4.example': { A: '192.0.2.4' },
  'v6.example': { AAAA: '2001:db8::6' },
  'empty.example': {},
};

/** A name server on the real wire. Gives back its `address:port` and the names that it was asked for. */
async function nameServer(behaviour: Behaviour): Promise<{ server: string; asked: string[] }> {
  const socket = createSocket('udp4');
  const asked: string[] = [];
  socket.on('message', (message, from) => {
    const query = decode(message);
    const question = query.questions![0]!;
    asked.push(question.name);
    if (behaviour === 'silent') return;
    const entry = behaviour === 'zone' ? ZONE[question.name.toLowerCase()] : undefined;
    const data = entry?.[question.type as 'A' | 'AAAA'];
    const rcode = behaviour === 'zone' ? (entry ? 'NOERROR' : 'NXDOMAIN') : behaviour;
    const reply: Packet = {
      ...query,
      type: 'response',
      flags: (1 << 7) | RCODE[rcode],
      answers: data ? [{ type: question.type as 'A', name: question.name, ttl: 60, data }] : [],
      additionals: [],
    };
    socket.send(encode(reply), from.port, from.address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  cleanup.defer(() => socket.close());
  return { server: `127.0.0.1:${socket.address().port}`, asked };
}

test('resolv.conf: three servers at most, the last search line, ndots', () => {
  const text =
    '# c\nnameserver 192.0.2.1\n nameserver ::1 # x\nnameserver 192.0.2.3\nnameserver 192.0.2.4\n' +
    'domain old.example\nsearch a.example  b.example.\n;search no\noptions timeout:1 ndots:2 ndots:99\n';
  expect(parseResolvConf(text)).toEqual({
    servers: ['192.0.2.1', '::1', '192.0.2.3'],
    searches: ['a.example', 'b.example.'],
    ndots: 15,
  });
  expect(parseResolvConf('')).toEqual({ servers: [], searches: [], ndots: 1 });
});

test('search domains come first for a short name, last for one with dots, and never after a final dot', () => {
  const conf = { servers: [], searches: ['a.example', 'b.example.'], ndots: 1 };
  expect(namesAsked('cn01', conf)).toEqual(['cn01.a.example', 'cn01.b.example', 'cn01']);
  expect(namesAsked('x.y', conf)).toEqual(['x.y', 'x.y.a.example', 'x.y.b.example']);
  expect(namesAsked('cn01.', conf)).toEqual(['cn01']);
});

test('hosts: a name by itself or as an alias, in any case, comments aside', () => {
  const text = '192.0.2.7 Control control-1 # alias\n#192.0.2.8 control\n2001:db8::7\tcontrol\nnonsense control\n';
  expect(addressesInHosts(text, 'CONTROL.')).toEqual([
    { address: '192.0.2.7', family: 4 },
    { address: '2001:db8::7', family: 6 },
  ]);
  expect(addressesInHosts(text, 'alias')).toEqual([]);
});

test('a name server gives both kinds of addresses, of the first name that has any', async () => {
  const { server, asked } = await nameServer('zone');
  expect(await askNameServer(server, ['nothing.example', 'node.cluster.example'], 2_000)).toEqual({
    server,
    ms: expect.any(Number) as number,
    addresses: [
      { address: '192.0.2.1', family: 4 },
      { address: '2001:db8::1', family: 6 },
    ],
  });
  expect(new Set(asked)).toEqual(new Set(['nothing.example', 'node.cluster.example']));
  expect(await askNameServer(server, ['v4.example'], 2_000)).toMatchObject({ addresses: [{ address: '192.0.2.4' }] });
});

test.each([
  ['zone', 'ENOTFOUND'],
  ['SERVFAIL', 'ESERVFAIL'],
  ['REFUSED', 'EREFUSED'],
  ['silent', 'TIMEOUT'],
] as const)('a server that is %s gives %s for a name that it does not resolve', async (behaviour, code) => {
  const { server } = await nameServer(behaviour);
  expect(await askNameServer(server, ['nothing.example'], 600)).toEqual({
    server,
    code,
    ms: expect.any(Number) as number,
  });
});

test('a name without addresses has no data; a port that nobody has refuses; nonsense is no server', async () => {
  const { server } = await nameServer('zone');
  expect(await askNameServer(server, ['empty.example'], 2_000)).toMatchObject({ code: 'ENODATA' });
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  socket.close();
  expect(await askNameServer(`127.0.0.1:${port}`, ['v4.example'], 2_000)).toMatchObject({ code: 'ECONNREFUSED' });
  expect(await askNameServer('not-an-address', ['v4.example'], 2_000)).toMatchObject({ code: 'EINVAL' });
});

test('why a name is not resolved follows from what the servers say', () => {
  const say = (...codes: string[]) =>
    notResolved(
      'n',
      codes.map((code, index) => ({ server: `192.0.2.${index}`, code, ms: 1 })),
    ).code;
  expect(say()).toBe('NO_RESOLVER');
  expect(say('TIMEOUT', 'ENOTFOUND')).toBe('ENOTFOUND');
  expect(say('TIMEOUT', 'ESERVFAIL')).toBe('ESERVFAIL');
  expect(say('TIMEOUT', 'ECONNREFUSED')).toBe('ECONNREFUSED');
  expect(say('TIMEOUT')).toBe('TIMEOUT');
  expect(say('EFORMERR')).toBe('EFORMERR');
  const servers = [{ server: '192.0.2.0', code: 'EREFUSED', ms: 1 }];
  expect(notResolved('n', servers)).toMatchObject({ code: 'EREFUSED', message: 'asked 192.0.2.0' });
  const knows = notResolved('n', [
    { server: '192.0.2.0', code: 'TIMEOUT', ms: 1 },
    { server: '192.0.2.1', addresses: [{ address: '192.0.2.9', family: 4 }], ms: 1 },
  ]);
  expect(knows).toMatchObject({ code: 'EAI_FAIL', detail: { '192.0.2.0': 'TIMEOUT', '192.0.2.1': '192.0.2.9' } });
});

/** The handler on a tree whose resolv.conf names these servers, with what getent(1) is recorded to have answered. */
function resolverWith(servers: readonly string[], getent: Answer<CommandResult>, hosts = '') {
  const root = temporaryDirectory(cleanup);
  mkdirSync(join(root, 'etc'));
  writeFileSync(
    join(root, 'etc/resolv.conf'),
    `${servers.map((server) => `nameserver ${server}\n`).join('')}search search.example\n`,
  );
  writeFileSync(join(root, 'etc/hosts'), hosts);
  const tree = treeHost(root);
  const files = { readFile: (args: { path: string; maxBytes: number }) => tree.ask('readFile', args) };
  return resolveHandler(() => Promise.resolve(getent), files);
}

const ended = (exitCode: number, stdout = ''): Answer<CommandResult> =>
  answered({ exitCode, signal: null, stdout, stderr: '', truncated: false });
const noGetent = refused({ code: 'ENOENT', message: 'no getent' });

test("getent's addresses are taken in its order, each once", async () => {
  const stdout = [
    '2001:db8::1     STREAM n',
    '2001:db8::1     DGRAM  ',
    '192.0.2.1       STREAM ',
    '192.0.2.1       RAW',
  ].join('\n');
  expect(await resolverWith([], ended(0, stdout)).resolve({ name: 'n' })).toMatchObject({
    value: {
      addresses: [
        { address: '2001:db8::1', family: 6 },
        { address: '192.0.2.1', family: 4 },
      ],
    },
  });
});

test.each([
  ['zone', 'ENOTFOUND'],
  ['SERVFAIL', 'ESERVFAIL'],
  ['silent', 'TIMEOUT'],
] as const)('where getent has found nothing, a server that is %s makes it %s', async (behaviour, code) => {
  const { server } = await nameServer(behaviour);
  const answer = await resolverWith([server], ended(2)).resolve({ name: 'nothing.example' });
  expect(answer).toMatchObject({ error: { code, detail: { [server]: code } } });
});

test('where getent finds the name, each server still has its say, a silent one too', async () => {
  const [zone, failing, silent] = [
    await nameServer('zone'),
    await nameServer('SERVFAIL'),
    await nameServer('silent'),
  ].map(({ server }) => server) as [string, string, string];
  const answer = await resolverWith([zone, failing, silent], ended(0, '192.0.2.4 STREAM n')).resolve({
    name: 'v4.example',
  });
  expect(answer).toMatchObject({
    value: {
      addresses: [{ address: '192.0.2.4' }],
      names: ['v4.example', 'v4.example.search.example'],
      servers: [
        { server: zone, addresses: [{ address: '192.0.2.4', family: 4 }] },
        { server: failing, code: 'ESERVFAIL' },
        { server: silent, code: 'TIMEOUT' },
      ],
    },
  });
});

test('a silent server does not hold up a name that getent finds', async () => {
  const { server } = await nameServer('silent');
  const answer = await resolverWith([server], ended(0, '192.0.2.4 STREAM n')).resolve({ name: 'v4.example' });
  const [view] = answer.ok ? answer.value.servers : [];
  expect(view).toMatchObject({ server, code: 'TIMEOUT' });
  expect(view!.ms).toBeLessThan(1_000);
});

test('no server hears of a name that is answered from the hosts file, unless the answer is another', async () => {
  const { server, asked } = await nameServer('zone');
  const hosts = '192.0.2.7 v4.example';
  const written = await resolverWith([server], ended(0, '192.0.2.7 STREAM'), hosts).resolve({ name: 'v4.example' });
  expect(written).toMatchObject({ value: { addresses: [{ address: '192.0.2.7' }], names: [], servers: [] } });
  expect(await resolverWith([server], noGetent, hosts).resolve({ name: 'v4.example' })).toMatchObject({
    value: { addresses: [{ address: '192.0.2.7' }], servers: [] },
  });
  expect(asked).toEqual([]);

  const other = await resolverWith([server], ended(0, '192.0.2.4 STREAM'), hosts).resolve({ name: 'v4.example' });
  expect(other).toMatchObject({ value: { addresses: [{ address: '192.0.2.4' }], servers: [{ server }] } });
  const none = await resolverWith([server], ended(2), hosts).resolve({ name: 'nothing.example' });
  expect(none).toMatchObject({ error: { code: 'ENOTFOUND', detail: { [server]: 'ENOTFOUND' } } });
  const unread = await resolverWith([server], ended(2), hosts).resolve({ name: 'v4.example' });
  expect(unread).toMatchObject({ error: { code: 'EAI_FAIL', detail: { [server]: '192.0.2.4' } } });
});

test('a name without addresses, and one with IPv6 addresses that getent leaves out, are told apart from no name', async () => {
  const { server } = await nameServer('zone');
  const resolver = resolverWith([server], ended(2));
  expect(await resolver.resolve({ name: 'empty.example' })).toMatchObject({ error: { code: 'ENODATA' } });
  expect(await resolver.resolve({ name: 'v6.example' })).toMatchObject({
    error: { code: 'EAI_ADDRFAMILY', detail: { [server]: '2001:db8::6' } },
  });
  expect(await resolver.resolve({ name: 'v4.example' })).toMatchObject({ error: { code: 'EAI_FAIL' } });
});

test('where getent does not end, the silent server is named', async () => {
  const { server } = await nameServer('silent');
  const timeout = refused({ code: 'TIMEOUT', message: 'getent did not end', afterMs: 3_800 });
  expect(await resolverWith([server], timeout).resolve({ name: 'n.example' })).toMatchObject({
    error: { code: 'TIMEOUT', afterMs: LIMITS.dns, detail: { [server]: 'TIMEOUT' } },
  });
});

test('without any name server there is no resolver', async () => {
  expect(await resolverWith([], ended(2)).resolve({ name: 'n.example' })).toMatchObject({
    error: { code: 'NO_RESOLVER' },
  });
});

test('without getent the hosts file and the servers are asked', async () => {
  const { server } = await nameServer('zone');
  const byHand = resolverWith([server], noGetent, '192.0.2.7 control');
  expect(await byHand.resolve({ name: 'control' })).toMatchObject({ value: { addresses: [{ address: '192.0.2.7' }] } });
  expect(await byHand.resolve({ name: 'v4.example' })).toMatchObject({
    value: { addresses: [{ address: '192.0.2.4' }] },
  });
  expect(await byHand.resolve({ name: 'nothing.example' })).toMatchObject({ error: { code: 'ENOTFOUND' } });
});

const resolve = (name: string) => host.ask('resolve', { name });

test('an address is its own answer', async () => {
  expect(await resolve('192.0.2.1')).toMatchObject({ value: { addresses: [{ address: '192.0.2.1', family: 4 }] } });
  expect(await resolve('2001:db8::1')).toMatchObject({ value: { addresses: [{ address: '2001:db8::1', family: 6 }] } });
});

test("localhost is resolved by this machine's own resolver", async () => {
  const answer = await resolve('localhost');
  expect(answer.ok && answer.value.addresses.length).toBeGreaterThan(0);
  for (const { address } of answer.ok ? answer.value.addresses : []) expect(address).toMatch(/^(127\.|::1$)/);
});

test('a name that cannot exist ends with an error, within the limit', async () => {
  expect((await resolve('no-such-node.invalid')).ok).toBe(false);
});

test.each(['', '-s', 'a b', 'a\nb', '\x1b[31m', 'x'.repeat(300)])('%j is no name', async (name) => {
  expect(await resolve(name)).toMatchObject({ error: { code: 'EINVAL' } });
});
