import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dns } from '../../../src/checks/network/dns.ts';
import { answered, refused } from '../../../src/host/answer.ts';
import type { Host } from '../../../src/host/host.ts';
import { recordingOf, replayHost, withAnswers, type RecordedAnswer } from '../../../src/host/replay.ts';
import type { Json } from '../../../src/json.ts';
import { Cleanup } from '../../support/cleanup.ts';
import { networkHost, type Names } from './network-host.ts';
import { runCheck, type Ran } from '../run-check.ts';

const HUB = 'registry-1.docker.io';
const SOCKET = '/run/containerd/containerd.sock';

describe('dns', () => {
  let cleanup: Cleanup;
  beforeEach(() => {
    cleanup = new Cleanup();
  });
  afterEach(() => cleanup.run());

  /** Runs it where the resolver knows these names and the runtime has these answers. */
  function run(
    names: Names,
    registries: readonly string[] = [],
    cri: readonly RecordedAnswer[] = NO_RUNTIME,
  ): Promise<Ran> {
    return runCheck(dns, { host: withAnswers(networkHost(cleanup, names), cri), options: { registries } });
  }

  it('passes where all names resolve, and shows to what', async () => {
    const ran = await run({ 'a.test': ['192.0.2.1', '2001:db8::1'], 'b.test': ['192.0.2.2'] }, [
      'a.test',
      'b.test:5000',
    ]);
    expect(ran.findings).toEqual([]);
    expect(ran.observed['hosts']).toEqual([
      { host: 'a.test', why: 'registry-option', addresses: ['192.0.2.1', '2001:db8::1'], ms: 1 },
      { host: 'b.test', why: 'registry-option', addresses: ['192.0.2.2'], ms: 1 },
    ]);
  });

  it('asks nobody about an address', async () => {
    // No name is recorded, and the live resolver would not be asked either: the args are an address.
    const asked: string[] = [];
    const host = networkHost(cleanup, {});
    const watched: Host = {
      ...host,
      ask: (method, args) => {
        asked.push(method);
        return host.ask(method, args);
      },
    };
    const ran = await runCheck(dns, { host: watched, options: { registries: ['192.0.2.1:5000', '[::1]:5000'] } });
    expect(ran.findings).toEqual([]);
    expect(asked).not.toContain('resolve');
  });

  it.each([
    [{ code: 'ENOTFOUND', message: 'no such name' }, 'not-found'],
    [{ code: 'ESERVFAIL', message: 'the server failed' }, 'failed'],
    [{ code: 'ECONNREFUSED', message: 'the server refused' }, 'failed'],
    [{ code: 'TIMEOUT', message: 'no answer', afterMs: 4000 }, 'timeout'],
    [{ code: 'NO_RESOLVER', message: 'no nameserver' }, 'no-resolver'],
    [
      { code: 'EAI_ADDRFAMILY', message: 'IPv6 only', detail: { '192.0.2.53': '2001:db8::6 2001:db8::7' } },
      'ipv6-only',
    ],
    [{ code: 'NOT_RECORDED', message: 'not asked' }, 'could-not-look'],
  ])('tells the ways apart in which a name does not resolve: %o', async (error, expected) => {
    const ran = await run({ 'a.test': error }, ['a.test']);
    expect(ran.codes).toEqual([expected]);
    expect(ran.messages[0]?.en).toContain('a.test');
  });

  it('tells the IPv6 addresses that the servers have and this node does not use', async () => {
    const detail = { '192.0.2.53': '2001:db8::6 2001:db8::7', '192.0.2.54': '2001:db8::6', '192.0.2.55': 'ENOTFOUND' };
    const ran = await run({ 'a.test': { code: 'EAI_ADDRFAMILY', message: '', detail } }, ['a.test']);
    expect(ran.findings).toMatchObject([{ severity: 'error', args: { addresses: ['2001:db8::6', '2001:db8::7'] } }]);
  });

  it('fails for a registry that was named, and warns for any other', async () => {
    const gone = { code: 'ENOTFOUND', message: 'no such name' };
    expect((await run({ 'a.test': gone }, ['a.test'])).status).toBe('fail');
    const byDefault = await run({ [HUB]: gone });
    expect(byDefault.status).toBe('warn');
    expect(byDefault.findings[0]?.target).toBe(HUB);
  });

  it('looks at each name by itself', async () => {
    const silent = { code: 'TIMEOUT', message: 'no answer', afterMs: 4000 };
    const ran = await run({ 'a.test': silent, 'b.test': ['192.0.2.2'], 'c.test': silent }, [
      'a.test',
      'b.test',
      'c.test',
    ]);
    expect(ran.findings.map(({ target }) => target)).toEqual(['a.test', 'c.test']);
  });

  it('says once that there is no DNS server, and keeps what the servers said as evidence', async () => {
    const none = { code: 'NO_RESOLVER', message: 'no nameserver' };
    const ran = await run({ 'a.test': none, 'b.test': none }, ['a.test', 'b.test']);
    expect(ran.codes).toEqual(['no-resolver']);
    expect(ran.messages[0]?.zh).toContain('a.test、b.test');
    const views = { code: 'ESERVFAIL', message: 'failed', detail: { '192.0.2.53': 'SERVFAIL' } };
    const failed = await run({ 'a.test': views }, ['a.test']);
    expect(failed.observed['hosts']).toMatchObject([{ '192.0.2.53': 'SERVFAIL' }]);
  });

  describe('which registries', () => {
    const hostsOf = (ran: Ran): readonly Json[] =>
      (ran.observed['hosts'] as readonly { host: string; why: string }[]).map(({ host, why }) => [host, why]);
    const known = (...names: string[]): Names => Object.fromEntries(names.map((name) => [name, ['192.0.2.1']]));

    it('are those of --image and --registry, and then no others', async () => {
      const host = withAnswers(networkHost(cleanup, known('quay.io', 'reg.test')), images(['ghcr.io/a/b:1']));
      const ran = await runCheck(dns, { host, options: { registries: ['reg.test:5000'], images: ['quay.io/x/y'] } });
      expect(hostsOf(ran)).toEqual([
        ['reg.test', 'registry-option'],
        ['quay.io', 'image-option'],
      ]);
    });

    it('are else those of the images on the node and of the sandbox image', async () => {
      const held = images(['ghcr.io/a/b:1', 'quay.io/x:1', 'quay.io/y:1', 'localhost/built:1', '<none>:<none>', ''], {
        sandboxImage: 'registry.k8s.io/pause:3.9',
      });
      const ran = await run(known('ghcr.io', 'quay.io', 'registry.k8s.io'), [], held);
      expect(hostsOf(ran)).toEqual([
        ['registry.k8s.io', 'sandbox-image'],
        ['quay.io', 'node-images'],
        ['ghcr.io', 'node-images'],
      ]);
    });

    it('are else docker.io: a runtime that is not there, or has nothing, names none', async () => {
      expect(hostsOf(await run(known(HUB)))).toEqual([[HUB, 'default']]);
      expect(hostsOf(await run(known(HUB), [], images([])))).toEqual([[HUB, 'default']]);
    });

    it('do not wait for a runtime that is silent', async () => {
      const base = networkHost(cleanup, known(HUB));
      const host: Host = {
        ...base,
        ask: (method, args) => (method === 'cri' ? new Promise(() => undefined) : base.ask(method, args)),
      };
      expect(hostsOf(await runCheck(dns, { host }))).toEqual([[HUB, 'default']]);
    });

    it('are bounded, whatever the runtime says', async () => {
      const many = Array.from({ length: 40 }, (_, index) => `r${index}.test/x:1`);
      const ran = await run(known(...many.map((image) => image.slice(0, image.indexOf('/')))), [], images(many));
      expect(hostsOf(ran)).toHaveLength(12);
    });

    it('can be unknown: a bundle that has no answers', async () => {
      const ran = await runCheck(dns, { host: replayHost(recordingOf([])) });
      expect(ran.codes).toEqual(['could-not-look']);
    });
  });
});

/** A runtime's images and, in its verbose Status, its configuration. */
function images(names: readonly string[], config: { readonly [key: string]: Json } = {}): RecordedAnswer[] {
  const list = names.map((name) => ({ id: 'sha256:1', repo_tags: [name], repo_digests: [] }));
  return [
    {
      method: 'cri',
      args: { socket: SOCKET, service: 'ImageService', method: 'ListImages', request: {} },
      answer: answered({ reply: { images: list }, ms: 1 }),
    },
    {
      method: 'cri',
      args: { socket: SOCKET, service: 'RuntimeService', method: 'Status', request: { verbose: true } },
      answer: answered({ reply: { info: { config: JSON.stringify(config) } }, ms: 1 }),
    },
  ];
}

/** A runtime that is not there. */
const NO_RUNTIME: readonly RecordedAnswer[] = images([]).map((recorded) => ({
  ...recorded,
  answer: refused({ code: 'GRPC', message: 'unavailable' }),
}));
