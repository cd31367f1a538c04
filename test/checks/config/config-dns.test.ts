import { describe, expect, it } from 'vitest';
import { configDns } from '../../../src/checks/config/config-dns.ts';
import { clusterWith, withTree } from '../../config/config-tree.ts';
import { foundInSection, SECTION_ON } from './found-in-section.ts';

const found = async (lines: string): Promise<readonly string[]> => (await foundInSection(configDns, lines)).lines;
const NO_SERVER = 'warning loopback-server Container.Dns.Servers +3:3+3';

describe('the Dns section', () => {
  it('is not missed where it is not there', async () => {
    expect(await found('')).toEqual([]);
  });

  it('has no finding where its servers are addresses that containers reach', async () => {
    expect(await found('  Dns:\n    Servers: [192.0.2.53, "198.51.100.1"]\n    Searches:\n    Options: []\n')).toEqual(
      [],
    );
  });

  it.each([
    ['  Dns: default\n', ['error wrong-type Container.Dns +3:8+7 stops']],
    ['  Dns:\n', [NO_SERVER]],
    ['  Dns:\n    ClusterDomain: hpc.example\n', [NO_SERVER]],
    ['  Dns:\n    - Servers: [192.0.2.53]\n', ['warning not-a-mapping Container.Dns +4:5+1', NO_SERVER]],
    [
      '  Dns:\n    ClusterDomain: [a]\n    Servers: [192.0.2.53]\n',
      ['error wrong-type Container.Dns.ClusterDomain +4:20+1 stops'],
    ],
    [
      '  Dns:\n    ClusterDomain:\n    Servers: [192.0.2.53]\n',
      ['warning null-value Container.Dns.ClusterDomain +4:5+13'],
    ],
  ])('%j', async (lines, expected) => {
    expect(await found(lines)).toEqual(expected);
  });
});

describe('its servers', () => {
  it.each([
    ['192.0.2.53', ['warning servers-not-a-list Container.Dns.Servers +4:14+10']],
    ['', ['warning servers-not-a-list Container.Dns.Servers +4:5+7']],
    ['~', ['warning servers-not-a-list Container.Dns.Servers +4:14+1']],
    ['[]', ['warning servers-not-a-list Container.Dns.Servers +4:14+1']],
    ['{}', ['warning servers-not-a-list Container.Dns.Servers +4:14+1']],
    ['{192.0.2.53: }', ['error servers-not-a-list Container.Dns.Servers +4:14+1 stops']],
    [
      '[dns.example, 192.0.2.53, "::1", 192.0.2.053]',
      [
        'error server-not-ipv4 Container.Dns.Servers[0] +4:15+11 stops',
        'error server-not-ipv4 Container.Dns.Servers[2] +4:40+5',
        'error server-not-ipv4 Container.Dns.Servers[3] +4:47+11',
      ],
    ],
    ['[""]', ['error server-not-ipv4 Container.Dns.Servers[0] +4:15+2 stops']],
    ['[~]', ['error server-not-ipv4 Container.Dns.Servers[0] +4:15+1 stops']],
    ['[[192.0.2.53]]', ['error wrong-type Container.Dns.Servers[0] +4:15+1 stops']],
    ['[127.0.0.53, 192.0.2.53]', ['warning loopback-server Container.Dns.Servers[0] +4:15+10']],
    ['[192.0.2.53, 0.0.0.0]', ['warning loopback-server Container.Dns.Servers[1] +4:27+7']],
    ['[127.0.0.256]', ['error server-not-ipv4 Container.Dns.Servers[0] +4:15+11 stops']],
  ])('%j', async (value, expected) => {
    expect(await found(`  Dns:\n    Servers: ${value}\n`)).toEqual(expected);
  });

  it("are told in craned's words", async () => {
    const { findings } = await foundInSection(configDns, '  Dns:\n    Servers: [dns.example]\n    Options: {a: b}\n');
    expect(findings.map(({ args }) => args['words'])).toEqual([
      "Dns.Servers entry 'dns.example' is not a valid ipv4 address.",
      'invalid node; this may result from using a map iterator as a sequence iterator, or vice-versa',
    ]);
  });
});

describe('its other lists', () => {
  it.each([
    ['Searches: hpc.example', ['warning list-ignored Container.Dns.Searches +5:15+11']],
    ['Options: "ndots:2"', ['warning list-ignored Container.Dns.Options +5:14+9']],
    ['Options: {ndots: 2}', ['error list-ignored Container.Dns.Options +5:14+1 stops']],
    ['Searches: [[a]]', ['error wrong-type Container.Dns.Searches[0] +5:16+1 stops']],
  ])('%j', async (line, expected) => {
    expect(await found(`  Dns:\n    Servers: [192.0.2.53]\n    ${line}\n`)).toEqual(expected);
  });
});

it('shows what containers get', async () => {
  const lines = '  Dns:\n    Servers: [192.0.2.53]\n    Searches: [hpc.example]\n';
  await withTree(clusterWith(SECTION_ON + lines), async (tree) => {
    expect((await tree.look(configDns)).observed).toEqual({
      servers: ['192.0.2.53'],
      searches: ['cluster.local', 'hpc.example'],
    });
  });
});
