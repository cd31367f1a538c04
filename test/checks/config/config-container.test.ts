import { describe, expect, it } from 'vitest';
import { configContainer } from '../../../src/checks/config/config-container.ts';
import { brief, clusterWith, withTree } from '../../config/config-tree.ts';

const LINE = clusterWith('').split('\n').length;
const ON = 'Container:\n  Enabled: true\n  RuntimeEndpoint: /run/containerd/containerd.sock\n';

async function found(section: string, others: readonly string[] = [], asIfEnabled = false): Promise<string[]> {
  return withTree(clusterWith(section), async (tree) =>
    (await tree.findings(configContainer, { asIfEnabled }, others)).map((finding) =>
      brief(finding)
        .replace('config-container/', '')
        .replace(/ (\d+):/, (_, line) => ` +${Number(line) - LINE}:`),
    ),
  );
}

describe('the section that is on', () => {
  it('has no finding where all is well', async () => {
    expect(await found(ON)).toEqual([]);
  });

  it.each([
    ['Enabled: oFf', ['error wrong-type Container.Enabled +1:12+3 stops']],
    ['Enabled:', ['error null-value Container.Enabled +1:3+7 stops']],
    ['Enabled: ~', ['error null-value Container.Enabled +1:12+1 stops']],
  ])('%j', async (line, expected) => {
    expect(await found(`Container:\n  ${line}\n  RuntimeEndpoint: /x\n`)).toEqual(expected);
  });

  it.each([
    ['  UserNsEnabledByDefault: 1\n', ['error wrong-type Container.UserNsEnabledByDefault +3:27+1 stops']],
    ['  TempDir: [a]\n', ['error wrong-type Container.TempDir +3:12+1 stops']],
    ['  Dns: default\n', ['error wrong-type Container.Dns +3:8+7 stops']],
    ['  Dns:\n    Servers: {a: b}\n', ['error wrong-type Container.Dns.Servers +4:14+1 stops']],
    ['  Dns:\n    Servers: [a.example]\n', ['error wrong-type Container.Dns.Servers[0] +4:15+9 stops']],
    ['  Dns:\n    ClusterDomain:\n', ['warning null-value Container.Dns.ClusterDomain +4:5+13']],
    ['  Dns:\n    - Servers\n', ['warning not-a-mapping Container.Dns +4:5+1']],
    ['  BindFs:\n    Enabled: 1\n', ['error wrong-type Container.BindFs.Enabled +4:14+1 stops']],
    ['  BindFs:\n    MountBaseDir:\n', []],
    ['  BindFs:\n    Enabled: true\n    MountBaseDir:\n', ['warning null-value Container.BindFs.MountBaseDir +5:5+12']],
    [
      '  SubId:\n    Managed: true\n',
      [
        'error wrong-type Container.SubId.UidMappings +3:3+5 stops',
        'error wrong-type Container.SubId.GidMappings +3:3+5',
      ],
    ],
    ['  BindFS:\n    Enabled: true\n', ['warning unknown-key Container.BindFS +3:3+6']],
    ['  RuntimeEndpoit: x\n', ['warning unknown-key Container.RuntimeEndpoit +3:3+14']],
    ['  Something: x\n', ['warning unknown-key Container.Something +3:3+9']],
    ['  SubId:\n    RangeSize: 65536\n', ['warning retired-key Container.SubId.RangeSize +4:5+9']],
    ['  ImagePullingTimeout: 600\n', ['warning retired-key Container.ImagePullingTimeout +3:3+19']],
  ])('%j', async (lines, expected) => {
    expect(await found(ON + lines)).toEqual(expected);
  });

  it('has numbers with leading zeros', async () => {
    const table = (id: string): string => `      - {Id: ${id}, IdCount: 10, SubIdStart: 100000, SubIdSize: 65536}\n`;
    const lines = `  SubId:\n    Managed: true\n    UidMappings:\n${table('0500')}    GidMappings:\n${table('500')}`;
    expect(await found(ON + lines)).toEqual(['warning octal-number Container.SubId.UidMappings[0].Id +6:14+4']);
    await withTree(clusterWith(ON + lines), async (tree) => {
      const [finding] = await tree.findings(configContainer);
      expect(finding?.args).toEqual({ key: 'Container.SubId.UidMappings[0].Id', written: '0500', value: '320' });
    });
  });

  it('leaves to other checks what is their own', async () => {
    expect(await found('Container:\n  Enabled: true\n  RuntimeEndpoint: [a]\n', ['config-endpoints'])).toEqual([]);
    expect(await found(`${ON}  BindFs:\n    Enabled: true\n    MountBaseDir:\n`, ['config-bindfs'])).toEqual([]);
    expect(await found(`${ON}  Dns:\n    - a\n`, ['config-dns'])).toEqual([]);
    expect(await found(`${ON}  Dns:\n    Server: a\n`, ['config-dns'])).toEqual([
      'warning unknown-key Container.Dns.Server +4:5+6',
    ]);
    expect(await found(`${ON}  Dns: default\n`, ['config-dns'])).toEqual([]);
    expect(await found(`${ON}  SubId:\n    Managed: 1\n`, ['config-subid'])).toEqual([]);
    expect(await found('Container:\n  Enabled: true\n')).toEqual([]);
  });

  it('tells the key that was meant', async () => {
    await withTree(clusterWith(`${ON}  runtimeendpoint: x\n  Enable: x\n  Xyz: x\n`), async (tree) => {
      const findings = await tree.findings(configContainer);
      expect(findings.map(({ args }) => args['meant'])).toEqual(['RuntimeEndpoint', 'Enabled', null]);
    });
  });
});

describe('the section that is off', () => {
  it.each([
    ['', ['info section-missing Container']],
    ['Container:\n', ['info disabled Container.Enabled +0:1+9']],
    ['Container:\n  Enabled: No\n', ['info disabled Container.Enabled +1:12+2']],
    ['Container:\n  TempDir: [wrong]\n  Unknown: x\n', ['info disabled Container.Enabled +0:1+9']],
    [
      'Container:\n  enabled: true\n',
      ['info disabled Container.Enabled +0:1+9', 'warning unknown-key Container.enabled +1:3+7'],
    ],
    ['Container:\n  - Enabled: true\n', ['warning not-a-mapping Container +1:3+1']],
    ['Container: on\n', ['error wrong-type Container +0:12+2 stops']],
  ])('%j', async (section, expected) => {
    expect(await found(section)).toEqual(expected);
  });

  it('is judged all the same as if enabled', async () => {
    expect(await found('Container:\n  Enabled: false\n  RuntimeEndpoint: /x\n  Dns: 5\n  Bindfs:\n', [], true)).toEqual(
      [
        'info disabled Container.Enabled +1:12+5',
        'error wrong-type Container.Dns +3:8+1 stops',
        'warning unknown-key Container.Bindfs +4:3+6',
      ],
    );
  });

  it('is not read without Partitions, which is not its fault', async () => {
    const config = clusterWith('Container:\n  Enabled: 5\n').replace('Partitions:', 'Others:');
    await withTree(config, async (tree) => {
      expect(await tree.findings(configContainer)).toEqual([]);
      expect((await tree.read()).containerEnabled).toBe(false);
    });
  });
});
