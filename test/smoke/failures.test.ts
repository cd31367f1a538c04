import { describe, expect, test } from 'vitest';
import type { HostError } from '../../src/host/answer.ts';
import { failureOf, type About } from '../../src/smoke/failures.ts';

/* What runtimes said that cannot be had in every test (measured; containerd 2.2, CRI-O 1.33 and 1.36, cri-dockerd 0.4.3). */

const said = (call: About['call'], details: string, code = 2): string => {
  const error: HostError = { code: 'GRPC', message: details, grpc: { code, details } };
  return failureOf(error, { call, socket: '/s', image: 'r/i:1', limitMs: 5_000, ms: 12 }).code.replace('smoke/', '');
};

const OCI =
  'failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: ';

describe('the same fault in the words of each runtime', () => {
  test.each([
    ['RunPodSandbox', 'no-cni', 'failed to setup network for sandbox "ab12": cni plugin not initialized'],
    ['RunPodSandbox', 'no-cni', 'no CNI configuration file in /etc/cni/net.d. Has your network provider started?'],
    [
      'RunPodSandbox',
      'cni-plugin-missing',
      'failed to setup network for sandbox "ab12": plugin type="calico" failed (add): failed to find plugin "calico" in path [/usr/lib/cni]',
    ],
    [
      'RunPodSandbox',
      'sandbox-image',
      'failed to start sandbox "ab12": failed to get sandbox image "r/pause:3.8": failed to pull image "r/pause:3.8": failed to resolve image: failed to do request: Head "https://r/v2/"',
    ],
    [
      'RunPodSandbox',
      'sandbox-image',
      'creating pod sandbox with name "k8s_job-1": unable to pull image: initializing source docker://r/pause:3.8: pinging container registry r: http: server gave HTTP response to HTTPS client',
    ],
    [
      'RunPodSandbox',
      'cgroup-driver',
      'cri-o configured with systemd cgroup manager, but did not receive slice as parent: /sys/fs/cgroup/crane/job_1',
    ],
    [
      'RunPodSandbox',
      'cgroup-driver',
      `${OCI}expected cgroupsPath to be of format "slice:prefix:name" for systemd cgroups, got "/a/b" instead: unknown`,
    ],
    [
      'RunPodSandbox',
      'userns-refused',
      `user namespace configuration: can't use user namespace mode "POD" without UID and GID mappings`,
    ],
    ['RunPodSandbox', 'userns-refused', '[pinns:e]: Cannot write gid mappings: : Invalid argument'],
    [
      'RunPodSandbox',
      'name-clash',
      'Conflict. The container name "/k8s_POD_job-1" is already in use by container "ab12".',
    ],
    ['CreateContainer', 'name-clash', 'failed to reserve container name "a_b_1": name "a_b_1" is reserved for "ab12"'],
    [
      'CreateContainer',
      'idmap-refused',
      'failed to generate spec: idmap mounts not yet supported, but they were requested for: "/data"',
    ],
    [
      'RunPodSandbox',
      'userns-refused',
      'failed to create network namespace for sandbox "ab12": required only one uid mapping, but got 0 uid mapping(s)',
    ],
    [
      'StartContainer',
      'userns-refused',
      'failed to validate OCI runtime features: idmap mounts not supported: missing `mountExtensions.idmap` entry in `features` command',
    ],
    [
      'StartContainer',
      'idmap-refused',
      `failed to set MOUNT_ATTR_IDMAP on /data: invalid argument (maybe the filesystem used doesn't support idmap mounts on this kernel?)`,
    ],
    ['StartContainer', 'command-missing', `${OCI}exec: "/bin/sh": stat /bin/sh: no such file or directory: unknown`],
    [
      'CreateContainer',
      'command-missing',
      'container create failed: time="2026-11-23" level=error msg="runc create failed: unable to start container process: exec: \\"/bin/sh\\": stat /bin/sh: no such file or directory"',
    ],
    ['StartContainer', 'refused', `${OCI}can't get final child's PID from pipe: EOF`],
    [
      'PullImage',
      'image-not-found',
      'unable to pull image or OCI artifact: pull image err: initializing source docker://r/i:1: reading manifest 1 in r/i: manifest unknown; artifact err: manifest unknown',
    ],
    ['CreateContainer', 'image-gone', 'failed to resolve image "sha256:4f1c": not found'],
    ['CreateContainer', 'image-gone', 'image "r/i:1" does not resolve to an image ID'],
    ['CreateContainer', 'image-gone', 'Error response from daemon: No such image: r/i:1'],
    [
      'PullImage',
      'image-unauthorized',
      'failed to resolve reference "r/i:1": pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed',
    ],
    [
      'PullImage',
      'image-pull',
      'unable to pull image or OCI artifact: pull image err: dial tcp 127.0.0.1:5999: connect: connection refused',
    ],
  ] as const)('%s: %s', (call, code, details) => {
    expect(said(call, details)).toBe(code);
  });

  test('a server that is not ready is lost, and at the first call unreachable', () => {
    expect(said('StartContainer', 'server is not initialized yet', 14)).toBe('runtime-lost');
    expect(said('ImageStatus', 'server is not initialized yet', 14)).toBe('runtime-unreachable');
    // As containerd 1.7 says it while it starts.
    expect(said('StartContainer', 'server is not initialized yet', 2)).toBe('runtime-lost');
  });

  test('cri-dockerd without its dockerd answers, and is as good as gone', () => {
    const details = 'Cannot connect to the Docker daemon at unix:///run/docker.sock. Is the docker daemon running?';
    expect([said('ListImages', details), said('StartContainer', details)]).toEqual([
      'runtime-unreachable',
      'runtime-lost',
    ]);
  });

  test('the sandbox image is what the finding is about', () => {
    const details = 'failed to get sandbox image "registry.k8s.io/pause:3.8": failed to pull';
    const error: HostError = { code: 'GRPC', message: details, grpc: { code: 2, details } };
    const finding = failureOf(error, { call: 'RunPodSandbox', socket: '/s', image: '', limitMs: 1, ms: 1 });
    expect(finding.target).toBe('registry.k8s.io/pause:3.8');
  });
});
