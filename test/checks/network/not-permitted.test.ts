import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dns } from '../../../src/checks/network/dns.ts';
import { registry } from '../../../src/checks/network/registry.ts';
import { refused } from '../../../src/host/answer.ts';
import type { Host } from '../../../src/host/host.ts';
import { Cleanup } from '../../support/cleanup.ts';
import { CONTAINERD_SOCKET } from '../../runtime/runtime-node.ts';
import { runCheck } from '../run-check.ts';
import { closedPort } from './registry-server.ts';
import { routedNode, type RoutedNode } from './routed-node.ts';

const ABSENT = { code: 'ENOTFOUND', message: 'no such name' };
const ELSEWHERE = { '/etc/containerd/config.toml': 'version = 2\n[grpc]\naddress = "/run/other/containerd.sock"\n' };

describe('a user who may not ask the runtime', () => {
  let cleanup: Cleanup;
  beforeEach(() => {
    cleanup = new Cleanup();
  });
  afterEach(() => cleanup.run());

  /** A node with these files, whose containerd is for root only. */
  async function node(files: RoutedNode['files'] = {}, names: RoutedNode['names'] = {}): Promise<Host> {
    const host = await routedNode(cleanup, { runtime: 'containerd-1.7.24', files, names });
    const denied = refused({ code: 'EACCES', message: 'permission denied' });
    return { ...host, ask: (method, args) => (method === 'cri' ? Promise.resolve(denied) : host.ask(method, args)) };
  }

  it('does not know which registries the node uses: docker.io is no fault of an air-gapped one', async () => {
    for (const error of [ABSENT, { code: 'NO_RESOLVER', message: 'no nameserver' }]) {
      const ran = await runCheck(dns, { host: await node({}, { 'registry-1.docker.io': error }) });
      expect(ran.findings).toMatchObject([{ code: 'dns/could-not-look', target: CONTAINERD_SOCKET }]);
    }
  });

  it('is told the truth about a registry that is named, where the files are those of this runtime', async () => {
    const ran = await runCheck(dns, {
      host: await node({}, { 'a.test': ABSENT }),
      options: { registries: ['a.test'] },
    });
    expect(ran.findings).toMatchObject([{ code: 'dns/not-found', severity: 'error' }]);
  });

  it.each([
    ['EACCES', 'not readable for this user'],
    ['NOT_RECORDED', 'it was not asked for when the bundle was made'],
    ['HUNG', 'its file system does not answer'],
  ])('says why a file of the runtime was not seen: %s', async (code, message) => {
    const node = await routedNode(cleanup, { runtime: 'cri-dockerd-0.4.3', names: { 'a.test': ABSENT } });
    const unseen = refused({ code, message: '' });
    const host: Host = {
      ...node,
      ask: (method, args) =>
        JSON.stringify(args).includes('/etc/docker/certs.d') ? Promise.resolve(unseen) : node.ask(method, args),
    };
    const ran = await runCheck(dns, { host, options: { registries: ['a.test'] } });
    expect(ran.findings).toMatchObject([{ code: 'dns/could-not-look', target: '/etc/docker/certs.d/a.test' }]);
    expect(ran.messages[0]?.en).toContain(`${code}: ${message}`);
  });

  it('does not know the ways of a runtime whose files are nowhere known', async () => {
    const options = { registries: [`127.0.0.1:${await closedPort()}`] };
    const host = await node(ELSEWHERE);
    const ran = await runCheck(registry, { host, options });
    expect(ran.findings).toMatchObject([{ code: 'registry/could-not-look', target: CONTAINERD_SOCKET }]);
    expect((await runCheck(registry, { host: await node(), options })).codes).toEqual(['tcp']);
  });
});
