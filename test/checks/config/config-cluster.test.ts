import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { configCluster } from '../../../src/checks/config/config-cluster.ts';
import { brief, clusterWith, withTree } from '../../config/config-tree.ts';

const GOOD = clusterWith('');

async function found(config: string, hostname = 'cn01'): Promise<string[]> {
  return withTree(config, async (tree) => {
    tree.write('/etc/hostname', `${hostname}\n`);
    return (await tree.findings(configCluster)).map(brief);
  });
}

/** The good file without the lines of a key and what is indented below it. */
function without(key: string): string {
  return GOOD.replace(new RegExp(`^${key}:.*\\n(?:[ ].*\\n)*`, 'm'), '');
}

describe('a cluster that craned accepts', () => {
  it('has no finding', async () => {
    expect(await found(GOOD)).toEqual([]);
    expect(await found(GOOD, 'mgmt01')).toEqual([]);
  });

  it('says nothing of the name of an image that has none yet', async () => {
    expect(await found(GOOD, '')).toEqual([]);
  });
});

describe('keys without which craned stops', () => {
  it.each([
    [without('Supervisor'), 'error config-cluster/supervisor-missing Supervisor stops'],
    [without('ControlMachine'), 'error config-cluster/control-machine-missing ControlMachine stops'],
    [GOOD.replace('mgmt01', '""'), 'error config-cluster/control-machine-missing ControlMachine 1:17+2 stops'],
    [without('ClusterName'), 'error config-cluster/cluster-name-missing ClusterName stops'],
    [GOOD.replace('demo', '""'), 'error config-cluster/cluster-name-missing ClusterName 2:14+2 stops'],
    [without('Partitions'), 'error config-cluster/partitions-missing Partitions stops'],
  ])('%#', async (config, expected) => {
    expect(await found(config)).toEqual([expected]);
  });

  it('the program of Supervisor.Path is not there', async () => {
    await withTree(GOOD, async (tree) => {
      rmSync(join(tree.root, 'usr/libexec/csupervisor'));
      expect((await tree.findings(configCluster)).map(brief)).toEqual([
        'error config-cluster/supervisor-path-missing Supervisor.Path 5:9+24 stops',
      ]);
    });
  });
});

describe('the machine in its cluster', () => {
  it('is not in Nodes', async () => {
    expect(await found(GOOD, 'cn05')).toEqual(['error config-cluster/hostname-not-in-nodes Nodes 6:1+5 stops']);
    expect(await found(GOOD, 'cn01.hpc.example')).toEqual([
      'error config-cluster/hostname-not-in-nodes Nodes 6:1+5 stops',
    ]);
  });

  it('is not in Nodes because the host list is one name to craned', async () => {
    const names = GOOD.replace('cn[01-04]', 'cn[01-04]-ib');
    expect(await found(names, 'cn01-ib')).toEqual([
      'error config-cluster/hostname-not-in-nodes Nodes 6:1+5 stops',
      'warning config-cluster/host-list-literal Nodes[0].name 7:11+12',
    ]);
  });

  it('is not looked for in names that craned cannot read', async () => {
    expect(await found(GOOD.replace('cn[01-04]', 'cn[a-b]'))).toEqual([
      'error config-cluster/stops Nodes[0].name 7:11+7 stops',
    ]);
  });

  it('could not be looked for among more names than are spelled out', async () => {
    expect(await found(GOOD.replace('cn[01-04]', 'cn[1-9999999]'))).toEqual([
      'unknown config-cluster/could-not-look Nodes',
    ]);
  });

  it('is in no partition', async () => {
    expect(await found(GOOD.replace('ALL', 'cn[02-09]'))).toEqual([
      'error config-cluster/node-without-partition Partitions 10:1+10 stops',
    ]);
  });

  it('would be left by craned for the background', async () => {
    expect(await found(GOOD.replace('CranedForeground: true', 'CranedForeground: no'))).toEqual([
      'warning config-cluster/foreground-off CranedForeground 3:19+2',
    ]);
    expect(await found(without('CranedForeground'))).toEqual([
      'warning config-cluster/foreground-off CranedForeground',
    ]);
  });
});

describe('any other stop of craned', () => {
  it.each([
    ['CranedDebugLevel: verbose', 'CranedDebugLevel', 'Illegal Craned debug-level format: verbose.'],
    ['Craned:\n  PingInterval: -1', 'Craned.PingInterval', 'yaml-cpp: error at line 2, column 17: bad conversion'],
    [
      'Craned:\n  MaxLogFileSize: 0M',
      'Craned.MaxLogFileSize',
      'rotating sink constructor: max_size arg cannot be zero',
    ],
    ['Craned: x', 'Craned', 'yaml-cpp: error at line 1, column 9: operator[] call on a scalar (key: "PingInterval")'],
    ['HealthCheck:\n  Interval: 1', 'HealthCheck.Program', 'HealthCheckProgram is not configured'],
    ['TLS:\n  Enabled: yes', 'TLS.InternalCertFilePath', 'UseTls is true, but InternalCertFilePath is empty'],
    ['CranedListen: localhost', 'CranedListen', 'Listening address is invalid.'],
    ['CranedListenPort: 01234', 'CranedListenPort', 'Listening port is invalid.'],
    [
      'JobLifecycleHook:\n  PrologFlags: RunInJob, Serial',
      'JobLifecycleHook.PrologFlags',
      'Cannot set RunInJob and Serial flags at the same time.',
    ],
  ])('%j', async (lines, key, words) => {
    await withTree(`${lines}\n${GOOD}`, async (tree) => {
      const first = (await tree.findings(configCluster)).find((finding) => finding.stopsCraned);
      expect(first).toMatchObject({ code: 'config-cluster/stops', target: key, args: { key, words } });
    });
  });

  it('is a node without memory, at which craned says nothing', async () => {
    await withTree(GOOD.replace('    memory: 8G\n', ''), async (tree) => {
      const [finding] = await tree.findings(configCluster);
      expect(finding).toMatchObject({ code: 'config-cluster/stops', args: { key: 'Nodes[0].memory', words: null } });
    });
  });

  it('is told of beside the first, which alone stops craned', async () => {
    const findings = await found(`CranedListenPort: x\nCranedDebugLevel: x\n${GOOD}`);
    expect(findings).toEqual([
      'error config-cluster/stops CranedDebugLevel 2:19+1 stops',
      'error config-cluster/stops CranedListenPort 1:19+1',
    ]);
  });
});
