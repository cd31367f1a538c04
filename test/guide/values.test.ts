import { describe, expect, test } from 'vitest';
import { readConfig } from '../../src/config/read-config.ts';
import { nodeValues } from '../../src/guide/values.ts';
import { answered, refused } from '../../src/host/answer.ts';
import { contentOf } from '../../src/host/files/content.ts';
import type { Host } from '../../src/host/host.ts';

/** A host that has one file, whatever its path. */
function hostWith(text: string): Host {
  const file = answered(contentOf(Buffer.from(text), 0));
  const missing = refused({ code: 'ENOENT', message: 'no such file or directory' });
  return {
    kind: 'replay',
    close: () => {},
    ask: ((method: string) => Promise.resolve(method === 'readFile' ? file : missing)),
  };
}

const valuesOf = async (text: string): Promise<Record<string, string>> =>
  nodeValues(await readConfig(hostWith(text), '/etc/crane/config.yaml'), { hostname: 'cn07' });

const CONFIG = `
ControlMachine: ctl01
ClusterName: demo
CraneBaseDir: /srv/crane/
Supervisor:
  Path: /opt/csupervisor
Nodes:
  - name: "cn[01-10]"
    cpu: 4
    memory: 8G
  - name: gpu1, gpu2
    cpu: 4
    memory: 8G
Partitions:
  - name: CPU
    nodes: ALL
Container:
  Enabled: true
  RuntimeEndpoint: /run/crio/crio.sock
  BindFs:
    Enabled: true
    BindfsBinary: /usr/bin/bindfs
    FusermountBinary: /usr/bin/fusermount3
    MountBaseDir: /mnt/crane//
`;

test('a whole configuration gives every value, as the commands need it', async () => {
  expect(await valuesOf(CONFIG)).toEqual({
    config: '/etc/crane/config.yaml',
    hostname: 'cn07',
    controlMachine: 'ctl01',
    allNodes: 'cn[01-10],gpu1,gpu2',
    baseDir: '/srv/crane',
    supervisor: '/opt/csupervisor',
    supervisorLogDir: '/srv/crane/supervisor',
    cranedLog: '/srv/crane/craned/craned.log',
    socket: '/run/crio/crio.sock',
    imageSocket: '/run/crio/crio.sock',
    service: 'crio',
    runtime: 'crio',
    mountBaseDir: '/mnt/crane',
    bindfsBinary: '/usr/bin/bindfs',
    fusermountBinary: '/usr/bin/fusermount3',
  });
});

describe('what is not known is not there', () => {
  test('an endpoint that is no runtime’s default has no service', async () => {
    const values = await valuesOf(CONFIG.replace('/run/crio/crio.sock', '/run/k3s/containerd/containerd.sock'));
    expect(values).toMatchObject({ socket: '/run/k3s/containerd/containerd.sock' });
    expect(values).not.toHaveProperty('service');
    expect(values).not.toHaveProperty('runtime');
  });

  test('with containers off there is nothing of the section', async () => {
    const values = await valuesOf(CONFIG.replace('Enabled: true', 'Enabled: false'));
    expect(values).toMatchObject({ controlMachine: 'ctl01', baseDir: '/srv/crane' });
    for (const name of ['socket', 'service', 'mountBaseDir', 'bindfsBinary']) expect(values).not.toHaveProperty(name);
  });

  test('an empty file leaves the path, the host name and craned’s defaults', async () => {
    expect(await valuesOf('')).toEqual({
      config: '/etc/crane/config.yaml',
      hostname: 'cn07',
      baseDir: '/var/crane',
      supervisor: '/usr/libexec/csupervisor',
      supervisorLogDir: '/var/crane/supervisor',
      cranedLog: '/var/crane/craned/craned.log',
    });
  });
});

test('the root directory keeps its slash, and a very long path is not gone through again at each slash', async () => {
  expect(await valuesOf('CraneBaseDir: /\n')).toMatchObject({ baseDir: '/' });
  const long = `${'/'.repeat(1_000_000)}x`;
  expect(await valuesOf(`CraneBaseDir: ${long}\n`)).toMatchObject({ baseDir: long });
});
