import { afterEach, describe, expect, test } from 'vitest';

import { CHECKS } from '../../../src/checks/index.ts';
import { runtimeVersion } from '../../../src/checks/runtime/runtime-version.ts';
import { RECORDINGS, recordingOf } from '../../cri/recordings.ts';
import { Cleanup } from '../../support/cleanup.ts';
import { NODE_CONFIG, runCheck } from '../run-check.ts';
import { RECORDED_SOCKET, recordedNode } from './recorded-node.ts';

/**
 * What test/fixtures/recordings/README.md calls right to say about each runtime. Of containerd 2.2 and
 * 2.3 it says besides that their default handler, on runc 1.1.5, has no user_namespaces: containers
 * with a user namespace were measured to fail there at start.
 */
const RIGHT: { readonly [name: string]: readonly string[] } = {
  'containerd-1.6.20': [
    'runtime-version/too-old warning',
    'runtime-status/network-not-ready error',
    'runtime-events/unsupported error',
    'runtime-streaming/loopback-only warning',
    'runtime-userns/unsupported warning',
    'runtime-sandbox-image/absent warning',
    'cni/no-config error',
  ],
  'containerd-1.7.24': [
    'runtime-events/shared-stream warning',
    'runtime-streaming/loopback-only warning',
    'runtime-userns/idmap-unsupported warning',
  ],
  'containerd-2.2.4': ['runtime-status/condition warning', 'runtime-userns/unsupported warning'],
  'containerd-2.2.4-cgroup2': ['runtime-userns/unsupported warning'],
  'containerd-2.3.4': ['runtime-status/condition warning', 'runtime-userns/unsupported warning'],
  'cri-dockerd-0.4.3': ['runtime-events/unsupported error', 'runtime-userns/unsupported warning'],
  'cri-o-1.33.13': [],
  'cri-o-1.36.3': [],
};

/** Every check of these groups: a new one is in this test by itself. */
const ASKING = CHECKS.filter(({ group }) => ['runtime', 'cni', 'image'].includes(group));

/** A node as in the README: BindFs off, so that volumes are idmapped. */
const CONFIG = NODE_CONFIG.replace(/(RuntimeEndpoint:).*/, `$1 ${RECORDED_SOCKET}`).replace(
  /(BindFs:\n *Enabled:) true/,
  '$1 false',
);

const cleanup = new Cleanup();
afterEach(() => cleanup.run());

describe('each recorded runtime on the wire', () => {
  test.each(RECORDINGS)('%s', async (name) => {
    const host = await recordedNode(cleanup, recordingOf(name), { networks: name !== 'containerd-1.6.20' });
    const said: string[] = [];
    for (const check of ASKING) {
      const ran = await runCheck(check, { host, config: CONFIG, runs: CHECKS.map(({ id }) => id) });
      expect(Object.keys(ran.looked), check.id).not.toContain('blockedBy');
      said.push(...ran.findings.filter(({ severity }) => severity !== 'info').map((f) => `${f.code} ${f.severity}`));
    }
    expect(said).toEqual(RIGHT[name]);
  });

  test.each(RECORDINGS)('%s names itself', async (name) => {
    const recording = recordingOf(name);
    const { observed } = await runCheck(runtimeVersion, {
      host: await recordedNode(cleanup, recording),
      config: CONFIG,
    });
    expect(observed).toEqual({
      version: recording.version['Version'],
      runtimeName: recording.version['RuntimeName'],
      runtimeVersion: recording.version['RuntimeVersion'],
      runtimeApiVersion: recording.version['RuntimeApiVersion'],
    });
  });
});
