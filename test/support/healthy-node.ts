import { execFileSync } from 'node:child_process';

import { makeAuthority, type Authority } from './certificates.ts';
import type { Cleanup } from './cleanup.ts';
import { startContainerd, type Containerd } from './containerd.ts';
import { makeCraneNode, type CraneNode } from './crane-node.ts';
import { startDnsmasq } from './dnsmasq.ts';
import { importImage } from './import-image.ts';
import { makeNamespaces, type Namespaces } from './namespaces.ts';
import type { Need } from './needs.ts';
import { startRegistry } from './registry.ts';

/** What `makeHealthyNode` needs of the machine. */
export const HEALTHY_NODE_NEEDS: readonly Need[] = [
  ...(['root', 'namespaces', 'fuse', 'containerd-1.7', 'cni-plugins', 'bindfs', 'fusermount3'] as const),
  ...(['ctr', 'dnsmasq', 'docker-registry', 'openssl'] as const),
];

/** Where the machine's programs find the authorities that they trust: Debian's one file. */
export const TRUSTED = '/etc/ssl/certs/ca-certificates.crt';

export interface HealthyNode extends CraneNode {
  readonly namespaces: Namespaces;
  readonly containerd: Containerd;
  readonly authority: Authority;
}

/** The node's address in the cluster's network, where its streaming server listens. */
const ADDRESS = '192.0.2.10';

/** The image of containerd 1.7's sandboxes, which is there already. */
const SANDBOX_IMAGE = 'registry.k8s.io/pause:3.8';

/** The names under which the node's registry answers: the default one, and that of containerd 1.7's sandbox image. */
const REGISTRIES = ['registry-1.docker.io', 'registry.k8s.io', 'registry.test'];

/**
 * A compute node on which everything is right, in namespaces of its own: containerd 1.7 with a
 * network, bindfs, a DNS server that sends every name to loopback, and there a registry over TLS
 * whose authority the machine trusts.
 */
export async function makeHealthyNode(cleanup: Cleanup): Promise<HealthyNode> {
  const authority = makeAuthority(cleanup);
  const namespaces = await makeNamespaces(cleanup, { hostname: 'cn01', etc: { [TRUSTED]: authority.certificate } });
  const { enter, hostname } = namespaces;
  await startDnsmasq(cleanup, namespaces, { names: { '*': '127.0.0.1' } });
  await startRegistry(cleanup, { listen: '127.0.0.1:443', tls: authority.issue(REGISTRIES), enter });
  const [nsenter = '', ...into] = enter;
  execFileSync(nsenter, [...into, 'ip', 'address', 'add', `${ADDRESS}/32`, 'dev', 'lo']);
  const settings = { streamAddress: ADDRESS, sandboxImage: SANDBOX_IMAGE };
  const containerd = await startContainerd(cleanup, { version: '1.7', cni: true, enter, ...settings });
  await importImage(cleanup, containerd.socket, SANDBOX_IMAGE);
  const node = makeCraneNode(cleanup, { socket: containerd.socket, hostname, bindFs: true });
  return { ...node, namespaces, containerd, authority };
}
