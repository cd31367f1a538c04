import { describe, expect, it } from 'vitest';
import { configCluster } from '../../../src/checks/config/config-cluster.ts';
import { brief, clusterWith, withTree } from '../../config/config-tree.ts';

const GOOD = clusterWith('');

async function found(config: string): Promise<string[]> {
  return withTree(config, async (tree) => (await tree.findings(configCluster)).map(brief));
}

async function messages(config: string): Promise<Record<string, unknown>[]> {
  return withTree(config, async (tree) => (await tree.findings(configCluster)).map(({ args }) => ({ ...args })));
}

/** The good file with a HealthCheck section behind it, which begins in line 13. */
function healthCheck(lines: string): string {
  return clusterWith(`HealthCheck:\n  Program: /usr/bin/check\n${lines}`);
}

describe('HealthCheck that never runs', () => {
  it.each([
    ['an interval of 0', '  Interval: 0\n', 'HealthCheck.Interval 15:13+1'],
    ['an interval of 0 in other digits', '  Interval: 0x0\n', 'HealthCheck.Interval 15:13+3'],
    ['no interval', '  NodeState: any\n', 'HealthCheck.Interval 13:1+11'],
    ['no state that craned knows', '  Interval: 60\n  NodeState: DOWN\n', 'HealthCheck.NodeState 16:14+4'],
    ['a state of null', '  Interval: 60\n  NodeState:\n', 'HealthCheck.NodeState 16:3+9'],
    ['a list of states in brackets', '  Interval: 60\n  NodeState: "[idle]"\n', 'HealthCheck.NodeState 16:14+8'],
  ])('%s', async (_, lines, finding) => {
    expect(await found(healthCheck(lines))).toEqual([`warning config-cluster/healthcheck-off ${finding}`]);
  });

  it.each(['', '  NodeState: any\n', '  NodeState: " IDLE,Alloc "\n', '  NodeState: start_only\n', '  Cycle: yes\n'])(
    'but does with %j',
    async (lines) => expect(await found(healthCheck(`  Interval: 60\n${lines}`))).toEqual([]),
  );

  it('leaves out words with blanks, and such that it does not know', async () => {
    const config = healthCheck('  Interval: 60\n  NodeState: IDLE, ALLOC,down\n');
    expect(await found(config)).toEqual(['warning config-cluster/healthcheck-state HealthCheck.NodeState 16:14+16']);
    expect(await messages(config)).toEqual([{ ignored: [' alloc', 'down'] }]);
  });

  it('says no more of a section that craned stops at', async () => {
    expect(await found(healthCheck('  Interval: never\n'))).toEqual([
      'error config-cluster/stops HealthCheck.Interval 15:13+5 stops',
    ]);
  });
});

describe('numbers that craned reads as others', () => {
  it.each([
    [GOOD.replace('8G', '1.5G'), 'Nodes[0].memory 9:13+4', '5G'],
    [GOOD.replace('cpu: 4', 'cpu: 2.9'), 'Nodes[0].cpu 8:10+3', '2'],
    [GOOD.replace('cpu: 4', 'cpu: 0x10'), 'Nodes[0].cpu 8:10+4', '0'],
    [GOOD.replace('Supervisor:', 'Supervisor:\n  MaxLogFileSize: 0.5G'), 'Supervisor.MaxLogFileSize 5:19+4', '5G'],
    [`${GOOD}Craned:\n  MaxLogFileSize: "1,024M"\n`, 'Craned.MaxLogFileSize 14:19+8', '024M'],
  ])('%#: %s', async (config, finding, read) => {
    expect(await found(config)).toEqual([`warning config-cluster/misread ${finding}`]);
    expect((await messages(config))[0]).toMatchObject({ read });
  });

  it.each(['cpu: 4 cores', 'cpu: "4"', 'cpu: 04'])('%s is what it looks like', async (cpu) => {
    expect(await found(GOOD.replace('cpu: 4', cpu))).toEqual([]);
  });
});

describe('host lists that do not expand', () => {
  it('in Nodes and in Partitions, each at its place', async () => {
    const config = GOOD.replace('cn[01-04]', 'cn[01-04],gpu[2-1],io[1-2]x').replace('ALL', 'cn01,cn[4-2]');
    expect(await found(config)).toEqual([
      'warning config-cluster/host-list-literal Nodes[0].name 7:11+27',
      'warning config-cluster/host-list-empty Nodes[0].name 7:11+27',
      'warning config-cluster/host-list-empty Partitions[0].nodes 12:12+12',
    ]);
  });

  it('a mistake that is made for every node is not told a hundred times', async () => {
    const nodes = Array.from({ length: 100 }, (_, index) => `  - { name: "n${index}x[2-1]", cpu: 1, memory: 1.5G }\n`);
    const config = GOOD.replace('Partitions:', `${nodes.join('')}Partitions:`);
    expect(await found(config)).toHaveLength(40);
  });
});
