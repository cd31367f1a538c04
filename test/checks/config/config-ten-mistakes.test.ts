import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { configBindfs } from '../../../src/checks/config/config-bindfs.ts';
import { configCluster } from '../../../src/checks/config/config-cluster.ts';
import { configContainer } from '../../../src/checks/config/config-container.ts';
import { configDns } from '../../../src/checks/config/config-dns.ts';
import { configEndpoints } from '../../../src/checks/config/config-endpoints.ts';
import { configFile } from '../../../src/checks/config/config-file.ts';
import { configSubid } from '../../../src/checks/config/config-subid.ts';
import { brief, withTree } from '../../config/config-tree.ts';

const read = (name: string): string =>
  readFileSync(new URL(`../../fixtures/config/${name}.yaml`, import.meta.url), 'utf8');

async function all(config: string): Promise<string[]> {
  const checks = [configFile, configCluster, configContainer, configEndpoints, configDns, configSubid, configBindfs];
  const ids = checks.map(({ id }) => id);
  return withTree(config, async (tree) => {
    const found = [];
    for (const check of checks) found.push(...(await tree.findings(check, {}, ids)));
    return found.map(brief);
  });
}

it('a healthy file has no finding at all', async () => {
  expect(await all(read('healthy'))).toEqual([]);
});

it('all mistakes of a file are told at once, each at its place, and which one craned meets first', async () => {
  expect(await all(read('ten-mistakes'))).toEqual([
    'error config-file/duplicate-key Container.BindFs.MountBaseDir 41:5+12 read-past',
    'error config-cluster/stops Craned.PingInterval 10:17+3 stops',
    'error config-cluster/hostname-not-in-nodes Nodes 12:1+5',
    'warning config-cluster/foreground-off CranedForeground 8:19+5',
    'warning config-cluster/host-list-literal Nodes[0].name 13:11+14',
    'error config-container/wrong-type Container.UserNsEnabledByDefault 29:27+1',
    'warning config-container/unknown-key Container.说明 26:3+4',
    'warning config-container/unknown-key Container.Runtimeendpoint 30:3+15',
    'warning config-container/retired-key Container.SubId.RangeSize 35:5+9',
    'error config-endpoints/scheme Container.RuntimeEndpoint 27:20+38',
    'error config-endpoints/image-null Container.ImageEndpoint 28:3+13',
    'error config-dns/server-not-ipv4 Container.Dns.Servers[1] 32:29+13',
    'error config-bindfs/bare-binary-name Container.BindFs.BindfsBinary 38:19+6',
    'error config-bindfs/shared-mount-base Container.BindFs.MountBaseDir 40:19+4',
  ]);
});
