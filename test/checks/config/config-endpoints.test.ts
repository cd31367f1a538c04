import { describe, expect, it } from 'vitest';
import { configEndpoints } from '../../../src/checks/config/config-endpoints.ts';
import { brief, clusterWith, withTree } from '../../config/config-tree.ts';

const LINE = clusterWith('').split('\n').length;

async function found(lines: string): Promise<string[]> {
  return withTree(clusterWith(`Container:\n  Enabled: true\n${lines}`), async (tree) =>
    (await tree.findings(configEndpoints)).map((finding) =>
      brief(finding)
        .replace('config-endpoints/', '')
        .replace(/ (\d+):/, (_, line) => ` +${Number(line) - LINE}:`),
    ),
  );
}

const RUNTIME = '  RuntimeEndpoint: /run/containerd/containerd.sock\n';

describe('the endpoints', () => {
  it('may be one socket, or two', async () => {
    expect(await found(RUNTIME)).toEqual([]);
    expect(await found(`${RUNTIME}  ImageEndpoint: /run/containerd/containerd.sock\n`)).toEqual([]);
    expect(await found(`${RUNTIME}  ImageEndpoint: /run/crio/crio.sock\n`)).toEqual([
      'info image-differs Container.ImageEndpoint +3:18+19',
    ]);
  });

  it.each([
    ['', 'error runtime-missing Container.RuntimeEndpoint +0:1+9 stops'],
    ['  RuntimeEndpoint:\n', 'error runtime-null Container.RuntimeEndpoint +2:3+15'],
    ['  RuntimeEndpoint: null\n', 'error runtime-null Container.RuntimeEndpoint +2:20+4'],
    ['  RuntimeEndpoint: ""\n', 'error empty Container.RuntimeEndpoint +2:20+2'],
    ['  RuntimeEndpoint: unix:///run/x.sock\n', 'error scheme Container.RuntimeEndpoint +2:20+18'],
    ['  RuntimeEndpoint: tcp://127.0.0.1:1\n', 'error scheme Container.RuntimeEndpoint +2:20+17'],
    ['  RuntimeEndpoint: run/x.sock\n', 'error relative Container.RuntimeEndpoint +2:20+10'],
    ['  RuntimeEndpoint: "null"\n', 'error relative Container.RuntimeEndpoint +2:20+6'],
    ['  RuntimeEndpoint: /run/a b.sock\n', 'error unsafe-character Container.RuntimeEndpoint +2:20+13'],
    ['  RuntimeEndpoint: /run/a#b\n', 'error unsafe-character Container.RuntimeEndpoint +2:20+8'],
    ['  RuntimeEndpoint: " /run/a"\n', 'error unsafe-character Container.RuntimeEndpoint +2:20+9'],
    [`  RuntimeEndpoint: /${'r'.repeat(107)}\n`, 'error too-long Container.RuntimeEndpoint +2:20+108'],
    [`${RUNTIME}  ImageEndpoint:\n`, 'error image-null Container.ImageEndpoint +3:3+13'],
    [`${RUNTIME}  ImageEndpoint: ""\n`, 'error empty Container.ImageEndpoint +3:18+2'],
    [`${RUNTIME}  ImageEndpoint: unix:///run/x.sock\n`, 'error scheme Container.ImageEndpoint +3:18+18'],
  ])('%j', async (lines, expected) => {
    expect(await found(lines)).toEqual([expected]);
  });

  it('count bytes, and 107 are allowed', async () => {
    expect(await found(`  RuntimeEndpoint: /${'r'.repeat(106)}\n`)).toEqual([]);
    expect(await found(`  RuntimeEndpoint: /${'鹤'.repeat(36)}\n`)).toEqual([
      'error too-long Container.RuntimeEndpoint +2:20+37',
    ]);
  });

  it('show the path that was meant', async () => {
    await withTree(
      clusterWith('Container:\n  Enabled: true\n  RuntimeEndpoint: unix:///run/x.sock\n'),
      async (tree) => {
        const looked = await tree.look(configEndpoints);
        expect(looked).toMatchObject({
          observed: { runtimeEndpoint: 'unix://unix:///run/x.sock' },
          findings: [{ args: { key: 'Container.RuntimeEndpoint', path: '/run/x.sock' } }],
        });
      },
    );
  });

  it('that are lists stop craned', async () => {
    expect(await found('  RuntimeEndpoint: [/run/x.sock]\n')).toEqual([
      'error wrong-type Container.RuntimeEndpoint +2:20+1 stops',
    ]);
    expect(await found('  RuntimeEndpoint: /run/x.sock\n  ImageEndpoint: {a: b}\n')).toEqual([
      'error wrong-type Container.ImageEndpoint +3:18+1 stops',
    ]);
  });
});
