import { describe, expect, it } from 'vitest';
import { clusterWith, CONFIG, withTree } from './config-tree.ts';

const SECTION = 'Container:\n  Enabled: false\n  RuntimeEndpoint: /run/x.sock\n  BindFs:\n    MountBaseDir: bind\n';

describe('readConfig', () => {
  it('gives the file, its text and its settings', async () => {
    await withTree(`\uFEFF${clusterWith('').replaceAll('\n', '\r\n')}`, async (tree) => {
      const reading = await tree.read();
      expect(reading).toMatchObject({
        path: CONFIG,
        outcome: 'starts',
        message: null,
        stops: [],
        containerEnabled: false,
        container: null,
        foreground: true,
        paths: {
          baseDir: '/var/crane/',
          cranedLog: '/var/crane/craned/craned.log',
          supervisorLogDir: '/var/crane/supervisor',
          supervisor: '/usr/libexec/csupervisor',
        },
        cluster: {
          name: 'demo',
          controlMachine: 'mgmt01',
          nodes: ['cn01', 'cn02', 'cn03', 'cn04'],
          partitions: [{ name: 'CPU', nodes: ['cn01', 'cn02', 'cn03', 'cn04'] }],
        },
      });
      expect(reading.text).toBe(clusterWith(''));
      expect(reading.file).toMatchObject({
        ok: true,
        value: { sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string },
      });
    });
  });

  it('finds entries by path, the first of two, and items of lists', async () => {
    await withTree(clusterWith(`${SECTION}  Enabled: true\n`), async (tree) => {
      const reading = await tree.read();
      const entry = (path: string): ReturnType<typeof reading.entry> => reading.entry(path);
      expect(entry('Container.Enabled')?.value.text).toBe('false');
      expect(entry('Container.BindFs.MountBaseDir')?.keySpan).toEqual({ line: 17, column: 5, length: 12 });
      expect(entry('Nodes[0].name')?.value.text).toBe('cn[01-04]');
      expect(entry('Nodes[0]')?.value.kind).toBe('map');
      for (const nowhere of ['Nodes[1]', 'Container.enabled', 'Container.Enabled.x', '', 'Container.', 'Nodes.name']) {
        expect(entry(nowhere)).toBeNull();
      }
    });
  });

  it('reads the section as if it were enabled, and says that it is not', async () => {
    await withTree(clusterWith(SECTION), async (tree) => {
      expect((await tree.read()).container).toBeNull();
      const reading = await tree.read({ asIfEnabled: true });
      expect(reading).toMatchObject({
        containerEnabled: false,
        container: {
          runtimeEndpoint: 'unix:///run/x.sock',
          imageEndpoint: 'unix:///run/x.sock',
          tempDir: '/var/crane/craned/container',
          bindFs: { enabled: true, mountBaseDir: '/var/crane/bind' },
          dns: { clusterDomain: 'cluster.local', servers: ['127.0.0.1'] },
        },
      });
    });
  });

  it('collects all stops, craned’s first in front, and goes on with the defaults', async () => {
    const section = 'Container:\n  Enabled: true\n  UserNsEnabledByDefault: 1\n  Dns:\n    Servers: [a, 192.0.2.1]\n';
    await withTree(`CranedDebugLevel: loud\n${clusterWith(section)}`, async (tree) => {
      const reading = await tree.read();
      expect(reading.stops.map(({ key, outcome }) => `${outcome} ${key}`)).toEqual([
        'exits CranedDebugLevel',
        'aborts Container.UserNsEnabledByDefault',
        'exits Container.RuntimeEndpoint',
        'exits Container.Dns.Servers[0]',
      ]);
      expect(reading).toMatchObject({
        outcome: 'exits',
        message: 'Illegal Craned debug-level format: loud.',
        mark: null,
      });
      expect(reading.container?.userNsEnabledByDefault).toBe(true);
    });
  });

  it('looks for Supervisor.Path where craned would, and only there', async () => {
    const config = clusterWith('').replace('/usr/libexec/csupervisor', '/opt/crane/csupervisor');
    await withTree(config, async (tree) => {
      expect((await tree.read()).message).toBe('csupervisor /opt/crane/csupervisor does not exist');
      tree.write('/opt/crane/csupervisor', '');
      expect((await tree.read()).outcome).toBe('starts');
    });
  });

  it('does not hold against the file what could not be looked at', async () => {
    const refusal = {
      method: 'stat',
      args: { path: '/usr/libexec/csupervisor', follow: true },
      answer: { ok: false, error: { code: 'EACCES', message: 'permission denied' } },
    } as const;
    await withTree(clusterWith(''), async (tree) => expect((await tree.read()).outcome).toBe('starts'), [refusal]);
  });

  it('says that containers are off without Partitions, and that nobody can tell without a readable file', async () => {
    const on = 'Container:\n  Enabled: true\n  RuntimeEndpoint: /x\n';
    const enabled = (config: string | undefined): Promise<boolean | null> =>
      withTree(config, async (tree) => (await tree.read()).containerEnabled);
    expect(await enabled(clusterWith(on))).toBe(true);
    expect(await enabled(clusterWith(on).replace('Partitions', 'Others'))).toBe(false);
    expect(await enabled(clusterWith(on.replace('true', '1')))).toBeNull();
    expect(await enabled(clusterWith(`${on}  Dns: [\n`))).toBeNull();
    expect(await enabled(undefined)).toBeNull();
  });
});
