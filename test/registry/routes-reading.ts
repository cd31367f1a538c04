import type { CriRecording } from '../../src/demo/cri-recording.ts';
import { parseRegistryHost, type RegistryHost } from '../../src/registry/registry-host.ts';
import type { Route, Routes } from '../../src/registry/route.ts';
import { recordingOf } from '../cri/recordings.ts';
import { withStatus } from '../runtime/runtime-node.ts';

/** A registry by its name, which a test has spelt right. */
export function registryOf(text: string): RegistryHost {
  const read = parseRegistryHost(text);
  if (!read.ok) throw new Error(read.reason.en);
  return read.value;
}

/** A route on one line: its URL, and each thing about it that is not as usual. */
export function lineOf(route: Route): string {
  const words = [
    `${route.scheme}://${route.endpoint.authority}${route.path}`,
    route.repository === '' ? '' : `repository=${route.repository}`,
    route.mirror ? 'mirror' : '',
    route.pulls === 'all' ? '' : route.pulls,
    route.blocked ? 'blocked' : '',
    route.verify ? '' : 'unverified',
    route.plainAfterTls ? 'or-plain' : '',
    ...route.authorities.map((path) => `ca=${path}`),
    ...route.clientCertificates.map((path) => `client=${path}`),
    ...route.headers.map((name) => `header=${name}`),
    route.proxy ? `proxy=${route.proxy.shown}` : '',
  ];
  return words.filter(Boolean).join(' ');
}

/** All routes, in their order. */
export function linesOf({ routes }: Routes): readonly string[] {
  return routes.map(lineOf);
}

/** A recording of containerd 1.x whose Status has this about registries. */
export function telling(name: string, registry: object): CriRecording {
  return withStatus(recordingOf(name), (status) => {
    Object.assign((status['config'] as { registry: object }).registry, registry);
  });
}
