import { afterEach, describe, expect, test } from 'vitest';

import { askRuntimeSettings } from '../../src/runtime/ask-runtime-settings.ts';
import type { RuntimeSettings } from '../../src/runtime/runtime-settings.ts';
import { recordingOf } from '../cri/recordings.ts';
import { Cleanup } from '../support/cleanup.ts';
import { CONTAINERD_SOCKET, CRIO_SOCKET, runtimeNode, withStatus, type RuntimeNode } from './runtime-node.ts';

const cleanup = new Cleanup();
afterEach(() => cleanup.run());

const CONFIG = '/etc/containerd/config.toml';

async function settings(node: RuntimeNode, socket = CONTAINERD_SOCKET): Promise<RuntimeSettings> {
  return askRuntimeSettings(await runtimeNode(cleanup, node), socket);
}

/** A containerd 2.x whose verbose Status tells nothing, and which has no RuntimeConfig. */
const SILENT: Pick<RuntimeNode, 'recording' | 'overrides'> = {
  recording: withStatus(recordingOf('containerd-2.2.4'), (status) => delete status['config']),
  overrides: { 'RuntimeService.RuntimeConfig': { error: { code: 12, details: 'no' } } },
};

describe('what Status tells', () => {
  test('containerd 1.7 tells everything', async () => {
    expect(await settings({ recording: recordingOf('containerd-1.7.24') }, '/srv/s')).toEqual({
      name: 'containerd',
      version: '1.7.24~ds1',
      cgroupDriver: { value: 'cgroupfs', from: 'Status' },
      streamAddress: { value: '127.0.0.1', from: 'Status' },
      sandboxImage: { value: '127.0.0.1:5000/pause:x', from: 'Status' },
      podEvents: null,
      cniConfDir: { value: '/srv/test/c17/cni/net.d', from: 'Status' },
      cniBinDirs: { value: ['/usr/lib/cni'], from: 'Status' },
      cdi: { value: { enabled: false, dirs: ['/etc/cdi', '/var/run/cdi'] }, from: 'Status' },
      files: [{ path: CONFIG, state: 'absent' }],
      unanswered: null,
    });
  });

  test('containerd 1.6 has no CDI', async () => {
    const told = await settings({ recording: recordingOf('containerd-1.6.20') }, '/srv/s');
    expect(told.cdi).toEqual({ value: { enabled: false, dirs: [] }, from: 'default' });
    expect(told.cniBinDirs.value).toEqual(['/opt/cni/bin']);
  });

  test.each(['containerd-2.2.4', 'containerd-2.3.4'])(
    '%s tells no sandbox image and no streaming server',
    async (name) => {
      const told = await settings({ recording: recordingOf(name) }, '/srv/s');
      expect(told).toMatchObject({
        cgroupDriver: { value: 'cgroupfs', from: 'RuntimeConfig' },
        cniBinDirs: { value: ['/usr/lib/cni'], from: 'Status' },
        cdi: { value: { enabled: true } },
        sandboxImage: null,
        streamAddress: null,
      });
    },
  );

  test.each(['cri-o-1.33.13', 'cri-o-1.36.3'])('%s tells its own keys', async (name) => {
    expect(await settings({ recording: recordingOf(name) }, '/srv/s')).toMatchObject({
      name: 'cri-o',
      cgroupDriver: { value: 'cgroupfs' },
      sandboxImage: { value: '127.0.0.1:5000/pause:x', from: 'Status' },
      podEvents: { value: false, from: 'Status' },
      cdi: { value: { enabled: true, dirs: ['/etc/cdi', '/var/run/cdi'] } },
      streamAddress: null,
      cniConfDir: { value: '/etc/cni/net.d', from: 'default' },
    });
  });

  test('cri-dockerd tells its sandbox image, and its unit where CNI is', async () => {
    const units = { 'cri-docker.service': '/usr/bin/cri-dockerd --cni-bin-dir /usr/lib/cni --cni-conf-dir=/srv/net.d' };
    expect(await settings({ recording: recordingOf('cri-dockerd-0.4.3'), units }, '/srv/s')).toMatchObject({
      cgroupDriver: { value: 'cgroupfs', from: 'RuntimeConfig' },
      sandboxImage: { value: '127.0.0.1:5000/pause:x' },
      streamAddress: null,
      cniConfDir: { value: '/srv/net.d', from: 'cri-docker.service' },
      cniBinDirs: { value: ['/usr/lib/cni'] },
    });
  });

  test('RuntimeConfig guesses where the runtime was given no options: runc itself uses cgroupfs then', async () => {
    const overrides = { 'RuntimeService.RuntimeConfig': { reply: { linux: { cgroup_driver: 'SYSTEMD' } } } };
    const recording = recordingOf('containerd-2.2.4');
    expect((await settings({ recording, overrides })).cgroupDriver).toEqual({
      value: 'systemd',
      from: 'RuntimeConfig',
    });
    const without = withStatus(recording, (status) => {
      (
        status as never as { config: { containerd: { runtimes: { runc: { options: null } } } } }
      ).config.containerd.runtimes.runc.options = null;
    });
    expect((await settings({ recording: without, overrides })).cgroupDriver).toEqual({
      value: 'cgroupfs',
      from: 'Status',
    });
  });
});

describe("containerd's files", () => {
  const cri = "plugins.'io.containerd.grpc.v1.cri'";
  test.each([
    ['no version', 'plugins.cri', 'plugins.cri', 'plugins.cri', 'sandbox_image'],
    ['version = 2', cri, cri, cri, 'sandbox_image'],
    [
      'version = 3',
      "plugins.'io.containerd.cri.v1.runtime'",
      "plugins.'io.containerd.cri.v1.images'",
      cri,
      'pinned_images.sandbox',
    ],
    [
      'version = 4',
      "plugins.'io.containerd.cri.v1.runtime'",
      "plugins.'io.containerd.cri.v1.images'",
      cri,
      'pinned_images.sandbox',
    ],
  ])('%s', async (version, runtime, images, stream, image) => {
    const file = [
      version === 'no version' ? '' : version,
      `${runtime}.containerd.default_runtime_name = "own"`,
      `${runtime}.containerd.runtimes.own.options.SystemdCgroup = true`,
      `${runtime}.cni.conf_dir = "/srv/net.d"`,
      `${runtime}.cni.bin_dir = "/srv/bin"`,
      `${runtime}.enable_cdi = true`,
      `${runtime}.cdi_spec_dirs = ["/srv/cdi"]`,
      `${images}.${image} = "registry.example/pause:1"`,
      `${stream}.stream_server_address = "0.0.0.0"`,
    ].join('\n');
    const from = CONFIG;
    expect(await settings({ ...SILENT, files: { [CONFIG]: file } })).toMatchObject({
      cgroupDriver: { value: 'systemd', from },
      streamAddress: { value: '0.0.0.0', from },
      sandboxImage: { value: 'registry.example/pause:1', from },
      cniConfDir: { value: '/srv/net.d', from },
      cniBinDirs: { value: ['/srv/bin'], from },
      cdi: { value: { enabled: true, dirs: ['/srv/cdi'] }, from },
      files: [{ path: CONFIG, state: 'read' }],
    });
  });

  test('imports come over it, by name, in a circle, relative and of an older version', async () => {
    const files = {
      [CONFIG]: `version = 3\nimports = ["conf.d/*.toml", "/etc/containerd/none.toml"]\n${cri}.stream_server_address = "192.0.2.1"\n`,
      '/etc/containerd/conf.d/10-a.toml': `version = 2\n${cri}.stream_server_address = "192.0.2.2"\n${cri}.sandbox_image = "a/pause:2"\n`,
      '/etc/containerd/conf.d/20-b.toml': `version = 3\nimports = ["/etc/containerd/config.toml"]\n${cri}.stream_server_address = "192.0.2.3"\n`,
      '/etc/containerd/conf.d/30-c.toml.off': `version = 3\n${cri}.stream_server_address = "192.0.2.4"\n`,
    };
    const told = await settings({ ...SILENT, files });
    expect(told.streamAddress?.value).toBe('192.0.2.3');
    expect(told.sandboxImage?.value).toBe('a/pause:2');
    expect(told.files.map(({ path, state }) => `${path} ${state}`)).toEqual([
      `${CONFIG} read`,
      '/etc/containerd/conf.d/10-a.toml read',
      '/etc/containerd/conf.d/20-b.toml read',
      '/etc/containerd/none.toml absent',
    ]);
  });

  test('a file that the unit names, and the default of what it leaves out', async () => {
    const units = { 'containerd.service': '/usr/bin/containerd --log-level info -c /srv/c.toml' };
    const told = await settings({ ...SILENT, units, files: { '/srv/c.toml': 'version = 3\n' } });
    expect(told).toMatchObject({
      cgroupDriver: { value: 'cgroupfs', from: 'default' },
      streamAddress: { value: '127.0.0.1', from: 'default' },
      sandboxImage: null,
      files: [{ path: '/srv/c.toml', state: 'read' }],
    });
  });

  test('without a file nothing is known, unless the unit says that there is no other', async () => {
    expect(await settings(SILENT)).toMatchObject({ streamAddress: null, cgroupDriver: null });
    const units = { 'containerd.service': '/usr/bin/containerd' };
    expect((await settings({ ...SILENT, units })).streamAddress).toEqual({ value: '127.0.0.1', from: 'default' });
  });

  test('a file of a containerd at another socket tells nothing', async () => {
    for (const address of [
      '[grpc]\naddress = "/srv/other.sock"',
      "plugins.'io.containerd.server.v1.grpc'.address = '/srv/other.sock'",
    ]) {
      const files = { [CONFIG]: `version = 3\n${cri}.stream_server_address = "0.0.0.0"\n${address}\n` };
      const told = await settings({ ...SILENT, files });
      expect(told).toMatchObject({ streamAddress: null, files: [{ path: CONFIG, state: 'other' }] });
      expect((await settings({ ...SILENT, files }, '/srv/other.sock')).streamAddress?.value).toBe('0.0.0.0');
    }
  });

  test('/var/run is /run', async () => {
    const files = { [CONFIG]: `version = 3\n${cri}.stream_server_address = "0.0.0.0"\n` };
    expect((await settings({ ...SILENT, files }, '/var/run/containerd/containerd.sock')).streamAddress?.value).toBe(
      '0.0.0.0',
    );
  });

  test('broken TOML and a file that may not be read are errors, and nothing is a default then', async () => {
    const units = { 'containerd.service': '/usr/bin/containerd' };
    const broken = await settings({ ...SILENT, units, files: { [CONFIG]: 'version = \n' } });
    expect(broken).toMatchObject({ streamAddress: null, files: [{ path: CONFIG, state: 'error', error: 'invalid' }] });
    expect(await settings({ ...SILENT, units, unreadable: [CONFIG] })).toMatchObject({
      streamAddress: null,
      files: [{ path: CONFIG, state: 'error', error: 'EACCES' }],
    });
  });

  test('what a file says may be otherwise in one that it imports and that may not be read', async () => {
    const files = { [CONFIG]: `version = 3\nimports = ["/srv/more.toml"]\n${cri}.stream_server_address = "0.0.0.0"\n` };
    expect((await settings({ ...SILENT, files })).streamAddress?.value).toBe('0.0.0.0');
    expect((await settings({ ...SILENT, files, unreadable: ['/srv/more.toml'] })).streamAddress).toBeNull();
  });
});

describe("CRI-O's files", () => {
  const recording = withStatus(recordingOf('cri-o-1.36.3'), (status) => delete status['config']);
  const overrides = SILENT.overrides!;

  test('the file, then the drop-ins by name', async () => {
    const files = {
      '/etc/crio/crio.conf':
        '[crio.runtime]\ncgroup_manager = "systemd"\nenable_pod_events = false\n[crio.image]\npause_image = "r.example/pause:3"\n[crio.network]\nnetwork_dir = "/srv/net.d"\nplugin_dirs = ["/srv/bin"]\n',
      '/etc/crio/crio.conf.d/20-events':
        '[crio.runtime]\nenable_pod_events = true\n[crio.api]\nstream_address = "192.0.2.7"\n',
      '/etc/crio/crio.conf.d/10-cgroup.conf':
        '[crio.runtime]\ncgroup_manager = "cgroupfs"\ncdi_spec_dirs = ["/srv/cdi"]\n',
    };
    expect(await settings({ recording, overrides, files }, CRIO_SOCKET)).toMatchObject({
      cgroupDriver: { value: 'cgroupfs' },
      podEvents: { value: true },
      streamAddress: { value: '192.0.2.7' },
      sandboxImage: { value: 'r.example/pause:3' },
      cniConfDir: { value: '/srv/net.d' },
      cniBinDirs: { value: ['/srv/bin'] },
      cdi: { value: { enabled: true, dirs: ['/srv/cdi'] } },
    });
  });

  test('its defaults: systemd, no events, streaming on loopback', async () => {
    const files = { '/etc/crio/crio.conf.d/10-crio.conf': '[crio.image]\n' };
    expect(await settings({ recording, overrides, files }, '/run/crio/crio.sock')).toMatchObject({
      cgroupDriver: { value: 'systemd', from: 'default' },
      podEvents: { value: false, from: 'default' },
      streamAddress: { value: '127.0.0.1', from: 'default' },
    });
  });

  test('options of its unit come before the files', async () => {
    const units = {
      'crio.service': '/usr/bin/crio --stream-address=0.0.0.0 --cni-plugin-dir /a,/b $CRIO_NETWORK_OPTIONS',
    };
    const files = { '/etc/crio/crio.conf': '[crio.api]\nstream_address = "127.0.0.1"\n' };
    const told = await settings({ recording, overrides, files, units }, CRIO_SOCKET);
    expect(told.streamAddress).toEqual({ value: '0.0.0.0', from: 'crio.service' });
    expect(told.cniBinDirs.value).toEqual(['/a', '/b']);
  });
});

test('a runtime that nobody knows, and one that does not answer', async () => {
  const recording = {
    ...recordingOf('cri-dockerd-0.4.3'),
    version: { ...recordingOf('cri-dockerd-0.4.3').version, RuntimeName: 'other' },
  };
  expect(await settings({ recording })).toMatchObject({ name: 'other', files: [], streamAddress: null });
  const error = { error: { code: 13, details: 'broken' } };
  const overrides = {
    'RuntimeService.Version': error,
    'RuntimeService.Status': error,
    'RuntimeService.RuntimeConfig': error,
  };
  expect(await settings({ recording, overrides })).toMatchObject({
    name: '',
    cgroupDriver: null,
    sandboxImage: null,
    cniConfDir: { value: '/etc/cni/net.d', from: 'default' },
    files: [],
  });
});
