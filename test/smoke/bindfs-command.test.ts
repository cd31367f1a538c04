import { expect, test } from 'vitest';
import { bindfsCommand, bindfsOffsets, unmountCommand } from '../../src/smoke/bindfs-command.ts';

const p = {
  account: { name: 'leo', uid: 1000, gid: 1001, group: 'users' },
  runAs: { uid: 0, gid: 0 },
  bindFs: {
    enabled: true,
    bindfsBinary: '/usr/bin/bindfs',
    fusermountBinary: '/usr/bin/fusermount3',
    mountBaseDir: '/mnt/crane/',
  },
};
const userns = { uids: { start: 101_000, count: 65_536 }, gids: { start: 201_001, count: 65_536 } };

test("the command line is craned's", () => {
  expect(bindfsCommand(p, userns, '/data')).toEqual([
    '/usr/bin/bindfs',
    '--uid-offset=100000',
    '--gid-offset=200000',
    '--create-for-user=leo',
    '--create-for-group=users',
    '-o',
    'allow_other',
    '/data',
    '/mnt/crane/crane-doctor-smoke',
  ]);
  expect(unmountCommand(p)).toEqual(['/usr/bin/fusermount3', '-u', '/mnt/crane/crane-doctor-smoke']);
});

test("craned's own example: 1000 runs as 10, with ids from 101000 on", () => {
  expect(bindfsOffsets({ ...p, runAs: { uid: 10, gid: 0 } }, userns).uid).toBe(100_010);
});

test("a range that begins below the user's id wraps around, as uid_t does", () => {
  const low = { uids: { start: 500, count: 100 }, gids: { start: 1001, count: 1 } };
  expect(bindfsOffsets(p, low)).toEqual({ uid: 4_294_966_796, gid: 0 });
});
