import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { randomInt } from 'node:crypto';
import { join } from 'node:path';

import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

import { liveHost } from '../../src/host/live.ts';
import type { Smoked, SmokedStep } from '../../src/report/smoke/schema.ts';
import { cgroupParent } from '../../src/smoke/pod-config.ts';
import { ROOT } from './checkout.ts';
import { temporaryDirectory, type Cleanup } from './cleanup.ts';
import { startContainerd, type Containerd, type ContainerdOptions } from './containerd.ts';
import { makeCraneNode, type CraneNode, type CraneNodeOptions } from './crane-node.ts';
import { importArchive } from './import-image.ts';
import { mountsBelow } from './mounts.ts';
import { mountsIn, makeNamespaces, type Namespaces } from './namespaces.ts';
import type { Need } from './needs.ts';
import { runProgram, type Run } from './program.ts';
import { makeRunnableArchive, pauseImage } from './runnable-image.ts';

/** What a node for smoke tests needs of the machine. */
export const SMOKE_NEEDS: readonly Need[] = ['root', 'namespaces', 'containerd-1.7', 'cni-plugins', 'ctr', 'runc'];

/** The sandbox image of the node: it is there already, and it runs. */
export const PAUSE = 'registry.k8s.io/pause:3.8';

/** The account of the node's jobs. */
export const ALICE = { name: 'alice', uid: 4242, gid: 4243, start: 300_000, count: 65_536 };

export interface SmokeNode extends CraneNode {
  readonly namespaces: Namespaces;
  readonly containerd: Containerd;
  /** The job's working directory. */
  readonly work: string;
}

const ids = `${ALICE.name}:${ALICE.start}:${ALICE.count}\n`;
const accounts = {
  '/etc/passwd': `root:x:0:0::/root:/bin/sh\n${ALICE.name}:x:${ALICE.uid}:${ALICE.gid}::/:/bin/sh\n`,
  '/etc/group': `root:x:0:\n${ALICE.name}:x:${ALICE.gid}:\n`,
  '/etc/subuid': ids,
  '/etc/subgid': ids,
} as const;

/** A node in namespaces of its own, with a containerd whose sandboxes run, and an account with subordinate ids. */
export async function makeSmokeNode(
  cleanup: Cleanup,
  {
    runtime = {},
    node = {},
    pause = true,
    etc = {},
    sharedMounts = true,
    hostname = `cn${randomInt(1_000_000)}`,
  }: SmokeNodeOptions = {},
): Promise<SmokeNode> {
  const namespaces = await makeNamespaces(cleanup, { hostname, sharedMounts, etc: { ...accounts, ...etc } });
  const { enter } = namespaces;
  // After containerd and its shims: runc leaves the parents of its cgroups, and a test that fails leaves more.
  cleanup.defer(() => removeCgroups([cgroupParent({ node: hostname }), foreignCgroup(hostname)]));
  const options = { version: '1.7', cni: true, sandboxImage: PAUSE, ...runtime, enter } as const;
  const containerd = await startContainerd(cleanup, options);
  if (pause) await importArchive(cleanup, containerd.socket, PAUSE, makeRunnableArchive(cleanup, pauseImage(PAUSE)));
  const made = makeCraneNode(cleanup, { socket: containerd.socket, hostname, ...node });
  return { ...made, namespaces, containerd, work: temporaryDirectory(cleanup) };
}

const REMOVE = `find "$1" -name cgroup.procs -exec cat {} + 2>/dev/null | xargs --no-run-if-empty kill -9
find "$1" -depth -type d -exec rmdir {} ';'`;

/** The cgroup of pods on a node that are no smoke test's. */
export function foreignCgroup(hostname: string): string {
  return `/crane-doctor-test-${hostname}`;
}

/**
 * Removes cgroups with what is below them, in each hierarchy, and ends what still runs in them: containers go
 * on where a test has killed containerd and its shims.
 */
function removeCgroups(paths: readonly string[]): void {
  const roots = mountsBelow('/sys/fs/cgroup');
  for (const path of roots.flatMap((root) => paths.map((each) => `${root}${each}`)))
    spawnSync('sh', ['-c', REMOVE, 'sh', path]);
}

export interface SmokeNodeOptions {
  readonly runtime?: Partial<ContainerdOptions>;
  readonly node?: Partial<CraneNodeOptions>;
  readonly pause?: boolean;
  /** Whether the runtime sees mounts that are made on the node later; by itself it does. */
  readonly sharedMounts?: boolean;
  readonly etc?: { readonly [path: `/etc/${string}`]: string };
  /** By itself one that no other test has. */
  readonly hostname?: string;
}

/** The words of a smoke test on a node. */
export function smokeArgs(node: SmokeNode, args: readonly string[]): string[] {
  return ['smoke', '-c', node.config, '--directory', node.work, ...args];
}

const ajv = new Ajv2020({ allErrors: true });
formats.default(ajv);
const validate = ajv.compile(JSON.parse(readFileSync(join(ROOT, 'schema/smoke.v1.json'), 'utf8')) as object);

/** `smoke --json` on a node: its document is valid against the published schema. */
export async function runSmoke(
  node: SmokeNode,
  args: readonly string[] = [],
): Promise<Run & { readonly smoked: Smoked }> {
  const run = await runProgram(smokeArgs(node, ['--json', ...args]), { enter: node.namespaces.enter });
  return { ...run, smoked: smokedIn(run) };
}

/** The document of a run. */
export function smokedIn({ stdout, stderr }: Pick<Run, 'stdout' | 'stderr'>): Smoked {
  let smoked: unknown;
  try {
    smoked = JSON.parse(stdout);
  } catch (cause) {
    throw new Error(`no JSON:\n${stdout}${stderr}`, { cause });
  }
  if (!validate(smoked)) throw new Error(`not valid: ${ajv.errorsText(validate.errors)}\n${stdout}`);
  return smoked as Smoked;
}

/** The codes of the findings of a test with what they are: error, unknown and warning, by step. */
export function codesIn(smoked: Smoked, ...severities: readonly string[]): string[] {
  const wanted = severities.length > 0 ? severities : ['error', 'unknown', 'warning'];
  return smoked.steps
    .flatMap(({ finding, others = [] }) => (finding ? [finding, ...others] : []))
    .filter(({ severity }) => wanted.includes(severity))
    .map(({ code }) => code.replace('smoke/', ''));
}

/** A step by its name. */
export function stepOf(smoked: Smoked, name: string): SmokedStep {
  const step = smoked.steps.find((one) => one.name === name);
  if (!step) throw new Error(`no step ${name}`);
  return step;
}

/** Everything of a smoke test that is still on a node, by what it is. Of a healthy end: nothing. */
export async function leftOn(node: SmokeNode): Promise<string[]> {
  const host = liveHost();
  try {
    const { socket } = node.containerd;
    const ask = async (service: 'RuntimeService' | 'ImageService', method: string): Promise<string> => {
      const answer = await host.ask('cri', { socket, service, method, request: {} });
      return answer.ok ? JSON.stringify(answer.value.reply) : `${method}: ${answer.error.code}`;
    };
    const [pods, containers, images] = await Promise.all([
      ask('RuntimeService', 'ListPodSandbox'),
      ask('RuntimeService', 'ListContainers'),
      ask('ImageService', 'ListImages'),
    ]);
    const [nsenter = '', ...into] = node.namespaces.enter;
    const links = execFileSync(nsenter, [...into, 'ip', '-o', 'link'], { encoding: 'utf8' });
    return [
      ...(pods === '{"items":[]}' ? [] : [pods]),
      ...(containers === '{"containers":[]}' ? [] : [containers]),
      ...(images.includes('crane-doctor') ? [images] : []),
      ...(links.includes('veth') ? [links] : []),
      ...(existsSync(node.work) ? readdirSync(node.work) : []),
      ...readdirSync(node.mountBaseDir),
      ...mountsIn(node.namespaces).filter((point) => point.includes('crane-doctor-smoke')),
      ...['', 'cpu', 'memory', 'unified']
        .map((name) => `/sys/fs/cgroup/${name}${cgroupParent({ node: node.namespaces.hostname })}`)
        .filter((path) => existsSync(path)),
    ];
  } finally {
    host.close();
  }
}

/** Gives a node an image with a shell, as most have one. */
export async function importShell(cleanup: Cleanup, node: SmokeNode): Promise<string> {
  const reference = 'docker.io/library/busybox:1';
  const archive = makeRunnableArchive(cleanup, { reference, programs: ['/bin/sh', '/bin/ls'], command: ['/bin/sh'] });
  await importArchive(cleanup, node.containerd.socket, reference, archive);
  return reference;
}
