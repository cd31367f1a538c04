import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { configBindfs } from '../../../src/checks/config/config-bindfs.ts';
import { refused } from '../../../src/host/answer.ts';
import type { RecordedAnswer } from '../../../src/host/replay.ts';
import { brief, clusterWith, withTree, type ConfigTree } from '../../config/config-tree.ts';
import { pathInfo } from '../runtime/recorded-facts.ts';

const LINE = clusterWith('').split('\n').length;
const PROGRAMS = '    BindfsBinary: /usr/bin/bindfs\n    FusermountBinary: /usr/bin/fusermount3\n';

interface Setting {
  readonly answers?: readonly RecordedAnswer[];
  readonly prepare?: (tree: ConfigTree) => void;
  readonly asIfEnabled?: boolean;
}

async function found(bindFs: string, { answers = [], prepare, asIfEnabled = false }: Setting = {}): Promise<string[]> {
  const section = `Container:\n  Enabled: true\n  RuntimeEndpoint: /run/x.sock\n${bindFs}`;
  return withTree(
    clusterWith(section),
    async (tree) => {
      prepare?.(tree);
      return (await tree.findings(configBindfs, { asIfEnabled })).map((finding) =>
        brief(finding)
          .replace('config-bindfs/', '')
          .replace(/ (\d+):/, (_, line) => ` +${Number(line) - LINE}:`),
      );
    },
    answers,
  );
}

const on = (lines: string): string => `  BindFs:\n    Enabled: true\n${lines}`;

describe('programs', () => {
  it('are absolute paths', async () => {
    expect(await found(on(PROGRAMS))).toEqual([]);
  });

  it.each([
    [
      '',
      [
        'error bare-binary-name Container.BindFs.BindfsBinary +3:3+6',
        'error bare-binary-name Container.BindFs.FusermountBinary +3:3+6',
      ],
    ],
    [
      '    BindfsBinary: bindfs\n    FusermountBinary: /usr/bin/fusermount3\n',
      ['error bare-binary-name Container.BindFs.BindfsBinary +5:19+6'],
    ],
    [
      '    BindfsBinary: /usr/bin/bindfs\n    FusermountBinary: ./bin/fusermount3\n',
      ['error bare-binary-name Container.BindFs.FusermountBinary +6:23+17'],
    ],
    [
      '    BindfsBinary:\n    FusermountBinary: ""\n',
      [
        'error bare-binary-name Container.BindFs.BindfsBinary +5:5+12',
        'error bare-binary-name Container.BindFs.FusermountBinary +6:23+2',
      ],
    ],
  ])('%j', async (lines, expected) => {
    expect(await found(on(lines))).toEqual(expected);
  });

  it('are both written even while BindFs is off, for the version that the guide was written for', async () => {
    expect(await found('  BindFs:\n    Enabled: false\n')).toEqual([
      'warning incomplete-block Container.BindFs +3:3+6',
    ]);
    expect(await found(`  BindFs:\n    Enabled: false\n${PROGRAMS}`)).toEqual([]);
    expect(await found('')).toEqual([]);
    expect(await found('  BindFs:\n')).toEqual([]);
  });

  it('stop craned where they are no text', async () => {
    expect(
      await found(on('    BindfsBinary: [/usr/bin/bindfs]\n    FusermountBinary: /usr/bin/fusermount3\n')),
    ).toEqual([
      'error wrong-type Container.BindFs.BindfsBinary +5:19+1 stops',
      'error bare-binary-name Container.BindFs.BindfsBinary +5:19+1',
    ]);
  });

  it('are judged as if BindFs were enabled', async () => {
    expect(await found('', { asIfEnabled: true })).toEqual([
      'error bare-binary-name Container.BindFs.BindfsBinary',
      'error bare-binary-name Container.BindFs.FusermountBinary',
    ]);
  });
});

describe('the section', () => {
  it.each([
    ['  BindFs: on\n', ['error wrong-type Container.BindFs +3:11+2 stops']],
    ['  BindFs:\n    - Enabled\n', ['warning not-a-mapping Container.BindFs +4:5+1']],
    [`  BindFs:\n    Enabled:\n${PROGRAMS}`, ['error null-value Container.BindFs.Enabled +4:5+7 stops']],
    [`${on(PROGRAMS)}    MountBaseDir:\n`, ['warning null-value Container.BindFs.MountBaseDir +7:5+12']],
  ])('%j', async (lines, expected) => {
    expect(await found(lines)).toEqual(expected);
  });
});

describe('MountBaseDir', () => {
  const base = (path: string): string => on(`${PROGRAMS}    MountBaseDir: ${path}\n`);
  const shared = (length: number): string[] => [
    `error shared-mount-base Container.BindFs.MountBaseDir +7:19+${length}`,
  ];

  it.each([['/'], ['/mnt'], ['/mnt/'], ['/home'], ['/tmp'], ['/var/../usr'], ['/var/crane'], ['../lib']])(
    '%s is shared',
    async (path) => {
      expect(await found(base(path))).toEqual(shared(path.length));
    },
  );

  it.each([['/mnt/crane'], ['/srv/crane/bind'], ['bind'], ['/mnt/../data/bind']])('%s is not', async (path) => {
    expect(await found(base(path))).toEqual([]);
  });

  it("may hold Crane's own directories, also on a volume of its own", async () => {
    const prepare = (tree: ConfigTree): void => {
      for (const name of ['1000', '20001', 'lost+found']) tree.directory(`/mnt/crane/${name}`);
    };
    expect(await found(base('/mnt/crane'), { prepare })).toEqual([]);
  });

  it('is shared where a symlink leads to a directory of the system', async () => {
    const prepare = (tree: ConfigTree): void => {
      tree.directory('/home');
      tree.directory('/srv');
      symlinkSync('/home', join(tree.root, 'srv/bind'));
    };
    expect(await found(base('/srv/bind'), { prepare })).toEqual(shared(9));
  });

  it('has no place where CraneBaseDir is relative too', async () => {
    const section = `Container:\n  Enabled: true\n  RuntimeEndpoint: /x\n${base('bind')}`;
    await withTree(`CraneBaseDir: crane\n${clusterWith(section)}`, async (tree) => {
      const [finding, ...others] = await tree.findings(configBindfs);
      expect(others).toEqual([]);
      expect(finding).toMatchObject({ code: 'config-bindfs/relative-mount-base', args: { path: 'crane/bind' } });
    });
  });

  it('must not hold what is not its own', async () => {
    await withTree(
      clusterWith(`Container:\n  Enabled: true\n  RuntimeEndpoint: /x\n${base('/mnt/data')}`),
      async (tree) => {
        for (const name of ['1000', 'projects', 'users']) tree.directory(`/mnt/data/${name}`);
        const [finding, ...others] = await tree.findings(configBindfs);
        expect(others).toEqual([]);
        expect(finding).toMatchObject({
          code: 'config-bindfs/shared-mount-base',
          args: { others: ['projects', 'users'] },
        });
      },
    );
  });

  describe('that may not be listed', () => {
    const listing = (code: string): RecordedAnswer => ({
      method: 'readDirectory',
      args: { path: '/mnt/crane', max: 1_000 },
      answer: refused({ code, message: 'refused' }),
    });
    const directory = (mode: number): RecordedAnswer => {
      const value = pathInfo('directory', '/mnt/crane', mode);
      return { method: 'stat', args: { path: '/mnt/crane', follow: true }, answer: { ok: true, value } };
    };

    it('is 0700 and root’s: nobody is left to be locked out', async () => {
      expect(await found(base('/mnt/crane'), { answers: [listing('EACCES'), directory(0o700)] })).toEqual([]);
    });

    it('is unknown otherwise', async () => {
      const unknown = ['unknown could-not-look /mnt/crane'];
      expect(await found(base('/mnt/crane'), { answers: [listing('EACCES'), directory(0o750)] })).toEqual(unknown);
      expect(await found(base('/mnt/crane'), { answers: [listing('HUNG')] })).toEqual(unknown);
    });
  });
});
