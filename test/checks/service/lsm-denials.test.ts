import { utimesSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { lsmDenials } from '../../../src/checks/service/lsm-denials.ts';
import { answered, refused, type Answer } from '../../../src/host/answer.ts';
import type { CommandResult } from '../../../src/host/questions.ts';
import { withAnswers, type RecordedAnswer } from '../../../src/host/replay.ts';
import { treeHost } from '../../../src/host/tree.ts';
import { Cleanup } from '../../support/cleanup.ts';
import { nodeTree, type Placed } from '../node-tree.ts';
import { runCheck, type Ran } from '../run-check.ts';

/** The clock of the node, s. */
const NOW = 1_795_400_000;
const HOUR = 3600;
const AUDIT = '/var/log/audit/audit.log';
const ENFORCING = { '/sys/fs/selinux/enforce': { file: '1' } };
const APPARMOR = { '/sys/module/apparmor/parameters/enabled': { file: 'Y\n' } };

let cleanup: Cleanup;
beforeEach(() => {
  cleanup = new Cleanup();
});
afterEach(() => cleanup.run());

/** A record as auditd of Rocky Linux 9 writes it (log_format = ENRICHED), and as the kernel has it in its buffer. */
function avc(ago: number, comm: string, rest: string): string {
  return `type=AVC msg=audit(${NOW - ago}.123:456): avc:  denied  { connectto } for  pid=4711 comm=${comm} ${rest}`;
}
const SOCKET =
  'path="/run/containerd/containerd.sock" scontext=system_u:system_r:craned_t:s0 tcontext=system_u:object_r:container_var_run_t:s0 tclass=unix_stream_socket';

const printed = (stdout: string, stderr = '', exitCode = 0): Answer<CommandResult> =>
  answered({ exitCode, signal: null, stdout, stderr, truncated: false });
const NOT_THERE = refused({ code: 'ENOENT', message: 'no such file or directory' });

interface Node {
  readonly files: { readonly [path: string]: Placed };
  readonly journal?: Answer<CommandResult>;
  readonly dmesg?: Answer<CommandResult>;
  readonly answers?: readonly RecordedAnswer[];
  /** When the audit log was last written to. */
  readonly written?: number;
}

function look({ files, journal = NOT_THERE, dmesg = NOT_THERE, answers = [], written = NOW }: Node): Promise<Ran> {
  const tree = nodeTree(cleanup, files);
  if (AUDIT in files) utimesSync(tree.at(AUDIT), written, written);
  const asked: string[] = [];
  const host = treeHost(
    tree.at('/'),
    {
      clock: () => Promise.resolve(answered(NOW * 1000)),
      command: ({ file, args }) => {
        asked.push(file);
        // Newest first, a day of the kernel's messages, and nothing that could hide journalctl's hint.
        if (file === 'journalctl') expect(args).toEqual(expect.arrayContaining(['-k', '-r', '--since=-24h']));
        return Promise.resolve(file === 'journalctl' ? journal : dmesg);
      },
    },
    { kind: 'demo' },
  );
  cleanup.defer(() => host.close());
  return runCheck(lsmDenials, { host: withAnswers(host, answers) });
}

const audit = (...lines: readonly string[]): Node['files'] => ({
  ...ENFORCING,
  [AUDIT]: { file: lines.map((line) => `${line}\n`).join('') },
});

describe('a denial in the log of auditd', () => {
  test('is told with what was denied to whom on what', async () => {
    const ran = await look({ files: audit(avc(HOUR, '"csupervisor"', `${SOCKET} permissive=0`)) });
    expect(ran.findings).toMatchObject([
      {
        code: 'lsm-denials/denied',
        severity: 'warning',
        target: 'csupervisor unix_stream_socket /run/containerd/containerd.sock (container_var_run_t)',
        args: { lsm: 'SELinux', permissions: 'connectto', count: 1 },
      },
    ]);
    expect(ran.messages[0]!.en).toMatch(
      /^SELinux denied csupervisor: connectto \(unix_stream_socket\) on \/run\/containerd\/containerd\.sock \(container_var_run_t\), at 2026-/,
    );
    expect(ran.observed).toEqual({ modules: ['SELinux enforcing'], source: AUDIT, denied: 1 });
  });

  test('is counted by program, class and object, the newest first', async () => {
    const ran = await look({
      files: audit(
        avc(5 * HOUR, '"craned"', `${SOCKET} permissive=0`),
        avc(3 * HOUR, '"craned"', `${SOCKET.replace('unix_stream_socket', 'sock_file')} permissive=0`),
        avc(2 * HOUR, '"craned"', `${SOCKET} permissive=0`).replace('connectto', 'read write'),
        avc(HOUR, '"runc:[2:INIT]"', `${SOCKET} permissive=0`),
      ),
    });
    expect(ran.findings.map(({ args }) => [args['comm'], args['class'], args['permissions'], args['count']])).toEqual([
      ['runc:[2:INIT]', 'unix_stream_socket', 'connectto', 1],
      ['craned', 'unix_stream_socket', 'connectto read write', 2],
      ['craned', 'sock_file', 'connectto', 1],
    ]);
    expect(ran.findings[1]!.args).toMatchObject({
      first: new Date((NOW - 5 * HOUR) * 1000 + 123).toISOString(),
      last: new Date((NOW - 2 * HOUR) * 1000 + 123).toISOString(),
    });
    expect(ran.messages[1]!.zh).toContain('共 2 次');
  });

  test.each([
    ['of another program', avc(HOUR, '"nginx"', SOCKET)],
    ['of a program whose name only begins so', avc(HOUR, '"runcible"', SOCKET)],
    ['of the day before', avc(25 * HOUR, '"craned"', SOCKET)],
    ['that was granted', avc(HOUR, '"craned"', SOCKET).replace('denied', 'granted')],
    ['of the bus', avc(HOUR, '"craned"', SOCKET).replace('avc:  denied', 'received')],
    ['without a time', 'avc: denied { read } comm="craned"'],
  ])('is no finding: %s', async (_, line) => {
    expect((await look({ files: audit(line) })).findings).toEqual([]);
  });

  test('that was only logged is information', async () => {
    const ran = await look({
      files: audit(avc(HOUR, '"craned"', `${SOCKET} permissive=1`), avc(HOUR, '"bindfs"', `${SOCKET} permissive=1`)),
    });
    expect(ran.findings).toMatchObject([
      { code: 'lsm-denials/permissive', severity: 'info', args: { count: 2, programs: ['bindfs', 'craned'] } },
    ]);
    expect(ran.status).toBe('pass');
  });

  test('is one where the kernel does not say it, and what auditd adds to a record does not hide it', async () => {
    expect((await look({ files: audit(avc(HOUR, '"craned"', SOCKET)) })).codes).toEqual(['denied']);
    const enriched = `${avc(HOUR, '"craned"', `${SOCKET} permissive=1`)}\x1dARCH=x86_64 AUID="unset" permissive=0`;
    expect((await look({ files: audit(enriched) })).codes).toEqual(['permissive']);
  });

  test('has names that others chose in hexadecimal, and no control characters', async () => {
    const name = Buffer.from('/srv/\x1b[31m a').toString('hex').toUpperCase();
    const line = avc(
      HOUR,
      Buffer.from('runc init').toString('hex').toUpperCase(),
      `path=${name} ${SOCKET.replace(/path="[^"]*" /, '')}`,
    );
    expect((await look({ files: audit(line) })).findings).toEqual([]);
    const ours = avc(HOUR, '"runc"', `path=${name} ${SOCKET.replace(/path="[^"]*" /, '')}`);
    expect((await look({ files: audit(ours) })).findings[0]!.args['on']).toBe('/srv/ [31m a (container_var_run_t)');
  });

  test('of an object without a name is told by its type', async () => {
    const line = avc(HOUR, '"containerd-shim"', SOCKET.replace(/path="[^"]*" /, ''));
    expect((await look({ files: audit(line) })).findings[0]!.args).toMatchObject({ on: 'container_var_run_t' });
  });

  test('at ten objects and more says how many there are', async () => {
    const lines = Array.from({ length: 14 }, (_, at) =>
      avc(HOUR + at, '"craned"', SOCKET.replace('.sock', `${at}.sock`)),
    );
    const ran = await look({ files: audit(...lines) });
    expect(ran.codes).toHaveLength(10);
    expect(ran.observed).toMatchObject({ denied: 14, more: 4 });
  });

  test('is found at the end of a log of many MiB', async () => {
    const noise = `type=USER_LOGIN msg=audit(${NOW - HOUR}.000:1): pid=1 uid=0 msg='op=login'\n`;
    const ran = await look({
      files: {
        ...ENFORCING,
        [AUDIT]: { file: noise.repeat(40_000) + avc(HOUR, '"craned"', SOCKET) + '\n' },
      },
    });
    expect(ran.codes).toEqual(['denied']);
  });
});

describe('AppArmor', () => {
  const line = (verdict: string, ago = HOUR): string =>
    `[ 1234.567890] audit: type=1400 audit(${NOW - ago}.123:45): apparmor="${verdict}" operation="mount" class="mount" info="failed mntpnt match" error=-13 profile="bindfs" name="/mnt/crane/1000/ab/" pid=99 comm="bindfs" fstype="fuse" requested_mask="w" denied_mask="w" fsuid=0 ouid=0`;

  test('in the journal of the kernel, where no auditd runs', async () => {
    const ran = await look({ files: APPARMOR, journal: printed(`${line('DENIED')}\n-- No more --\n`) });
    expect(ran.findings).toMatchObject([
      {
        args: {
          lsm: 'AppArmor',
          comm: 'bindfs',
          class: 'mount',
          on: '/mnt/crane/1000/ab/ (profile bindfs)',
          permissions: 'w',
        },
      },
    ]);
    expect(ran.observed).toEqual({ modules: ['AppArmor'], source: 'journalctl -k', denied: 1 });
  });

  test('in the buffer of the kernel, where there is no journal', async () => {
    const ran = await look({ files: APPARMOR, dmesg: printed(`${line('DENIED')}\n`) });
    expect([ran.codes, ran.observed['source']]).toEqual([['denied'], 'dmesg']);
    const none = printed('', 'No journal files were found.\n');
    expect((await look({ files: APPARMOR, journal: none, dmesg: printed(line('DENIED')) })).codes).toEqual(['denied']);
  });

  test('that complains only is information, and what it merely says is nothing', async () => {
    expect((await look({ files: APPARMOR, dmesg: printed(line('ALLOWED')) })).codes).toEqual(['permissive']);
    expect((await look({ files: APPARMOR, dmesg: printed(line('STATUS')) })).codes).toEqual([]);
  });
});

test('an audit log that nobody has written to for a day is not all there is', async () => {
  const files = audit(avc(50 * HOUR, '"craned"', SOCKET));
  const journal = printed(avc(HOUR, '"craned"', SOCKET).replace('type=AVC msg=', 'audit: type=1400 '));
  const ran = await look({ files, written: NOW - 50 * HOUR, journal });
  expect([ran.codes, ran.observed['source']]).toEqual([['denied'], 'journalctl -k']);
  expect((await look({ files, written: NOW - 50 * HOUR })).observed['source']).toBe(AUDIT);
});

describe('not applicable', () => {
  test.each([
    ['neither is on', {}],
    ['AppArmor is switched off', { '/sys/module/apparmor/parameters/enabled': { file: 'N\n' } }],
    ['there is no log', ENFORCING],
  ])('%s', async (_, files) => {
    expect((await look({ files })).looked).toHaveProperty('notApplicable');
  });
});

describe('root without CAP_SYSLOG', () => {
  const dmesg = printed('', 'dmesg: read kernel buffer failed: Operation not permitted\n', 1);

  test('in a container that sees no module is told nothing of it: there is nobody who could deny', async () => {
    expect((await look({ files: {}, dmesg })).looked).toHaveProperty('notApplicable');
  });

  test('where a module is on does not know: there are denials that nobody may read', async () => {
    const ran = await look({ files: APPARMOR, dmesg });
    expect(ran.findings).toMatchObject([{ code: 'lsm-denials/could-not-look', args: { what: 'dmesg' } }]);
    expect(ran.observed).toEqual({ modules: ['AppArmor'] });
  });
});

describe('not permitted is not looked at', () => {
  test.each<readonly [string, Omit<Node, 'files'>]>([
    [
      'the audit log',
      {
        answers: [
          {
            method: 'readTail',
            args: { path: AUDIT, maxBytes: 1024 * 1024 },
            answer: refused({ code: 'EACCES', message: 'no' }),
          },
        ],
      },
    ],
    [
      'the journal, which hints at it',
      { journal: printed('', 'Hint: You are currently not seeing messages from other users and the system.\n') },
    ],
    [
      'the journal, which fails',
      { journal: printed('', 'No journal files were opened due to insufficient permissions.\n', 1) },
    ],
    ['the buffer', { dmesg: printed('', 'dmesg: read kernel buffer failed: Operation not permitted\n', 1) }],
    ['a journal that does not answer', { journal: refused({ code: 'TIMEOUT', message: 'no answer', afterMs: 5_000 }) }],
    [
      'whether SELinux is on',
      {
        answers: [
          {
            method: 'readFile',
            args: { path: '/sys/fs/selinux/enforce', maxBytes: 64 },
            answer: refused({ code: 'EACCES', message: 'no' }),
          },
        ],
      },
    ],
  ])('%s', async (_, node) => {
    expect((await look({ files: ENFORCING, ...node })).codes).toEqual(['could-not-look']);
  });
});
