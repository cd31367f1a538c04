import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';

import { runtimeInstalled } from '../../../src/checks/runtime/runtime-installed.ts';
import { answered, refused, type Answer } from '../../../src/host/answer.ts';
import type { Connection } from '../../../src/host/questions.ts';
import { treeHost } from '../../../src/host/tree.ts';
import { Cleanup, temporaryDirectory } from '../../support/cleanup.ts';
import { nodeConfig, runCheck } from '../run-check.ts';

const cleanup = new Cleanup();
afterEach(() => cleanup.run());

/** A node's root with some executable files in it; `connect` is how its sockets answer, none: an image. */
function look(files: readonly string[], options: { connect?: Answer<Connection>; endpoint?: string } = {}) {
  const root = temporaryDirectory(cleanup);
  for (const file of files) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), '');
    chmodSync(join(root, file), 0o755);
  }
  return lookAt(root, options);
}

function lookAt(
  root: string,
  { connect, endpoint = '/run/containerd/containerd.sock' }: Parameters<typeof look>[1] = {},
) {
  const host = treeHost(root, connect ? { connect: () => Promise.resolve(connect) } : {});
  cleanup.defer(() => host.close());
  return runCheck(runtimeInstalled, { host, config: nodeConfig({ RuntimeEndpoint: endpoint }) });
}

const MISSING = refused({ code: 'ENOENT', message: 'connect ENOENT' });
const ANSWERS = answered({ ms: 1 });

describe('none', () => {
  test('on an image, and on a node', async () => {
    for (const connect of [undefined, MISSING]) {
      const ran = await look(['/usr/bin/runc', '/usr/bin/ctr'], connect ? { connect } : {});
      expect(ran.codes).toEqual(['none']);
      expect(ran.messages[0]!.en).toContain('containerd, CRI-O, cri-dockerd');
      // Of an image nothing is said about an endpoint that nobody asked.
      expect(ran.messages[0]!.en.includes('nothing answers')).toBe(connect !== undefined);
      expect('endpoint' in ran.observed).toBe(connect !== undefined);
    }
  });

  test('a masked unit is no runtime, and neither is a directory of its name', async () => {
    const root = temporaryDirectory(cleanup);
    mkdirSync(join(root, 'etc/systemd/system'), { recursive: true });
    mkdirSync(join(root, 'usr/bin/containerd'), { recursive: true });
    symlinkSync('/dev/null', join(root, 'etc/systemd/system/crio.service'));
    expect((await lookAt(root)).codes).toEqual(['none']);
  });
});

describe('some runtime', () => {
  test.each([
    ['a package’s program', '/usr/bin/containerd', 'containerd'],
    ['an archive’s program', '/usr/local/bin/containerd', 'containerd'],
    ['a unit with a program elsewhere', '/etc/systemd/system/containerd.service', 'containerd'],
  ])('%s', async (_, file, id) => {
    const ran = await look([file], { connect: MISSING });
    expect(ran.codes).toEqual([]);
    expect(ran.observed).toMatchObject({ [id]: file });
  });

  test('a socket that answers is one, whoever is behind it', async () => {
    const ran = await look([], { connect: ANSWERS, endpoint: '/run/k3s/containerd/containerd.sock' });
    expect(ran.codes).toEqual([]);
  });

  test.each(['EACCES', 'TIMEOUT'])('so is one that answers %s', async (code) => {
    const ran = await look(['/usr/bin/crio'], { connect: refused({ code, message: code }) });
    expect(ran.codes).toEqual([]);
  });
});

describe('other-runtime-present', () => {
  test('CRI-O is installed, containerd is configured', async () => {
    for (const connect of [undefined, MISSING]) {
      const ran = await look(['/usr/bin/crio'], connect ? { connect } : {});
      expect(ran.findings).toMatchObject([
        {
          code: 'runtime-installed/other-runtime-present',
          severity: 'info',
          target: 'CRI-O',
          args: { path: '/usr/bin/crio', socket: '/run/crio/crio.sock', endpoint: '/run/containerd/containerd.sock' },
        },
      ]);
      expect(ran.status).toBe('pass');
    }
  });

  test('nothing to say while the endpoint answers, or while the image has the configured one too', async () => {
    const both = ['/usr/bin/crio', '/usr/bin/containerd'];
    expect((await look(both, { connect: ANSWERS })).codes).toEqual([]);
    expect((await look(both)).codes).toEqual([]);
    expect((await look(both, { connect: MISSING })).codes).toEqual(['other-runtime-present']);
  });

  test('a socket of nobody that does not answer', async () => {
    const ran = await look(['/usr/bin/containerd'], { connect: MISSING, endpoint: '/run/wrong.sock' });
    expect(ran.codes).toEqual(['other-runtime-present']);
  });
});

test('could not look', async () => {
  const root = temporaryDirectory(cleanup);
  const denied = refused({ code: 'EACCES', message: 'permission denied' });
  const host = treeHost(root, { stat: () => Promise.resolve(denied), connect: () => Promise.resolve(MISSING) });
  cleanup.defer(() => host.close());
  const ran = await runCheck(runtimeInstalled, { host });
  expect(ran.codes).toEqual(['could-not-look']);
});
