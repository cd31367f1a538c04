import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';

import { runtimeStatus } from '../../src/checks/runtime-status.ts';
import { runtimeVersion } from '../../src/checks/runtime-version.ts';
import { startCriServer } from '../../src/demo/cri-server.ts';
import { liveHost } from '../../src/host/live.ts';
import { RECORDINGS, recordingOf } from '../cri/recordings.ts';
import { Cleanup, temporaryDirectory } from '../support/cleanup.ts';
import { nodeConfig, runCheck } from './run-check.ts';

/** What test/fixtures/recordings/README.md calls right to say about each runtime. */
const RIGHT: { readonly [name: string]: readonly string[] } = {
  'containerd-1.6.20': ['runtime-version/too-old warning', 'runtime-status/network-not-ready error'],
  'containerd-1.7.24': [],
  'containerd-2.2.4': ['runtime-status/condition warning'],
  'containerd-2.2.4-cgroup2': [],
  'containerd-2.3.4': ['runtime-status/condition warning'],
  'cri-dockerd-0.4.3': [],
  'cri-o-1.33.13': [],
  'cri-o-1.36.3': [],
};

const cleanup = new Cleanup();
afterEach(() => cleanup.run());

describe('each recorded runtime on the wire', () => {
  test.each(RECORDINGS)('%s', async (name) => {
    const socket = join(temporaryDirectory(cleanup), 's');
    const recording = recordingOf(name);
    const server = await startCriServer({ socket, recording });
    const host = liveHost();
    cleanup.defer(() => server.close());
    cleanup.defer(() => host.close());
    const setting = { host, config: nodeConfig({ RuntimeEndpoint: socket }) };

    const version = await runCheck(runtimeVersion, setting);
    const status = await runCheck(runtimeStatus, setting);
    const said = [...version.findings, ...status.findings].map(({ code, severity }) => `${code} ${severity}`);
    expect(said).toEqual(RIGHT[name]);
    expect(version.observed).toEqual({
      version: recording.version['Version'],
      runtimeName: recording.version['RuntimeName'],
      runtimeVersion: recording.version['RuntimeVersion'],
      runtimeApiVersion: recording.version['RuntimeApiVersion'],
    });
    expect(status.observed['conditions']).toMatchObject({ RuntimeReady: true });
  });
});
