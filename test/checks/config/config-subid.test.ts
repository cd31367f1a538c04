import { describe, expect, it } from 'vitest';
import { configSubid } from '../../../src/checks/config/config-subid.ts';
import { refused } from '../../../src/host/answer.ts';
import { brief, clusterWith, withTree, type ConfigTree } from '../../config/config-tree.ts';
import { foundInSection, SECTION_ON } from './found-in-section.ts';

type Numbers = readonly [id: string | number, idCount: string | number, start: string | number, size: string | number];

const GOOD: Numbers = [1000, 1000, 100_000, 65_536];
const entry = ([id, count, start, size]: Numbers): string =>
  `      - { Id: ${id}, IdCount: ${count}, SubIdStart: ${start}, SubIdSize: ${size} }\n`;
/** Line +5 is `UidMappings:`, its first entry +6; the groups' table is good. */
const managed = (uids: string, gids = entry(GOOD)): string =>
  `  SubId:\n    Managed: true\n    UidMappings:\n${uids}    GidMappings:\n${gids}`;
const table = (...entries: readonly Numbers[]): string => managed(entries.map(entry).join(''));

const found = async (lines: string, prepare?: (tree: ConfigTree) => void): Promise<readonly string[]> =>
  (await foundInSection(configSubid, lines, prepare)).lines;
const words = async (lines: string): Promise<unknown> => (await foundInSection(configSubid, lines)).findings[0]?.args;

const UIDS = 'Container.SubId.UidMappings';
const GIDS = 'Container.SubId.GidMappings';

describe('the section', () => {
  it.each([
    ['', []],
    ['  SubId:\n', []],
    ['  SubId:\n    Managed: false\n', []],
    [table(GOOD), []],
    ['  SubId: managed\n', ['error wrong-type Container.SubId +3:10+7 stops']],
    ['  SubId:\n    Managed: 1\n', ['error wrong-type Container.SubId.Managed +4:14+1 stops']],
    ['  SubId:\n    Managed:\n', ['error null-value Container.SubId.Managed +4:5+7 stops']],
    ['  SubId:\n    - Managed: true\n', ['warning not-a-mapping Container.SubId +4:5+1']],
  ])('%j', async (lines, expected) => {
    expect(await found(lines)).toEqual(expected);
  });

  it('has tables that nobody reads while it is not managed', async () => {
    const tables = `    UidMappings:\n${entry([1, 0, 1, 1])}    GidMappings: []\n`;
    expect(await found(`  SubId:\n    Managed: false\n${tables}`)).toEqual([
      'info tables-ignored Container.SubId +5:5+11',
    ]);
    expect(await found(`  SubId:\n${tables}`)).toEqual(['warning tables-ignored Container.SubId +4:5+11']);
  });
});

describe('what craned refuses', () => {
  it.each([
    [
      '  SubId:\n    Managed: true\n',
      [`error mappings-missing ${UIDS} +3:3+5 stops`, `error mappings-missing ${GIDS} +3:3+5`],
    ],
    [
      managed('', '      1000\n'),
      [`error mappings-missing ${UIDS} +5:5+11 stops`, `error mappings-missing ${GIDS} +7:7+4`],
    ],
    [
      managed('      - 1000\n      - { Id: 1, SubIdStart: 5, SubIdSize: 1 }\n'),
      [`error entry-incomplete ${UIDS}[0] +6:9+4 stops`, `error entry-incomplete ${UIDS}[1] +7:9+1`],
    ],
    [table([1000, 0, 100_000, 1]), [`error zero ${UIDS}[0].IdCount +6:30+1 stops`]],
    [table([1000, 1, 100_000, 0]), [`error zero ${UIDS}[0].SubIdSize +6:64+1 stops`]],
    [table(GOOD, [1999, 1, 900_000_000, 1]), [`error overlap ${UIDS}[1] +7:9+1 stops`]],
    [table(GOOD, [5000, 1, 65_635_999, 2]), [`error overlap ${UIDS}[1] +7:9+1 stops`]],
    [table(GOOD, [2000, 1, 65_636_000, 1]), []],
    [table(['0xffffffffffffffff', 2, 1, 1]), [`error overflow ${UIDS}[0] +6:9+1 stops`]],
    [table([1, 2, 1, '0xffffffffffffffff']), [`error overflow ${UIDS}[0] +6:9+1 stops`]],
    [table(['-1', 1, 100_000, 1]), [`error wrong-type ${UIDS}[0].Id +6:15+2 stops`]],
    [table([1, '', 100_000, 1]), [`error null-value ${UIDS}[0].IdCount +6:18+7 stops`]],
  ])('%j', async (lines, expected) => {
    expect(await found(lines)).toEqual(expected);
  });

  it("is told in craned's words, with what is missing or in common", async () => {
    expect(await words('  SubId:\n    Managed: true\n')).toMatchObject({
      words: `${UIDS} must not be empty in managed mode.`,
    });
    expect(await words(managed('      a: b\n'))).toMatchObject({ words: `${UIDS} must be a non-empty sequence.` });
    expect(await words(managed('      - { Id: 1, IDCount: 5, SubIdStart: 5, SubIdSize: 1 }\n'))).toEqual({
      key: `${UIDS}[0]`,
      missing: ['IdCount'],
      written: ['IDCount'],
      words: `${UIDS}[0] must contain Id, IdCount, SubIdStart and SubIdSize.`,
    });
    expect(await words(table([1000, 0, 100_000, 1]))).toMatchObject({ words: `${UIDS}[0].IdCount must be > 0.` });
    expect(await words(table(GOOD, [1998, 10, 900_000_000, 1]))).toMatchObject({
      other: `${UIDS}[0]`,
      subordinate: false,
      range: '1998–1999',
      words: `${UIDS}[1] overlaps id range with [0].`,
    });
    expect(await words(table(GOOD, [5000, 1, 65_635_999, 2]))).toMatchObject({
      subordinate: true,
      range: '65635999–65635999',
      words: `${UIDS}[1] overlaps subid range with [0].`,
    });
  });

  it('names the entries by their place in the file, refused ones counted', async () => {
    const { findings } = await foundInSection(configSubid, table([1, 0, 1, 1], GOOD, [1500, 1, 900_000_000, 1]));
    expect(findings.map(({ args }) => args['words'])).toEqual([
      `${UIDS}[0].IdCount must be > 0.`,
      `${UIDS}[2] overlaps id range with [1].`,
    ]);
  });
});

describe('what craned takes, and jobs fail with', () => {
  it.each([
    // (2^32 - 100000) / 65536 is 65534.47: the range of id 65534 is the first that does not fit.
    [[0, 65_534, 100_000, 65_536], []],
    [
      [0, 65_535, 100_000, 65_536],
      ['65534', 'IdCount', '4295001759'],
    ],
    [[1, 1, 4_294_901_760, 65_536], []],
    [
      [0, 1, 4_294_901_761, 65_536],
      ['0', 'SubIdStart', '4294967296'],
    ],
    [
      [5, 9, '0x100000000', 1],
      ['5', 'SubIdStart', '4294967296'],
    ],
  ] as const)('subordinate ids of %j beyond 32 bits', async (numbers, expected) => {
    const { findings } = await foundInSection(configSubid, table(numbers));
    expect(findings.flatMap(({ target, args }) => [args['from'], target?.split('.').at(-1), args['last']])).toEqual(
      expected,
    );
    expect(findings.map(({ code, severity }) => `${severity} ${code}`)).toEqual(
      expected.length === 0 ? [] : ['warning config-subid/over-32-bit'],
    );
  });

  it('subordinate ids below the ids that they are for, while BindFs is on', async () => {
    const lines = table([200_000, 10, 100_000, 65_536]);
    expect(await found(lines)).toEqual([]);
    const on = '  BindFs: { Enabled: true }\n';
    expect(await found(lines + on)).toEqual([`warning start-below-id ${UIDS}[0].SubIdStart +6:48+6`]);
    expect(await found(table([100_000, 10, 100_000, 65_536]) + on)).toEqual([]);
  });

  it('numbers with leading zeros', async () => {
    expect(await found(table(['0500', 1, 100_000, 65_536]))).toEqual([`warning octal-number ${UIDS}[0].Id +6:15+4`]);
  });
});

describe('the ids of real accounts', () => {
  const passwd = (...ids: readonly number[]): string =>
    ids.map((id) => `u${id}:x:${id}:100::/home:/bin/sh\n`).join('') +
    '+nis:x:100001:1::/:\n#a:x:100002:1::/:\nbad line\n';
  const inFiles =
    (users: string, groups = '') =>
    (tree: ConfigTree): void => {
      tree.write('/etc/passwd', users);
      tree.write('/etc/group', groups);
    };

  it('are not in the ranges of a good table', async () => {
    expect(await found(table(GOOD), inFiles(passwd(0, 1000, 65_534, 99_999, 65_636_000), 'staff:x:50:\n'))).toEqual([]);
  });

  it('are found by table: users for uids, groups for gids', async () => {
    const prepare = inFiles(passwd(100_000, 65_635_999), 'staff:x:100000:\n');
    expect(await found(table(GOOD), prepare)).toEqual([
      `warning covers-host-ids ${UIDS}[0].SubIdStart +6:48+6`,
      `warning covers-host-ids ${GIDS}[0].SubIdStart +8:48+6`,
    ]);
    const { findings } = await foundInSection(configSubid, table(GOOD), prepare);
    expect(findings[0]?.args).toEqual({
      key: `${UIDS}[0]`,
      range: '100000–65635999',
      file: '/etc/passwd',
      count: 2,
      accounts: ['u100000 (100000)', 'u65635999 (65635999)'],
    });
  });

  it('are named up to three', async () => {
    const many = Array.from({ length: 5_000 }, (_, index) => 100_000 + index);
    const { findings } = await foundInSection(configSubid, table(GOOD), inFiles(passwd(...many)));
    expect(findings).toHaveLength(1);
    expect(findings[0]?.args).toMatchObject({ count: 5_000, accounts: { length: 3 } });
  });

  it('are unknown where the file cannot be read, and the report says which files were', async () => {
    const error = refused({ code: 'EACCES', message: 'permission denied' });
    const args = { path: '/etc/passwd', maxBytes: 4 * 1024 * 1024 };
    await withTree(
      clusterWith(SECTION_ON + table(GOOD)),
      async (tree) => {
        expect((await tree.findings(configSubid)).map(brief)).toEqual([
          'unknown config-subid/could-not-look /etc/passwd',
        ]);
        expect((await tree.look(configSubid)).observed).toEqual({
          managed: true,
          uids: ['1000–1999 → 100000–65635999'],
          gids: ['1000–1999 → 100000–65635999'],
          accountsFrom: ['/etc/passwd', '/etc/group'],
          accountsNotFrom: ['LDAP', 'sssd'],
        });
      },
      [{ method: 'readFile', args, answer: error }],
    );
  });
});
