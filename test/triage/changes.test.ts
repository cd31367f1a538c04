import { afterEach, expect, test } from 'vitest';
import { changesBetween } from '../../src/triage/changes.ts';
import { nodeTree } from '../checks/node-tree.ts';
import { Cleanup } from '../support/cleanup.ts';

const cleanup = new Cleanup();
afterEach(() => cleanup.run());

test('packages are read from the log of dpkg and from the one before it', async () => {
  const { host } = nodeTree(cleanup, {
    '/var/log/dpkg.log': { file: '2026-07-01 00:10:00 upgrade runc:amd64 1.1.5 1.1.6\n' },
    '/var/log/dpkg.log.1': {
      file: [
        '2026-06-30 23:50:00 startup archives unpack',
        '2026-06-30 23:50:01 upgrade containerd:amd64 1.7.24 1.7.25',
        '2026-06-30 23:50:02 upgrade cowsay:all 3.03 3.04',
        '2026-05-01 08:00:00 install bindfs:amd64 <none> 1.17.2',
      ].join('\n'),
    },
  });
  const day = (text: string): number => new Date(text).getTime();
  const changes = await changesBetween(
    host,
    '/etc/crane/config.yaml',
    day('2026-06-30T12:00'),
    day('2026-07-01T12:00'),
  );
  expect(changes).toEqual([
    { at: day('2026-07-01T00:10:00'), kind: 'package', what: 'upgrade runc 1.1.6' },
    { at: day('2026-06-30T23:50:01'), kind: 'package', what: 'upgrade containerd 1.7.25' },
  ]);
});
