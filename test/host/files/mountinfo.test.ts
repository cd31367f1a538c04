import { expect, test } from 'vitest';
import { liveHost } from '../../../src/host/live.ts';
import { parseMountInfo } from '../../../src/host/files/mountinfo.ts';
import { viewOf } from '../../../src/host/files/mount-table.ts';

const LINES = [
  '22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw,discard',
  '30 22 0:30 / /mnt/two\\040words\\134x rw master:2 propagate_from:1 - nfs4 server:/export rw',
  '31 22 0:31 /sub /data ro,nosuid,noexec - xfs /dev/vdb rw',
  '32 22 0:32 / /image rw - squashfs /dev/loop0 ro,errors=continue',
  '33 22 0:33 / /run/user/0/doc rw shared:5 - fuse.portal portal rw',
];

test('a line of mountinfo is read whatever number of optional fields it has, escapes undone', () => {
  const mounts = parseMountInfo(`${LINES.join('\n')}\n`);
  expect(mounts).toHaveLength(5);
  expect(mounts[0]).toEqual({ mountPoint: '/', root: '/', fsType: 'ext4', source: '/dev/vda', readOnly: false });
  expect(mounts[1]).toMatchObject({ mountPoint: '/mnt/two words\\x', fsType: 'nfs4', source: 'server:/export' });
  expect(mounts[2]).toMatchObject({ root: '/sub', readOnly: true, noExec: true });
  expect(mounts[3]).toMatchObject({ readOnly: true });
});

test('what is no line of mountinfo is left out', () => {
  expect(parseMountInfo('nonsense\n22 1 254:0 / / rw shared:1 ext4 /dev/vda rw\n')).toEqual([]);
});

test('mounts of other types than local ones may hang, and so may everything where the root is unknown', () => {
  const view = viewOf(parseMountInfo(LINES.join('\n')));
  const mayHang = ['/', '/mnt/two words\\x', '/data', '/run/user/0/doc', '/run/user'].map((path) => view.mayHang(path));
  expect(mayHang).toEqual([false, true, false, true, false]);
  expect(viewOf([]).mayHang('/')).toBe(true);
});

test('of two mounts on one directory one that may hang is enough', () => {
  const twice = [LINES[0], '40 22 0:40 / /m rw - autofs systemd-1 rw', '41 40 0:41 / /m rw - ext4 /dev/vdc rw'];
  expect(viewOf(parseMountInfo(twice.join('\n'))).mayHang('/m')).toBe(true);
});

test('the mounts of this machine have /proc', async () => {
  const mounts = await liveHost().ask('mounts', {});
  expect(mounts.ok && mounts.value.some((mount) => mount.mountPoint === '/proc' && mount.fsType === 'proc')).toBe(true);
});
