import { describe, expect, it } from 'vitest';
import { configCluster } from '../../../src/checks/config/config-cluster.ts';
import { configGres } from '../../../src/checks/config/config-gres.ts';
import { brief, clusterWith, withTree } from '../../config/config-tree.ts';

/** The cluster of the tests, whose node cn01 has these lines of `gres`. */
function withGres(gres: string, container = ''): string {
  const lines = gres.replace(/^(?=.)/gm, '    ');
  return clusterWith(container).replace('    memory: 8G\n', `    memory: 8G\n${lines}`);
}

const DEVICE = 'gres:\n  - name: gpu\n    type: a100\n';

async function found(config: string): Promise<string[]> {
  return withTree(config, async (tree) => (await tree.findings(configGres)).map(brief));
}

describe('what craned is content with', () => {
  it.each([
    ['no devices', ''],
    ['none written', 'gres:\n'],
    ['devices without CDI', `${DEVICE}    DeviceFileRegex: /dev/nvidia[0-3]\n`],
    [
      'an expression for both',
      `${DEVICE}    DeviceFileRegex: /dev/nvidia[0-3]\n    DeviceCDIRegex: nvidia.com/gpu=[0-3]\n`,
    ],
    [
      'a list for both, of more files a device',
      `${DEVICE}    DeviceFileList:\n      - /dev/infiniband/uverbs3,/dev/infiniband/rdma_cm\n      - /dev/infiniband/uverbs4\n    DeviceCDIList:\n      - rdma/mlx5_3=0000:17:00.2\n      - rdma/mlx5_4=0000:17:00.3\n    DeviceCniPipeline: rdma\n`,
    ],
    ['a list for one', `${DEVICE}    DeviceFileRegex: /dev/a[0-1]\n    DeviceCDIList: [v/c=a, v/c=b]\n`],
    [
      'both device forms together',
      `${DEVICE}    DeviceFileRegex: /dev/a\n    DeviceFileList: [/dev/b]\n    DeviceCDIRegex: v/c=[0-1]\n`,
    ],
    ['an empty list of names', `${DEVICE}    DeviceFileRegex: /dev/a\n    DeviceCDIList: []\n`],
  ])('%s', async (_, gres) => {
    expect(await found(withGres(gres))).toEqual([]);
  });

  it('tells what it saw', async () => {
    const config = withGres(`${DEVICE}    DeviceFileRegex: /dev/a\n    DeviceCDIRegex: v/c=a\n`);
    await withTree(config, async (tree) =>
      expect(await tree.look(configGres)).toMatchObject({ observed: { gres: 1, withCdi: 1 } }),
    );
  });
});

describe('what craned stops at', () => {
  it.each([
    [
      'both forms',
      '    DeviceFileRegex: /dev/a\n    DeviceCDIRegex: v/c=a\n    DeviceCDIList: [v/c=a]\n',
      'both-forms Nodes[0].gres[0].DeviceCDIRegex 14:25+5',
      'GRES gpu:a100 has both DeviceCDIRegex and DeviceCDIList',
    ],
    [
      'brackets in the CDI expression',
      '    DeviceFileRegex: /dev/a\n    DeviceCDIRegex: v/c=[a-b]\n',
      'illegal-format Nodes[0].gres[0].DeviceCDIRegex 14:25+9',
      'Illegal gres gpu:a100 DeviceCDIRegex string format.',
    ],
    [
      'brackets in the device expression',
      '    DeviceFileRegex: /dev/[a\n',
      'illegal-format Nodes[0].gres[0].DeviceFileRegex 13:26+7',
      'Illegal gres gpu:a100 DeviceFileRegex path string format.',
    ],
    [
      'brackets in a device list',
      '    DeviceFileList:\n      - /dev/a\n      - /dev/b]\n',
      'illegal-format Nodes[0].gres[0].DeviceFileList[1] 15:13+7',
      'Illegal gres gpu:a100 DeviceFileList path string format.',
    ],
    [
      'fewer names than devices',
      '    DeviceFileRegex: /dev/a[0-3]\n    DeviceCDIRegex: v/c=[0-2]\n',
      'count-mismatch Nodes[0].gres[0].DeviceCDIRegex 14:25+9',
      'CDI name count (3) does not match device count (4)',
    ],
    [
      'a comma, which separates names',
      '    DeviceFileList: ["/dev/a,/dev/b"]\n    DeviceCDIRegex: v/c=a,v/c=b\n',
      'count-mismatch Nodes[0].gres[0].DeviceCDIRegex 14:25+11',
      'CDI name count (2) does not match device count (1)',
    ],
    [
      'no device file, a scalar being no list',
      '    DeviceFileList: /dev/a\n',
      'no-device-file Nodes[0].gres[0].DeviceFileRegex 11:9+4',
      'At least one of DeviceFileRegex or DeviceFileList must be configured for GRES gpu:a100 device.',
    ],
    [
      'a list entry that is none',
      '    DeviceFileRegex: /dev/a\n    DeviceCDIList: [{ a: b }]\n',
      'stops Nodes[0].gres[0].DeviceCDIList[0] 14:25+0',
      'yaml-cpp: error at line 14, column 25: bad conversion',
    ],
  ])('%s', async (_, lines, finding, words) => {
    await withTree(withGres(DEVICE + lines), async (tree) => {
      expect((await tree.findings(configGres)).map(brief)[0]).toMatch(
        `error config-gres/${finding.split(' ').slice(0, 2).join(' ')}`,
      );
      expect((await tree.findings(configGres))[0]?.stopsCraned).toBe(true);
      expect((await tree.read()).message).toBe(words);
    });
  });

  it('a kind that is there twice in one item, at the second', async () => {
    const two = `${DEVICE}    DeviceFileRegex: /dev/a\n  - name: gpu\n    type: a100\n    DeviceFileRegex: /dev/b\n`;
    expect(await found(withGres(two))).toEqual(['error config-gres/duplicate Nodes[0].gres[1] 14:9+4 stops']);
  });

  it.each([
    ['name', 'gres:\n  - type: a\n    DeviceFileRegex: /dev/a\n', 'Nodes[0].gres[0].name'],
    ['type', 'gres:\n  - name: a\n    DeviceFileRegex: /dev/a\n', 'Nodes[0].gres[0].type'],
  ])('a missing %s is read bare', async (name, gres, key) => {
    await withTree(withGres(gres), async (tree) => {
      expect((await tree.read()).message).toBe(`invalid node; first invalid key: "${name}"`);
      expect((await tree.findings(configGres)).map(brief)).toEqual([`error config-gres/stops ${key} 11:9+4 stops`]);
    });
  });

  it('a map instead of the list', async () => {
    await withTree(withGres('gres:\n  name: gpu\n  type: a\n'), async (tree) => {
      expect((await tree.read()).message).toMatch(/^invalid node; this may result from using a map iterator/);
      expect((await tree.findings(configGres)).map(brief)).toEqual([
        'error config-gres/stops Nodes[0].gres 11:7+4 stops',
      ]);
    });
  });

  it('config-cluster leaves these to config-gres where it runs, and only then', async () => {
    await withTree(withGres('gres:\n  - type: a\n'), async (tree) => {
      const codes = async (others: string[]): Promise<string[]> =>
        (await tree.findings(configCluster, {}, others)).map(({ code }) => code);
      expect(await codes(['config-gres'])).toEqual([]);
      expect(await codes([])).toEqual(['config-cluster/stops']);
    });
  });

  it('in front of the Container section, and whether it is on or not', async () => {
    const bad = 'gres:\n  - type: a\n';
    const container = 'Container:\n  Enabled: true\n';
    expect((await found(withGres(bad, container)))[0]).toMatch(/stops$/);
  });
});

describe('what craned finds out about this machine', () => {
  const pipeline = `${DEVICE}    DeviceFileRegex: /dev/a\n    DeviceCniPipeline: rdma\n`;

  it('a pipeline without names: an error for its own, a warning for another’s', async () => {
    const key = 'config-gres/pipeline-without-cdi Nodes[0].gres[0].DeviceCniPipeline 14:28+4';
    expect(await found(withGres(pipeline))).toEqual([`error ${key} stops`]);
    expect(await found(withGres(pipeline).replace('cn[01-04]', 'cn[02-04]'))).toEqual([`warning ${key}`]);
  });

  it('an item of Nodes gives this machine names, another gives it none', async () => {
    const named = `  - name: cn01\n    cpu: 4\n    memory: 8G\n    gres:\n      - name: gpu\n        type: a100\n        DeviceFileRegex: /dev/b\n        DeviceCDIRegex: v/c=b\n`;
    const plain = `${DEVICE}    DeviceFileRegex: /dev/a\n`;
    const config = withGres(plain).replace('Partitions:', `${named}Partitions:`);
    expect(await found(config)).toEqual(['error config-gres/inconsistent Nodes[0].gres[0] 11:9+4 stops']);
    expect(await found(config.replace('cn01', 'cn09'))).toEqual([]);
  });
});

describe('what craned reads without a word', () => {
  it.each(['nvidia.com=gpu0', 'gpu0', 'v/c=', '/c=a', 'v/=a', 'v/c=a/b', '1v/c=a', 'v/c d=a'])(
    '%j is no CDI name',
    async (name) => {
      const config = withGres(`${DEVICE}    DeviceFileRegex: /dev/a\n    DeviceCDIList: ["${name}"]\n`);
      expect(await found(config)).toEqual([
        `error config-gres/malformed-name Nodes[0].gres[0].DeviceCDIList[0] 14:25+${name.length + 2}`,
      ]);
    },
  );

  it('one malformed name stands for all that an expression makes', async () => {
    const config = withGres(`${DEVICE}    DeviceFileRegex: /dev/a[0-3]\n    DeviceCDIRegex: gpu[0-3]\n`);
    expect(await found(config)).toEqual(['error config-gres/malformed-name Nodes[0].gres[0].DeviceCDIRegex 14:25+8']);
  });

  it.each([
    ['DeviceCDIList: v/c=a', 'list-ignored Nodes[0].gres[0].DeviceCDIList 14:24+5'],
    ['DeviceCDIList: { v: c }', 'list-ignored Nodes[0].gres[0].DeviceCDIList 14:24+1'],
    ['DeviceFileList: /dev/b', 'list-ignored Nodes[0].gres[0].DeviceFileList 14:25+6'],
    ['DeviceCDIRegex: rdma/x[0-1]=dev', 'not-expanded Nodes[0].gres[0].DeviceCDIRegex 14:25+15'],
    ['DeviceCDIRegex: v/c=[3-0]', 'nothing-expanded Nodes[0].gres[0].DeviceCDIRegex 14:25+9'],
  ])('%s', async (line, finding) => {
    const config = withGres(`${DEVICE}    DeviceFileRegex: /dev/a\n    ${line}\n`);
    expect((await found(config)).filter((text) => text.startsWith('warning'))).toEqual([
      `warning config-gres/${finding}`,
    ]);
  });

  it('gres that is a word', async () => {
    expect(await found(withGres('gres: gpu\n'))).toEqual(['warning config-gres/list-ignored Nodes[0].gres 10:11+3']);
  });
});
