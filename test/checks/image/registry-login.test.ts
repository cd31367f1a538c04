import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';

import { registryLogin } from '../../../src/checks/image/registry-login.ts';
import { answered, refused } from '../../../src/host/answer.ts';
import { liveHost } from '../../../src/host/live.ts';
import { withAnswers, type RecordedAnswer } from '../../../src/host/replay.ts';
import { Cleanup, temporaryDirectory } from '../../support/cleanup.ts';
import { runCheck, type Ran } from '../run-check.ts';

const cleanup = new Cleanup();
afterEach(() => cleanup.run());

const UID = process.getuid!();
const SECRET = 'kx7-very-secret';
const auth = (text = `anna:${SECRET}`): string => Buffer.from(text).toString('base64');
const login = (auths: object): string => JSON.stringify({ auths });

/** A home with a file of logins (null: none), and the real path of that file. */
function homeWith(text: string | null, { directory = 0o700, file = 0o600 } = {}): string {
  const home = temporaryDirectory(cleanup);
  const crane = join(home, '.config/crane');
  mkdirSync(crane, { recursive: true });
  chmodSync(crane, directory);
  if (text !== null) {
    writeFileSync(join(crane, 'registry.json'), text);
    chmodSync(join(crane, 'registry.json'), file);
  }
  return home;
}

/** The check for anna, whose home getent tells. */
async function look(
  home: string,
  users: readonly string[] = ['anna'],
  uid = UID,
  answers: readonly RecordedAnswer[] = [],
): Promise<Ran> {
  const live = liveHost();
  cleanup.defer(() => live.close());
  const passwd = `anna:x:${uid}:100:Anna:${home}:/bin/bash\n`;
  const result = (stdout: string) => answered({ exitCode: 0, signal: null, stdout, stderr: '', truncated: false });
  const host = withAnswers(live, [
    {
      method: 'readFile',
      args: { path: '/etc/passwd', maxBytes: 4 * 1024 * 1024 },
      answer: refused({ code: 'ENOENT', message: '' }),
    },
    { method: 'command', args: { file: 'getent', args: ['passwd', 'anna'] }, answer: result(passwd) },
    { method: 'command', args: { file: 'getent', args: ['passwd', String(UID)] }, answer: result(passwd) },
    ...answers,
  ]);
  return runCheck(registryLogin, { host, options: { users } });
}

const text = (ran: Ran): string => JSON.stringify([ran.findings, ran.messages, ran.observed]);

test('a file as ccon login writes it, of --user and of the caller', async () => {
  const home = homeWith(login({ 'docker.io': { auth: auth() }, 'r.test:5000': { auth: auth() } }));
  for (const users of [['anna'], []]) {
    const ran = await look(home, users);
    expect(ran.findings).toEqual([]);
    expect(ran.observed['logins']).toMatchObject([
      {
        account: 'anna',
        path: `${home}/.config/crane/registry.json`,
        mode: '-rw-------',
        registries: ['docker.io', 'r.test:5000'],
      },
    ]);
    expect(text(ran)).not.toContain(SECRET);
    expect(text(ran)).not.toContain(auth());
  }
});

test('does not apply without a file', async () => {
  expect((await look(homeWith(null), [])).looked).toHaveProperty('notApplicable');
  expect((await look(homeWith(null))).looked).toHaveProperty('notApplicable');
});

test('a home that does not answer is not looked at', async () => {
  const home = homeWith(login({ 'docker.io': { auth: auth() } }));
  const answer = refused({ code: 'HUNG', message: 'the file system on /home does not answer', afterMs: 3_000 });
  const silent = [join(home, '.config/crane'), join(home, '.config/crane/registry.json')].flatMap((path) =>
    [true, false].map((follow): RecordedAnswer => ({ method: 'stat', args: { path, follow }, answer })),
  );
  const ran = await look(home, ['anna'], UID, silent);
  expect(new Set(ran.codes)).toEqual(new Set(['could-not-look']));
});

describe('permissions', () => {
  const good = login({ 'r.test': { auth: auth() } });

  test.each([
    [{ file: 0o644 }, 'registry.json', '-rw-r--r--'],
    [{ file: 0o620 }, 'registry.json', '-rw--w----'],
    [{ directory: 0o755 }, 'crane', 'drwxr-xr-x'],
  ])('%j', async (modes, name, mode) => {
    const home = homeWith(good, modes);
    const ran = await look(home);
    expect(ran.findings).toMatchObject([{ code: 'registry-login/permissions', severity: 'warning', args: { mode } }]);
    expect(ran.findings[0]?.target?.endsWith(name)).toBe(true);
  });

  test('of somebody else, whose logins are then not used', async () => {
    const ran = await look(homeWith(good), ['anna'], UID + 1);
    expect(ran.codes).toEqual(['permissions', 'permissions']);
    expect(ran.observed['logins']).toMatchObject([{ registries: [] }]);
  });

  test('a symlink to a file that is open', async () => {
    const home = homeWith(null);
    const other = join(temporaryDirectory(cleanup), 'r.json');
    writeFileSync(other, good, { mode: 0o644 });
    chmodSync(other, 0o644);
    symlinkSync(other, join(home, '.config/crane/registry.json'));
    expect((await look(home)).codes).toEqual(['permissions']);
  });
});

describe('malformed', () => {
  test.each([
    ['{"auths": ' + SECRET, 'not-json', null],
    ['', 'not-json', null],
    ['[]', 'no-auths', null],
    ['{"auths":[]}', 'no-auths', null],
    [login({ [`https://anna:${SECRET}@r.test`]: { auth: auth() } }), 'host', '1'],
    [login({ 'r.test': {} }), 'auth', 'r.test'],
    [login({ 'r.test': { auth: SECRET } }), 'auth', 'r.test'],
    [login({ 'r.test': { auth: auth(SECRET) } }), 'auth', 'r.test'],
    [login({ 'r.test': { auth: auth(`:${SECRET}`) } }), 'auth', 'r.test'],
    [login({ 'r.test': SECRET }), 'auth', 'r.test'],
    [login({ 'docker.io': { auth: auth() }, 'index.docker.io': { auth: auth() } }), 'twice', 'docker.io'],
    [`"${'x'.repeat(300_000)}"`, 'too-large', null],
  ])('%.40s', async (content, what, entry) => {
    const ran = await look(homeWith(content));
    expect(ran.codes).toEqual(['malformed']);
    expect(ran.findings[0]?.args).toMatchObject({ faults: [{ what, entry }] });
    expect(text(ran)).not.toContain(SECRET);
  });

  test('a directory in its place', async () => {
    const home = homeWith(null);
    mkdirSync(join(home, '.config/crane/registry.json'), { mode: 0o700 });
    expect((await look(home)).findings[0]?.args).toMatchObject({ faults: [{ what: 'not-a-file' }] });
  });
});
