import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

import { afterEach, expect, test } from 'vitest';

import { startCriServer } from '../../src/demo/cri-server.ts';
import { recordingOf } from '../cri/recordings.ts';
import { Cleanup, temporaryDirectory } from '../support/cleanup.ts';
import { makeCraneNode } from '../support/crane-node.ts';
import { makeNamespaces, type Namespaces } from '../support/namespaces.ts';
import { describeWith } from '../support/needs.ts';
import { runCheck } from '../support/program.ts';
import { checkOf } from '../support/report-reading.ts';

const PASSWD = 'root:x:0:0::/root:/bin/sh\nalice:x:1001:1001::/:/bin/sh\nbob:x:1002:100::/:/bin/sh\n';
const GROUP = 'root:x:0:\nusers:x:100:\nalice:x:1001:\nbob:x:1002:\n';
const MANAGED = `  SubId:
    Managed: true
    UidMappings: [{ Id: 1000, IdCount: 1000, SubIdStart: 100000, SubIdSize: 65536 }]
    GidMappings: [{ Id: 1000, IdCount: 1000, SubIdStart: 100000, SubIdSize: 65536 }]
`;

describeWith(['root', 'namespaces', 'getsubids'], 'subordinate ids by the real getsubids and getent', () => {
  const cleanup = new Cleanup();
  afterEach(() => cleanup.run());

  interface Node {
    readonly subuid: string;
    readonly subgid: string;
    readonly nsswitch?: string;
    readonly managed?: boolean;
    readonly users?: readonly string[];
    readonly bindFs?: boolean;
    /** A shell text that changes /etc before the look. */
    readonly before?: string;
    readonly socket?: string;
  }

  async function look(node: Node) {
    const { subuid, subgid, nsswitch = 'passwd: files\ngroup: files\n', managed = false, users = [] } = node;
    const namespaces: Namespaces = await makeNamespaces(cleanup, {
      hostname: 'cn01',
      etc: {
        '/etc/passwd': PASSWD,
        '/etc/group': GROUP,
        '/etc/subuid': subuid,
        '/etc/subgid': subgid,
        '/etc/nsswitch.conf': nsswitch,
      },
    });
    const [enter, ...rest] = namespaces.enter;
    if (node.before !== undefined) execFileSync(enter!, [...rest, 'sh', '-ec', node.before]);
    const { config } = makeCraneNode(cleanup, {
      socket: node.socket ?? '/run/nobody-listens.sock',
      hostname: 'cn01',
      bindFs: node.bindFs === true,
      edit: (text) => text + (managed ? MANAGED : ''),
    });
    const named = users.flatMap((user) => ['--user', user]);
    const { report, code } = await runCheck(['-c', config, '--only', 'subid-ranges', ...named], namespaces);
    const { status, findings, observed } = checkOf(report, 'subid-ranges');
    const codes = findings.map((finding) => `${finding.code.replace('subid-ranges/', '')} ${finding.target}`);
    return { code, status, findings, observed, codes };
  }

  const BOTH = { subuid: 'alice:100000:65536\n', subgid: 'alice:100000:65536\n' };
  const RIGHT = { subuid: 'alice:165536:65536\n', subgid: 'alice:165536:65536\n' };

  test('all is well, and by libsubid', async () => {
    const { code, status, codes, observed } = await look({ ...BOTH, users: ['alice', '1001'] });
    expect([code, status, codes]).toEqual([0, 'pass', []]);
    expect(observed).toMatchObject({
      through: 'getsubids',
      accounts: 1,
      ranges: [{ account: 'alice', subuid: '100000–165535', subgid: '100000–165535' }],
    });
  });

  test('accounts that have none, that have half, and that do not exist', async () => {
    const { code, status, codes } = await look({ ...BOTH, subgid: '', users: ['bob', 'zoe'] });
    expect(codes).toEqual(['missing bob', 'missing alice', 'unknown-user zoe']);
    expect([code, status]).toEqual([0, 'warn']);
  });

  test('an account that has containers here, by the label of its pod', async () => {
    const socket = join(temporaryDirectory(cleanup), 's');
    const items = [{ id: 'x', labels: { cranesched: 'true', uid: '1002' } }];
    const overrides = { 'RuntimeService.ListPodSandbox': { reply: { items } } };
    const server = await startCriServer({ socket, recording: recordingOf('containerd-2.2.4'), overrides });
    cleanup.defer(() => server.close());
    const { codes, observed } = await look({ ...BOTH, socket });
    expect(codes).toEqual(['missing bob']);
    expect(observed).toMatchObject({ withContainers: 1, accounts: 2 });
  });

  test('libsubid and the doctor agree on what a line is', async () => {
    const subuid = 'alice:08:1\n1001:0x186a0:0200000\n#alice:1:1\nal ice:1\nalice:900000:10';
    const { codes, observed } = await look({ ...BOTH, subuid });
    expect(codes).toEqual(['several-ranges alice', 'file-format /etc/subuid']);
    expect(observed['ranges']).toMatchObject([{ subuid: '100000–165535 + 900000–900009' }]);
  });

  test('ranges that are too small or too far', async () => {
    const { code, codes } = await look({ subuid: 'alice:4294967295:2\n', subgid: 'alice:100000:1\n' });
    expect(codes).toEqual(['over-32-bit alice', 'small-range alice']);
    expect(code).toBe(1);
  });

  test('an account whose primary group has no entry, by the real getent', async () => {
    const group = await look({ ...BOTH, bindFs: true, before: 'sed -i s/alice:x:1001:/staff:x:4000:/ /etc/group' });
    expect(group.codes).toEqual(['group-missing alice']);
    expect(group.status).toBe('warn');
  });

  test('a symlink is an empty file, to libsubid as well', async () => {
    const { codes, observed } = await look({ ...BOTH, before: 'mv /etc/subuid /etc/a; ln -s a /etc/subuid' });
    expect(codes).toEqual(['missing alice', 'file-format /etc/subuid']);
    expect(observed).toMatchObject({ through: 'getsubids', ranges: [{ account: 'alice', subuid: '' }] });
  });

  test('nobody has any', async () => {
    const { code, status, codes } = await look({ subuid: '', subgid: '' });
    expect([code, status, codes]).toEqual([0, 'pass', ['no-ranges /etc/subuid']]);
  });

  test('managed: right, absent, other, and not in a table', async () => {
    expect((await look({ ...RIGHT, managed: true })).codes).toEqual([]);
    expect((await look({ subuid: '', subgid: '', managed: true, users: ['alice'] })).codes).toEqual([]);
    const other = await look({ ...BOTH, managed: true, users: ['bob'] });
    expect(other.codes).toEqual(['mismatch alice', 'not-covered bob']);
    expect(other.code).toBe(1);
    expect(other.findings[1]?.message).toContain('gid 100 of bob');
  });

  test('managed: files that craned cannot append to, or not well', async () => {
    const before = 'mount --bind /etc/subgid /etc/subgid; mount -o remount,bind,ro /etc/subgid';
    const { codes, status } = await look({ ...RIGHT, subgid: RIGHT.subgid.trimEnd(), managed: true, before });
    expect(codes).toEqual(['file-format /etc/subgid', 'not-writable /etc/subgid']);
    expect(status).toBe('warn');
  });

  test('managed, and libsubid asks sssd', async () => {
    const { codes } = await look({ ...RIGHT, managed: true, nsswitch: 'passwd: files\ngroup: files\nsubid: sss\n' });
    expect(codes).toEqual(['source-not-files /etc/nsswitch.conf']);
  });
});
