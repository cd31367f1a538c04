import { afterEach, describe, expect, it } from 'vitest';
import { subidRanges } from '../../../src/checks/userns/subid-ranges.ts';
import { CRANE_PODS } from '../../../src/checks/look/crane-pods.ts';
import { answered, refused, type Answer } from '../../../src/host/answer.ts';
import type { Host } from '../../../src/host/host.ts';
import type { CommandResult } from '../../../src/host/questions.ts';
import { withAnswers, type RecordedAnswer } from '../../../src/host/replay.ts';
import { Cleanup } from '../../support/cleanup.ts';
import { nodeTree, type Placed } from '../node-tree.ts';
import { NODE_CONFIG, nodeConfig, runCheck, type Ran } from '../run-check.ts';

const PASSWD = 'root:x:0:0::/root:/bin/sh\nalice:x:1001:1001::/:/bin/sh\nbob:x:1002:100::/:/bin/sh\n';
const GROUP = 'root:x:0:\nusers:x:100:\nalice:x:1001:\nbob:x:2002:\n';
const BOTH = 'alice:100000:65536\n';

/** NODE_CONFIG in managed mode: uids and gids 1000 to 1999, and the group `users`. */
function managedConfig(uids = '{ Id: 1000, IdCount: 1000, SubIdStart: 100000, SubIdSize: 65536 }'): string {
  return `${NODE_CONFIG}  SubId:
    Managed: true
    UidMappings:
      - ${uids}
    GidMappings:
      - { Id: 100, IdCount: 1, SubIdStart: 300000000, SubIdSize: 65536 }
      - { Id: 1000, IdCount: 1000, SubIdStart: 100000, SubIdSize: 65536 }
`;
}

/** What alice (1001) gets by `managedConfig`. */
const ALICE = 'alice:165536:65536\n';

function ran(stdout: string, exitCode = 0, stderr = ''): Answer<CommandResult> {
  return answered({ exitCode, signal: null, stdout, stderr, truncated: false });
}

function command(file: string, args: readonly string[], answer: Answer<CommandResult>): RecordedAnswer {
  return { method: 'command', args: { file, args }, answer };
}

/** The answer of a runtime that has craned's pods with these values of the label `uid`. */
function pods(...uids: string[]): RecordedAnswer {
  const items = uids.map((uid, index) => ({ id: String(index), labels: { cranesched: 'true', uid } }));
  const socket = '/run/containerd/containerd.sock';
  return {
    method: 'cri',
    args: { socket, service: 'RuntimeService', method: 'ListPodSandbox', request: CRANE_PODS },
    answer: answered({ reply: { items }, ms: 1 }),
  };
}

describe('subordinate ids', () => {
  const cleanup = new Cleanup();
  afterEach(() => cleanup.run());

  interface Node {
    readonly subuid?: string;
    readonly subgid?: string;
    readonly config?: string;
    readonly users?: readonly string[];
    readonly files?: { readonly [path: string]: Placed };
    readonly answers?: readonly RecordedAnswer[];
  }

  function hostOf({ subuid, subgid, files = {}, answers = [] }: Node): Host {
    const placed: { [path: string]: Placed } = { '/etc/passwd': { file: PASSWD }, '/etc/group': { file: GROUP } };
    if (subuid !== undefined) placed['/etc/subuid'] = { file: subuid };
    if (subgid !== undefined) placed['/etc/subgid'] = { file: subgid };
    return withAnswers(nodeTree(cleanup, { ...placed, ...files }).host, answers);
  }

  function check(node: Node): Promise<Ran> {
    const { config = NODE_CONFIG, users = [] } = node;
    return runCheck(subidRanges, { host: hostOf(node), config, options: { users } });
  }

  it('are well where everybody has 65536 of each', async () => {
    const node = await check({ subuid: BOTH, subgid: BOTH, users: ['alice'] });
    expect(node.findings).toEqual([]);
    expect(node.observed).toMatchObject({
      managed: false,
      source: 'files',
      accounts: 1,
      ranges: [{ account: 'alice', uid: 1001, subuid: '100000–165535', subgid: '100000–165535' }],
    });
  });

  describe('and the primary group of their account', () => {
    const dave = { '/etc/passwd': { file: `${PASSWD}dave:x:1003:4000::/:/bin/sh\n` } };
    const lines = { subuid: 'dave:200000:65536\n', subgid: 'dave:200000:65536\n', files: dave };

    it('has to have a name, which BindFs wants', async () => {
      const node = await check({ ...lines, answers: [command('getent', ['group', '4000'], ran('', 2))] });
      expect(node.findings).toMatchObject([
        {
          code: 'subid-ranges/group-missing',
          severity: 'warning',
          target: 'dave',
          args: { account: 'dave', gid: 4000 },
        },
      ]);
      expect(node.messages[0]?.zh).toContain('dave 的主组 gid 4000');
      const config = NODE_CONFIG.replace('BindFs:\n    Enabled: true', 'BindFs:\n    Enabled: false');
      expect((await check({ ...lines, config })).findings).toEqual([]);
    });

    it('may come from a directory', async () => {
      const told = ran('staff:*:4000:dave\n');
      const node = await check({ ...lines, answers: [command('getent', ['group', '4000'], told)] });
      expect(node.findings).toEqual([]);
    });

    it('is unknown where the directory is silent, and not spoken of in a tree', async () => {
      const silent = refused({ code: 'TIMEOUT', message: 'getent did not end', afterMs: 5_000 });
      const node = await check({ ...lines, answers: [command('getent', ['group', '4000'], silent)] });
      expect(node.codes).toEqual(['could-not-look']);
      expect(node.messages[0]?.en).toContain('getent group 4000');
      expect((await check(lines)).findings).toEqual([]);
    });
  });

  describe('shared by accounts', () => {
    const passwd = (
      ...ids: readonly (readonly [name: string, uid: number, gid?: number])[]
    ): { [path: string]: Placed } => ({
      '/etc/passwd': { file: ids.map(([name, uid, gid = uid]) => `${name}:x:${uid}:${gid}::/:/bin/sh\n`).join('') },
    });
    const shared = async (node: Node): Promise<unknown[]> =>
      (await check(node)).findings
        .filter(({ code }) => code === 'subid-ranges/shared-ids')
        .map(({ args, target }) => [target, args['kind'], args['holders']]);

    it('are told, of uids and gids apart', async () => {
      const subuid = 'alice:100000:65536\nbob:165535:65536\n';
      const node = await check({ subuid, subgid: 'alice:100000:65536\nbob:165536:65536\n' });
      expect(node.findings).toMatchObject([
        {
          code: 'subid-ranges/shared-ids',
          severity: 'warning',
          target: 'alice',
          args: { kind: 'uid', holders: ['alice 100000–165535', 'bob 165535–231070'], more: 0 },
        },
      ]);
      expect(node.messages[0]!.zh).toContain('alice 100000–165535、bob 165535–231070');
    });

    it('are told of a range that has the id of somebody else, as a directory service may give it', async () => {
      const files = passwd(['alice', 1001], ['eve', 120000, 100]);
      const lines = 'alice:100000:65536\neve:300000:65536\n';
      expect(await shared({ subuid: lines, subgid: lines, files })).toEqual([
        ['alice', 'uid', ['alice 100000–165535', 'eve 120000']],
      ]);
    });

    it('are none of system accounts, which have one range for two, of common groups, and of ranges that nobody uses', async () => {
      const files = passwd(['root', 0], ['lxd', 998], ['alice', 1001, 100], ['bob', 1002, 100]);
      const lines = 'root:1000000:65536\nlxd:1000000:65536\nalice:100000:65536\nbob:200000:65536\nalice:200000:65536\n';
      expect(await shared({ subuid: lines, subgid: lines, files })).toEqual([]);
      expect(await shared({ subuid: BOTH + 'bob:100000:65536\n', subgid: BOTH, config: managedConfig() })).toEqual([]);
    });

    it('are counted where they are many', async () => {
      const names = Array.from({ length: 20 }, (_, index) => `u${index}`);
      const files = passwd(...names.map((name, index) => [name, 1001 + index] as const));
      const lines = names.map((name) => `${name}:100000:65536\n`).join('');
      const [finding] = (await check({ subuid: lines, subgid: lines, files })).findings;
      expect(finding!.args['holders']).toHaveLength(8);
      expect(finding!.args['more']).toBe(12);
    });
  });

  describe('unmanaged', () => {
    it('are missing for whoever is named or has containers here', async () => {
      const node = await check({ subuid: BOTH, subgid: BOTH, users: ['bob'], answers: [pods('0', '1001', '0')] });
      expect(node.codes).toEqual(['missing', 'missing']);
      expect(node.status).toBe('warn');
      expect(node.findings.map(({ target }) => target)).toEqual(['bob', 'root']);
      expect(node.observed['withContainers']).toBe(2);
    });

    it('are missing where only one file has them, and says which', async () => {
      const node = await check({ subuid: BOTH, subgid: '' });
      expect(node.codes).toEqual(['missing']);
      expect(node.messages[0]?.en).toContain('no range of subordinate gids');
      expect(node.messages[0]?.en).toContain('subuid: present, subgid: missing');
      expect(node.messages[0]?.zh).toContain('从属 gid');
    });

    it('matter less where jobs have no user namespace by default, but for those who were named', async () => {
      const config = nodeConfig({
        RuntimeEndpoint: '/run/containerd/containerd.sock\n  UserNsEnabledByDefault: false',
      });
      const node = await check({ subuid: BOTH, subgid: '', config });
      expect(node.codes).toEqual(['missing']);
      expect(node.status).toBe('pass');
      expect((await check({ subuid: BOTH, subgid: '', config, users: ['alice'] })).status).toBe('warn');
    });

    it('that nobody has are told, without a warning: who runs jobs is not known', async () => {
      for (const node of [await check({}), await check({ subuid: '', subgid: '# none\n\n' })]) {
        expect(node.codes).toEqual(['no-ranges']);
        expect(node.status).toBe('pass');
      }
      expect((await check({ users: ['alice'] })).codes).toEqual(['missing']);
    });

    it('can be too few', async () => {
      const node = await check({ subuid: 'alice:100000:1\nalice:200000:65536\n', subgid: 'alice:100000:65535\n' });
      expect(node.codes).toEqual(['small-range', 'several-ranges']);
      expect(node.messages[0]?.en).toContain('(uid 1, gid 65535)');
      expect(node.messages[1]?.en).toContain('uid 100000–100000');
    });

    it.each([
      ['alice:4294901760:65536\n', []],
      ['alice:4294901761:65536\n', ['over-32-bit']],
      ['alice:18446744073709551615:65536\n', ['over-32-bit']],
    ])('may go up to 4294967295: %j', async (line, codes) => {
      const node = await check({ subuid: line, subgid: BOTH });
      expect(node.codes).toEqual(codes);
      if (codes.length > 0) expect(node.status).toBe('fail');
    });

    it('are no good for bindfs below the own id', async () => {
      const line = 'alice:500:65536\n';
      const node = await check({ subuid: line, subgid: BOTH });
      expect(node.codes).toEqual(['start-below-id']);
      expect(node.messages[0]?.zh).toContain('uid 500 < 1001');
      const config = NODE_CONFIG.replace('BindFs:\n    Enabled: true', 'BindFs:\n    Enabled: false');
      expect((await check({ subuid: line, subgid: BOTH, config })).findings).toEqual([]);
    });

    it('belong to an id too, and in /etc/subgid to that of the group of the same name', async () => {
      const node = await check({ subuid: '1002:100000:65536\n', subgid: '2002:100000:65536\n', users: ['bob'] });
      expect(node.findings).toEqual([]);
      // 100 is bob's primary group, which is not what libsubid goes by.
      const primary = await check({ subuid: '1002:100000:65536\n', subgid: '100:100000:65536\n', users: ['bob'] });
      expect(primary.codes).toEqual(['missing']);
    });

    it('are counted as strtoul does', async () => {
      const node = await check({ subuid: 'alice:0x186a0:0200000\n', subgid: BOTH });
      expect(node.findings).toEqual([]);
      expect(node.observed['ranges']).toMatchObject([{ subuid: '100000–165535' }]);
    });

    it('of nobody whom the node knows are left alone', async () => {
      const lines = `containers:2147483647:2147483648\n${BOTH}`;
      expect((await check({ subuid: lines, subgid: lines })).findings).toEqual([]);
    });
  });

  describe('managed', () => {
    const config = managedConfig();

    it('are as the tables say, or not there at all', async () => {
      expect((await check({ config, subuid: ALICE, subgid: ALICE })).findings).toEqual([]);
      expect((await check({ config, users: ['alice', 'bob'] })).findings).toEqual([]);
      const bob = { subuid: 'bob:231072:65536\n', subgid: 'bob:300000000:65536\n' };
      expect((await check({ config, ...bob })).findings).toEqual([]);
    });

    it.each([
      ['others', 'alice:100000:65536\n', ALICE],
      ['fewer', 'alice:165536:65535\n', ALICE],
      ['two ranges', `${ALICE}alice:900000:65536\n`, ALICE],
      ['a second line by uid', `${ALICE}1001:165536:65536\n`, ALICE],
      ['only one of both', ALICE, ''],
      ['useradd’s gids', ALICE, 'alice:100000:65536\n'],
    ])('must not be %s', async (_, subuid, subgid) => {
      const node = await check({ config, subuid, subgid });
      expect(node.codes).toEqual(['mismatch']);
      expect(node.status).toBe('fail');
      expect(node.findings[0]).toMatchObject({ target: 'alice', args: { expectedUids: '165536–231071' } });
      expect(node.messages[0]?.zh).toContain('165536–231071');
    });

    it('are for those whom the tables have', async () => {
      const node = await check({ config, subuid: 'root:1:65536\n', subgid: 'root:1:65536\n' });
      expect(node.codes).toEqual(['not-covered']);
      expect(node.status).toBe('pass');
      const named = await check({ config, users: ['root'] });
      expect(named.codes).toEqual(['not-covered']);
      expect(named.status).toBe('warn');
      expect(named.messages[0]?.en).toContain('uid 0, gid 0 of root');
      const group = await check({
        config: config.replace('Id: 100,', 'Id: 101,'),
        answers: [pods('1002')],
      });
      expect(group.status).toBe('warn');
      expect(group.messages[0]?.en).toContain('Container.SubId.GidMappings does not have gid 100 of bob');
    });

    it('may leave 32 bits for some', async () => {
      const far = managedConfig('{ Id: 1000, IdCount: 1000, SubIdStart: 4294836224, SubIdSize: 65536 }');
      expect((await check({ config: far, users: ['alice'] })).findings).toEqual([]);
      const bob = await check({ config: far, users: ['bob'] });
      expect(bob.codes).toEqual(['over-32-bit']);
      expect(bob.messages[0]?.en).toContain('uid 4294967296–4295032831');
    });

    it('can be too few, which is said once and not of each account', async () => {
      const small = managedConfig('{ Id: 1000, IdCount: 1000, SubIdStart: 100000, SubIdSize: 1000 }');
      const node = await check({ config: small, users: ['alice', 'bob'] });
      expect(node.codes).toEqual(['small-range']);
      expect(node.findings[0]).toMatchObject({
        target: 'Container.SubId.UidMappings[0].SubIdSize',
        location: { line: 24 },
      });
    });

    it('need files that craned can append to', async () => {
      const mount = { mountPoint: '/etc', root: '/', fsType: 'squashfs', source: 'x', readOnly: true };
      const readOnly = await check({ config, answers: [{ method: 'mounts', args: {}, answer: answered([mount]) }] });
      expect(readOnly.codes).toEqual(['not-writable', 'not-writable']);
      expect(readOnly.messages[0]?.zh).toContain('/etc 以只读方式挂载');
      const unmanaged = {
        subuid: BOTH,
        subgid: BOTH,
        answers: [{ method: 'mounts', args: {}, answer: answered([mount]) } as const],
      };
      expect((await check(unmanaged)).findings).toEqual([]);
    });

    it('cannot be verified where libsubid asks somebody else', async () => {
      const files = { '/etc/nsswitch.conf': { file: 'passwd: files sss\n# subid: nis\nsubid:\tsss files\n' } };
      const node = await check({ config, files });
      expect(node.codes).toEqual(['source-not-files']);
      expect(node.status).toBe('warn');
      expect(node.observed['source']).toBe('sss');
      const plain = { '/etc/nsswitch.conf': { file: 'passwd: sss\nsubid: files\n' } };
      expect((await check({ config, files: plain })).findings).toEqual([]);
    });
  });

  describe('in files that are in disorder', () => {
    it.each([
      ['too few fields', `${BOTH}alice:1\n`, '2'],
      ['a carriage return', `alice:100000:65536\r\n${BOTH}`, '1'],
      ['control characters', `\u001b[31m:1:2\n${BOTH}`, '1'],
      ['NUL', `al\0ice:1:2\n${BOTH}`, '1'],
      ['no numbers', `${BOTH}alice:-1:65536\nalice:1e5:1\nalice::1\n`, '2, 3, 4'],
      ['a very long line', `${'a'.repeat(300_000)}:1:65536\n${BOTH}`, '1'],
      ['a valid line that libsubid has no room for', `alice:0x${'0'.repeat(1_100)}1:65536\n${BOTH}`, '1'],
      ['many bad lines', `${BOTH}${'x\n'.repeat(9)}`, '2, 3, 4, 5, 6, …'],
    ])('with %s', async (_, subuid, lines) => {
      const node = await check({ subuid, subgid: BOTH });
      expect(node.codes).toEqual(['file-format']);
      expect(node.status).toBe('warn');
      expect(node.findings[0]).toMatchObject({ target: '/etc/subuid', args: { lines, problems: ['malformed'] } });
      expect(JSON.stringify(node)).not.toMatch(/\\u001b|\\u0000|\\r/);
    });

    it('with no newline at the end, and the last entry counts all the same', async () => {
      const node = await check({ subuid: BOTH, subgid: BOTH.trimEnd() });
      expect(node.codes).toEqual(['file-format']);
      expect(node.messages[0]?.en).toContain('craned appends while SubId.Managed is on');
      const both = await check({ subuid: BOTH, subgid: `${BOTH}what` });
      expect(both.findings).toMatchObject([{ args: { problems: ['malformed', 'no-final-newline'] } }]);
    });

    it('that are none', async () => {
      const node = await check({ subgid: BOTH, files: { '/etc/subuid': { directory: 0o755 } } });
      expect(node.codes).toEqual(['missing', 'file-format']);
      expect(node.messages[1]?.zh).toContain('不是普通文件');
    });

    it('that are symlinks, which libsubid does not follow', async () => {
      const files = { '/srv/subuid': { file: BOTH }, '/etc/subuid': { link: '/srv/subuid' } };
      const node = await check({ subgid: BOTH, files });
      expect(node.codes).toEqual(['missing', 'file-format']);
      expect(node.messages[1]?.en).toContain('symlink');
    });

    it('that are too large or may not be read: unknown, and nothing is said of accounts', async () => {
      const large = await check({ subuid: 'x'.repeat(4 * 1024 * 1024 + 1), subgid: BOTH });
      expect(large.codes).toEqual(['could-not-look']);
      const args = { path: '/etc/subgid', maxBytes: 4 * 1024 * 1024 };
      const denied = refused({ code: 'EACCES', message: 'permission denied' });
      const node = await check({ subuid: BOTH, answers: [{ method: 'readFile', args, answer: denied }] });
      expect(node.codes).toEqual(['could-not-look']);
    });
  });

  it('names twenty accounts, the worst first, and says how many more there are', async () => {
    const names = Array.from({ length: 30 }, (_, index) => `u${index}`);
    const passwd = names.map((name, index) => `${name}:x:${2000 + index}:2000::/:/bin/sh\n`).join('');
    const lines = names
      .map((name, index) => `${name}:${index === 29 ? 4294967290 : 100_000 * (index + 1)}:65535\n`)
      .join('');
    const node = await check({ subuid: lines, subgid: lines, files: { '/etc/passwd': { file: passwd } } });
    expect(node.status).toBe('fail');
    expect(node.codes.slice(0, 3)).toEqual(['over-32-bit', 'small-range', 'small-range']);
    expect(new Set(node.findings.flatMap(({ target }) => target ?? [])).size).toBe(20);
    expect(node.findings.at(-1)).toMatchObject({ code: 'subid-ranges/more-accounts', args: { count: 10 } });
    expect(node.observed['accounts']).toBe(30);
  });

  it('of a file of twenty thousand lines, whose owners are looked up once each and not all', async () => {
    const lines = Array.from({ length: 20_000 }, (_, index) => `u${index % 700}:${index}:1\n`).join('');
    const node = await check({ subuid: lines, subgid: lines });
    expect(node.findings).toEqual([]);
    expect(node.observed['notLookedAt']).toBe(200);
  });

  describe('and who is asked', () => {
    it('about an account that is nobody here', async () => {
      const answers = [command('getent', ['passwd', 'zoe'], ran('', 2))];
      const node = await check({ subuid: BOTH, subgid: BOTH, users: ['zoe'], answers });
      expect(node.codes).toEqual(['unknown-user']);
      expect(node.status).toBe('warn');
      expect(node.findings[0]?.target).toBe('zoe');
    });

    it('accounts of a directory, all in one question; alone where it spells them otherwise', async () => {
      const answers = [
        command('getent', ['passwd', 'Zoe', '5000', 'max'], ran('max:x:5000:5000::/:/bin/sh\n', 2)),
        command('getent', ['passwd', 'Zoe'], ran('zoe:x:5001:5000::/:/bin/sh\n')),
        pods('5000', 'x', '-1', ''),
      ];
      const node = await check({ subuid: 'max:1:1\n', subgid: BOTH, users: ['Zoe'], answers });
      expect(node.findings.map(({ code, target }) => [code, target])).toContainEqual(['subid-ranges/missing', 'zoe']);
      expect(node.codes).not.toContain('unknown-user');
    });

    it('is unknown where a directory is silent, but for local accounts', async () => {
      const silent = refused({ code: 'TIMEOUT', message: 'getent did not end', afterMs: 5_000 });
      const answers = [command('getent', ['passwd', 'zoe'], silent)];
      const node = await check({ subuid: 'alice:1:1\n', subgid: BOTH, users: ['zoe'], answers });
      expect(node.codes).toEqual(['small-range', 'start-below-id', 'could-not-look']);
      expect(node.messages[2]?.en).toContain('getent passwd zoe');
    });

    it('getsubids before the files, which libsubid may not go by', async () => {
      const answers = [
        command('getsubids', ['alice'], ran('0: alice 700000 65536\n')),
        command('getsubids', ['-g', 'alice'], ran('', 1, 'Error fetching ranges\n')),
      ];
      const node = await check({ subuid: BOTH, subgid: BOTH, answers });
      expect(node.codes).toEqual(['missing']);
      expect(node.observed).toMatchObject({
        through: 'getsubids',
        ranges: [{ account: 'alice', subuid: '700000–765535', subgid: '' }],
      });
    });

    it('is unknown where libsubid goes by something else and nobody can ask it', async () => {
      const files = { '/etc/nsswitch.conf': { file: 'subid: sss\n' } };
      const absent = refused({ code: 'ENOENT', message: 'no getsubids' });
      const answers = [command('getsubids', ['alice'], absent), command('getsubids', ['-g', 'alice'], absent)];
      const node = await check({ subuid: BOTH, subgid: BOTH, files, answers });
      expect(node.codes).toEqual(['could-not-look']);
      expect(node.observed).toMatchObject({ source: 'sss', accounts: 0, notLookedAt: 1 });
      expect((await check({ subuid: '', subgid: '', files })).findings).toEqual([]);
    });

    it('is nothing to ask an image tree for, which has no directory service', async () => {
      const files = { '/etc/nsswitch.conf': { file: 'subid: sss\n' } };
      const tree = await check({ subuid: BOTH, subgid: BOTH, files });
      expect(tree.looked).toHaveProperty('notApplicable');
      expect(tree.observed).toMatchObject({ source: 'sss', notLookedAt: 1 });
      const named = await check({ subuid: '', subgid: '', users: ['carol'], files });
      expect(named.looked).toHaveProperty('notApplicable');
      // What the files themselves tell is told all the same.
      const managed = await check({ config: managedConfig(), subuid: BOTH, subgid: BOTH, files });
      expect(managed.codes).toEqual(['source-not-files']);
      // Of accounts that the image has, its files tell; whether a directory has others is not for it.
      expect((await check({ subuid: BOTH, subgid: BOTH, users: ['carol'] })).findings).toEqual([]);
    });

    it('waits a second for the runtime and no longer', async () => {
      const base = hostOf({ subuid: BOTH, subgid: BOTH });
      const host: Host = {
        ...base,
        ask: (method, args) => (method === 'cri' ? new Promise(() => {}) : base.ask(method, args)),
      };
      const node = await runCheck(subidRanges, { host });
      expect(node.findings).toEqual([]);
      expect(node.observed).not.toHaveProperty('withContainers');
    });
  });
});
