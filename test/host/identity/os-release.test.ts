import { hostname } from 'node:os';
import { expect, test } from 'vitest';
import { liveHost } from '../../../src/host/live.ts';
import { parseOsRelease } from '../../../src/host/identity/os-release.ts';

test('values are unquoted as a shell does, comments and nonsense are passed over', () => {
  const text = `# comment
NAME='Rocky Linux'
ID="rocky"
ID_LIKE="rhel  centos fedora"
VERSION_ID=9.4
PRETTY_NAME="A \\"quoted\\" \\$name \\\\ here"
=nonsense
  INDENTED=x`;
  expect(parseOsRelease(text)).toEqual({
    id: 'rocky',
    idLike: ['rhel', 'centos', 'fedora'],
    versionId: '9.4',
    prettyName: 'A "quoted" $name \\ here',
  });
});

test('an empty file has the defaults of os-release(5)', () => {
  expect(parseOsRelease('')).toEqual({ id: 'linux', idLike: [], versionId: '', prettyName: 'Linux' });
});

test('the live host knows who this machine is', async () => {
  const answer = await liveHost().ask('identity', {});
  expect(answer).toMatchObject({
    value: { hostname: hostname(), uid: process.getuid!(), root: process.getuid!() === 0 },
  });
  expect(answer.ok && answer.value.kernel).toMatch(/^\d+\.\d+/);
});
