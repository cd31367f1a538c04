import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';

import { runtimeUserns } from '../../../src/checks/runtime/runtime-userns.ts';
import type { CriRecording, CriReplies } from '../../../src/demo/cri-recording.ts';
import { startCriServer } from '../../../src/demo/cri-server.ts';
import { answered, refused, type Answer } from '../../../src/host/answer.ts';
import { liveHost } from '../../../src/host/live.ts';
import type { Mount } from '../../../src/host/questions.ts';
import { withAnswers } from '../../../src/host/replay.ts';
import { recordingOf } from '../../cri/recordings.ts';
import { Cleanup, temporaryDirectory } from '../../support/cleanup.ts';
import { nodeConfig, runCheck } from '../run-check.ts';

const cleanup = new Cleanup();
afterEach(() => cleanup.run());

const mount = (fsType: string, mountPoint: string): Mount => ({
  mountPoint,
  root: '/',
  fsType,
  source: fsType,
  readOnly: false,
});

interface Node {
  readonly overrides?: CriReplies;
  readonly mounts?: readonly Mount[] | Answer<readonly Mount[]>;
  readonly bindFs?: boolean;
  /** UserNsEnabledByDefault; left out it is true. */
  readonly byDefault?: boolean;
  readonly runs?: readonly string[];
}

async function look(
  recording: string | CriRecording,
  { overrides = {}, mounts = [], bindFs = false, byDefault = true, runs }: Node = {},
) {
  const socket = join(temporaryDirectory(cleanup), 's');
  const recorded = typeof recording === 'string' ? recordingOf(recording) : recording;
  const server = await startCriServer({ socket, recording: recorded, overrides });
  const live = liveHost();
  cleanup.defer(() => server.close());
  cleanup.defer(() => live.close());
  const answer = 'ok' in mounts ? mounts : answered(mounts);
  // `Enabled` of BindFs is the second one of the file.
  const config = nodeConfig({ RuntimeEndpoint: socket })
    .replace(/(BindFs:\n *Enabled:) true/, `$1 ${bindFs}`)
    .replace('  BindFs:', `  UserNsEnabledByDefault: ${byDefault}\n  BindFs:`);
  const host = withAnswers(live, [{ method: 'mounts', args: {}, answer }]);
  return runCheck(runtimeUserns, { host, config, ...(runs ? { runs } : {}) });
}

type Handler = readonly [name: string, features: { readonly [name: string]: boolean } | null];

/** CRI-O 1.36 with other handlers. */
const handlers = (...list: readonly Handler[]): Node => ({
  overrides: {
    'RuntimeService.Status': {
      reply: { status: { conditions: [] }, runtime_handlers: list.map(([name, features]) => ({ name, features })) },
    },
  },
});

const RRO = { recursive_read_only_mounts: true };
const WITH = { ...RRO, user_namespaces: true };

describe('unsupported', () => {
  test('cri-dockerd ignores the request, with BindFs or without', async () => {
    for (const bindFs of [true, false]) {
      const ran = await look('cri-dockerd-0.4.3', { bindFs, mounts: [mount('nfs4', '/home')] });
      expect(ran.findings).toMatchObject([
        { code: 'runtime-userns/unsupported', severity: 'warning', target: 'cri-dockerd', args: { ignored: true } },
      ]);
    }
  });

  test('containerd 1.6 ignores it too, and the mappings of volumes with it', async () => {
    const ran = await look('containerd-1.6.20');
    expect(ran.findings).toMatchObject([
      { code: 'runtime-userns/unsupported', severity: 'warning', target: 'containerd', args: { ignored: true } },
    ]);
    expect(ran.messages[0]!.en).toContain('containerd 1.6.20~ds1 ignores the request');
    expect((await look('containerd-1.6.20', { byDefault: false })).status).toBe('warn');
  });

  test('is information where only jobs that ask for a user namespace fail', async () => {
    expect((await look('containerd-2.2.4', { byDefault: false })).findings).toMatchObject([
      { code: 'runtime-userns/unsupported', severity: 'info' },
    ]);
    expect((await look('containerd-1.7.24', { byDefault: false })).findings).toMatchObject([
      { code: 'runtime-userns/idmap-unsupported', severity: 'info' },
    ]);
    const mounts = [mount('nfs4', '/home')];
    expect((await look('cri-o-1.36.3', { byDefault: false, mounts })).status).toBe('pass');
  });

  test('the default handler on runc 1.1.5, whatever others can', async () => {
    const ran = await look('containerd-2.2.4');
    expect(ran.codes).toEqual(['unsupported']);
    expect(ran.findings[0]!.args['handler']).toBe('(default)');
    expect(ran.observed['userNamespaces']).toEqual({ '(default)': false, runc: false, runc14: true });
  });

  test.each<[string, readonly Handler[], readonly string[]]>([
    [
      'the default one has them, another has not',
      [
        ['', WITH],
        ['runc', RRO],
      ],
      [],
    ],
    [
      'the default one has not',
      [
        ['', RRO],
        ['runc14', WITH],
      ],
      ['unsupported'],
    ],
    [
      'only named ones, one with them',
      [
        ['runc', RRO],
        ['runc14', WITH],
      ],
      [],
    ],
    [
      'only named ones without',
      [
        ['crun', {}],
        ['runc', RRO],
      ],
      ['unsupported'],
    ],
    ['no features listed, as of a program that is missing', [['', null]], []],
    ['features that are empty, as of crun 1.8.1', [['', {}]], []],
    ['no handlers at all', [], []],
  ])('%s', async (_, list, codes) => {
    expect((await look('cri-o-1.36.3', handlers(...list))).codes).toEqual(codes);
  });
});

describe('idmap-unsupported by the runtime', () => {
  const containerd = (version: string): CriReplies => ({
    'RuntimeService.Version': {
      reply: {
        version: '0.1.0',
        runtime_name: 'containerd',
        runtime_version: version,
        runtime_api_version: 'v1',
      },
    },
  });

  test.each([
    ['1.7.0-beta.1', ['idmap-unsupported']],
    ['1.7.24~ds1', ['idmap-unsupported']],
    ['v1.7.27', ['idmap-unsupported']],
    ['v2.0.0-rc.1', []],
    ['2.0.0~rc.1+ds1', []],
    ['v2.2.4', []],
    ['26.1.5+dfsg1', []],
    ['unknown', []],
  ])('containerd %s', async (version, codes) => {
    expect((await look('containerd-1.7.24', { overrides: containerd(version) })).codes).toEqual(codes);
  });

  test('of containerd 1.7, in words, and once whatever the file systems are', async () => {
    const ran = await look('containerd-1.7.24', { mounts: [mount('nfs4', '/home')] });
    expect(ran.findings).toMatchObject([{ severity: 'warning', target: 'containerd' }]);
    expect(ran.messages[0]!.en).toContain('containerd 1.7.24~ds1 has no idmapped volumes (since 2.0)');
  });

  test('not while BindFs is on, which maps the ids itself', async () => {
    const ran = await look('containerd-1.7.24', { bindFs: true, mounts: [mount('nfs4', '/home')] });
    expect(ran.codes).toEqual([]);
  });
});

describe('idmap-unsupported by the file systems', () => {
  test('those that users’ files can lie on, in one finding', async () => {
    const mounts = [
      mount('ext4', '/'),
      mount('nfs4', '/home'),
      mount('lustre', '/lustre'),
      mount('fuse', '/cvmfs/software.example'),
      mount('fuse.sshfs', '/srv/remote'),
      mount('xfs', '/scratch'),
    ];
    const ran = await look('cri-o-1.36.3', { mounts });
    expect(ran.codes).toEqual(['idmap-unsupported']);
    const named = ['/home (nfs4)', '/lustre (lustre)', '/cvmfs/software.example (fuse)', '/srv/remote (fuse.sshfs)'];
    expect(ran.findings[0]!.args).toMatchObject({ mounts: named, more: 0 });
    expect(ran.messages[0]!.zh).toContain('/home (nfs4)、/lustre (lustre)');
  });

  test.each(['nfs', 'nfs4', 'cifs', 'smb3', 'lustre', 'gpfs', 'beegfs', 'fuse.bindfs', 'fuseblk'])(
    '%s',
    async (type) => {
      expect((await look('cri-o-1.36.3', { mounts: [mount(type, '/data')] })).codes).toEqual(['idmap-unsupported']);
    },
  );

  test('nothing about what the system mounts for itself, and what craned does', async () => {
    const mounts = [
      ...['ext4', 'xfs', 'btrfs', 'tmpfs', 'overlay', 'zfs', 'ceph', 'virtiofs'].map((type) => mount(type, `/${type}`)),
      mount('rpc_pipefs', '/var/lib/nfs/rpc_pipefs'),
      mount('nfsd', '/proc/fs/nfsd'),
      mount('autofs', '/home'),
      mount('fusectl', '/sys/fs/fuse/connections'),
      mount('fuse.lxcfs', '/var/lib/lxcfs'),
      mount('fuse.gvfsd-fuse', '/run/user/1000/gvfs'),
      mount('nfs4', '/var/lib/kubelet/pods/x/volumes/y'),
      mount('fuse', '/mnt/crane/1000/0011223344556677'),
    ];
    expect((await look('cri-o-1.36.3', { mounts })).codes).toEqual([]);
  });

  test('many are counted, and control characters of a mount point are not passed on', async () => {
    const mounts = Array.from({ length: 14 }, (_, index) => mount('nfs', `/n\x1b${index}`));
    const ran = await look('cri-o-1.36.3', { mounts });
    expect(ran.findings[0]!.args['more']).toBe(4);
    expect(ran.findings[0]!.args['mounts']).toHaveLength(10);
    expect(JSON.stringify(ran.findings)).not.toMatch(/\\u001b/);
    expect(ran.messages[0]!.en).toContain('and 4 more');
  });

  test('mountinfo that cannot be read is not looked at', async () => {
    const ran = await look('cri-o-1.36.3', { mounts: refused({ code: 'EACCES', message: 'x' }) });
    expect(ran.codes).toEqual(['could-not-look']);
  });
});

test('a Status that fails is runtime-status’s to say, or where that does not run, not looked at', async () => {
  const overrides: CriReplies = { 'RuntimeService.Status': { error: { code: 13, details: 'no state' } } };
  const beside = await look('cri-o-1.36.3', { overrides, runs: ['runtime-status'] });
  expect(beside.looked).toEqual({ blockedBy: ['runtime-status'] });
  expect((await look('cri-o-1.36.3', { overrides })).codes).toEqual(['could-not-look']);
});
