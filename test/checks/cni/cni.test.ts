import { afterEach, describe, expect, test } from 'vitest';
import { answered, refused } from '../../../src/host/answer.ts';
import { parseMountInfo } from '../../../src/host/files/mountinfo.ts';
import type { RecordedAnswer } from '../../../src/host/replay.ts';
import { Cleanup } from '../../support/cleanup.ts';
import { BIN_DIR, BRIDGE, BRIDGE_PROGRAMS, CONF_DIR, conf, lookAtCni, programs } from './cni-node.ts';

const cleanup = new Cleanup();
afterEach(() => cleanup.run());

describe('a network that works', () => {
  test('raises nothing, and is evidence', async () => {
    const ran = await lookAtCni(cleanup, { ...BRIDGE_PROGRAMS, ...conf('10-crane.conflist', BRIDGE) });
    expect(ran.codes).toEqual([]);
    expect(ran.observed).toEqual({
      confDir: CONF_DIR,
      binDirs: [BIN_DIR],
      confFiles: [`${CONF_DIR}/10-crane.conflist`],
      networks: ['crane'],
      plugins: ['bridge', 'host-local', 'portmap', 'loopback'],
    });
  });

  test('in a file with one plugin, whose programs are symlinks', async () => {
    const ran = await lookAtCni(cleanup, {
      '/usr/lib/cni/bridge': { file: '#!/bin/sh\n', mode: 0o755 },
      [`${BIN_DIR}/bridge`]: { link: '/usr/lib/cni/bridge' },
      ...programs('host-local', 'loopback'),
      ...conf('10.conf', { name: 'one', type: 'bridge', ipam: { type: 'host-local' } }),
    });
    expect(ran.codes).toEqual([]);
  });

  test('of several files the first by name counts, what is no configuration does not', async () => {
    const ran = await lookAtCni(cleanup, {
      ...BRIDGE_PROGRAMS,
      ...conf('00-notes.conf.bak', 'nothing'),
      ...conf('00-Readme.CONF', 'nothing'),
      [`${CONF_DIR}/00-dir.conf`]: { directory: 0o755 },
      ...conf('20-late.conf', '{ broken'),
      ...conf('10-crane.conflist', BRIDGE),
    });
    expect(ran.codes).toEqual([]);
    expect(ran.observed).toMatchObject({ confFiles: [`${CONF_DIR}/10-crane.conflist`], unusedFiles: ['20-late.conf'] });
  });
});

describe('no configuration', () => {
  const LOAD = 'cni config load failed: no network config found in /etc/cni/net.d: cni plugin not initialized';

  test('the directory is empty', async () => {
    const ran = await lookAtCni(cleanup, {}, { ready: false, loadStatus: LOAD, networks: 'none' });
    expect(ran.codes).toEqual(['no-config']);
    expect(ran.findings[0]).toMatchObject({ severity: 'error', target: CONF_DIR });
    expect(ran.messages[0]!.en).toContain('those with --network host run');
    expect(ran.messages[0]!.zh).toContain('--network host 的不受影响');
    expect(ran.observed['lastCNILoadStatus']).toBe(LOAD);
  });

  test.each(['cri-o-1.36.3', 'cri-dockerd-0.4.3'])('the directory of %s is not there', async (recording) => {
    const ran = await lookAtCni(cleanup, { [CONF_DIR]: { link: '/nowhere' } }, { recording, ready: false });
    expect(ran.codes).toEqual(['no-config']);
  });

  test.each(['cri-o-1.36.3', 'cri-dockerd-0.4.3'])(
    'where nobody tells the directory, a ready network of %s is elsewhere',
    async (recording) => {
      expect((await lookAtCni(cleanup, {}, { recording })).codes).toEqual([]);
    },
  );

  describe('a runtime that tells neither its directory nor NetworkReady', () => {
    const recording = 'cri-dockerd-0.4.3';
    const ready = { type: 'RuntimeReady', status: true, reason: '', message: '' };
    const overrides = { 'RuntimeService.Status': { reply: { status: { conditions: [ready] } } } };

    test('may have its files elsewhere: where nothing is in the usual place, nobody knows', async () => {
      const ran = await lookAtCni(cleanup, {}, { recording, overrides });
      expect(ran.findings).toMatchObject([{ code: 'cni/could-not-look', severity: 'unknown', target: CONF_DIR }]);
      expect(ran.observed).toMatchObject({ confDir: CONF_DIR });
    });

    test('is judged by the files that are in the usual place, and may have its programs elsewhere', async () => {
      const files = conf('10-crane.conflist', BRIDGE);
      expect((await lookAtCni(cleanup, files, { recording, overrides })).codes).toEqual([]);
      const some = await lookAtCni(
        cleanup,
        { ...programs('bridge', 'host-local'), ...files },
        { recording, overrides },
      );
      expect(some.codes).toEqual(['plugin-missing']);
    });
  });

  test('a runtime that does not answer Status is runtime-status’s to say, or where that does not run, not looked at', async () => {
    const overrides = { 'RuntimeService.Status': { error: { code: 13, details: 'broken' } } };
    const ran = await lookAtCni(cleanup, {}, { overrides, runs: ['runtime-status'] });
    expect(ran.looked).toEqual({ blockedBy: ['runtime-status'] });
    expect((await lookAtCni(cleanup, {}, { overrides })).codes).toEqual(['could-not-look']);
  });

  test('what containerd holds is judged where its files have gone', async () => {
    const ran = await lookAtCni(cleanup, programs('bridge', 'portmap', 'loopback'));
    expect(ran.codes).toEqual(['plugin-missing']);
    expect(ran.findings[0]!.args).toMatchObject({ plugin: 'host-local', path: 'Status' });
  });
});

describe('a file that is no configuration', () => {
  const broken = (name: string, content: Parameters<typeof conf>[1]) =>
    lookAtCni(cleanup, { ...BRIDGE_PROGRAMS, ...conf(name, content) }, { ready: false, networks: 'none' });

  test('broken JSON, with the place', async () => {
    const ran = await broken('10.conflist', '{\n  "name": "网络",\n  "plugins": [\n    { bad }\n  ]\n}\n');
    const path = `${CONF_DIR}/10.conflist`;
    expect(ran.findings).toMatchObject([
      { code: 'cni/invalid', severity: 'error', target: path, location: { path, line: 4, column: 7, length: 1 } },
    ]);
    expect(ran.messages[0]!.en).toBe(`${path} is no CNI configuration: no JSON: b is not expected at line 4, column 7`);
    expect(ran.messages[0]!.zh).toContain('第 4 行第 7 列不应出现 b');
  });

  test.each([
    ['10.conflist', '', 'json', ''],
    ['10.conflist', '{"name":"a"', 'json', ''],
    ['10.conflist', '\ufeff{}', 'json', 'U+FEFF'],
    ['10.conflist', '{"name":"\u001b[31m"}', 'json', 'U+001B'],
    ['10.conflist', [], 'not-an-object', ''],
    ['10.conflist', { plugins: BRIDGE.plugins }, 'no-name', ''],
    ['10.conflist', { ...BRIDGE, name: 5 }, 'wrong-type', 'name'],
    ['10.conflist', { ...BRIDGE, name: 'my net' }, 'bad-name', 'my net'],
    ['10.conflist', { name: 'a' }, 'no-plugins', ''],
    ['10.conflist', { name: 'a', plugins: [] }, 'no-plugins', ''],
    ['10.conflist', { name: 'a', plugins: {} }, 'wrong-type', 'plugins'],
    ['10.conflist', { name: 'a', plugins: ['bridge'] }, 'wrong-type', 'plugins[0]'],
    ['10.conflist', { name: 'a', plugins: [{ ipam: {} }] }, 'no-type', 'plugins[0].type'],
    ['10.conflist', { name: 'a', plugins: [{ type: 'bridge', ipam: 'host-local' }] }, 'wrong-type', 'plugins[0].ipam'],
    ['10.conflist', { name: 'a', plugins: [{ type: 'b', ipam: { type: 1 } }] }, 'wrong-type', 'plugins[0].ipam.type'],
    [
      '10.conflist',
      { name: 'a', plugins: [{ type: 'b', capabilities: { x: 'yes' } }] },
      'wrong-type',
      'plugins[0].capabilities',
    ],
    // A list in a file for one plugin is the usual mistake.
    ['10.conf', BRIDGE, 'no-type', 'type'],
    ['10.json', { type: 'bridge' }, 'no-name', ''],
  ])('%s with %j: %s %s', async (name, content, problem, detail) => {
    const ran = await broken(name, content);
    expect(ran.findings.map(({ args }) => [args['problem'], args['detail']])).toEqual([[problem, detail]]);
    expect(ran.codes).toEqual(['invalid']);
  });

  test('a symlink that leads nowhere, and one that leads to itself', async () => {
    for (const target of ['/nowhere', `${CONF_DIR}/10.conflist`]) {
      const ran = await lookAtCni(cleanup, { [`${CONF_DIR}/10.conflist`]: { link: target } }, { ready: false });
      expect(ran.findings).toMatchObject([{ code: 'cni/invalid', args: { problem: 'not-a-file' } }]);
    }
  });

  test('only a warning while containerd has a network all the same', async () => {
    const ran = await lookAtCni(cleanup, { ...BRIDGE_PROGRAMS, ...conf('10.conflist', '{') });
    expect(ran.findings).toMatchObject([{ code: 'cni/invalid', severity: 'warning' }]);
  });

  test('containerd stops at it, CRI-O takes the next file', async () => {
    const files = { ...BRIDGE_PROGRAMS, ...conf('10.conflist', '{'), ...conf('20.conflist', BRIDGE) };
    const containerd = await lookAtCni(cleanup, files, { ready: false });
    expect(containerd.findings).toMatchObject([{ severity: 'error', target: `${CONF_DIR}/10.conflist` }]);
    const crio = await lookAtCni(cleanup, files, { recording: 'cri-o-1.33.13' });
    expect(crio.findings).toMatchObject([
      { code: 'cni/invalid', severity: 'warning', target: `${CONF_DIR}/10.conflist` },
    ]);
    expect(crio.observed).toMatchObject({
      confFiles: [`${CONF_DIR}/20.conflist`],
      passedOver: [`${CONF_DIR}/10.conflist`],
    });
  });

  test('all that containerd loads are looked at where max_conf_num is more than one', async () => {
    const files = { ...BRIDGE_PROGRAMS, ...conf('10.conflist', BRIDGE), ...conf('20.conflist', '{') };
    expect((await lookAtCni(cleanup, files, { maxConfNum: 2, ready: false })).codes).toEqual(['invalid']);
    expect((await lookAtCni(cleanup, files, { maxConfNum: 0, ready: false })).codes).toEqual(['invalid']);
    expect((await lookAtCni(cleanup, files)).codes).toEqual([]);
  });
});

describe('programs', () => {
  test('a plugin that is not installed, although NetworkReady is true', async () => {
    const ran = await lookAtCni(cleanup, { ...programs('bridge', 'loopback'), ...conf('10.conflist', BRIDGE) });
    expect(ran.findings).toMatchObject([
      {
        code: 'cni/plugin-missing',
        severity: 'error',
        target: 'host-local',
        args: { by: 'plugins[0].ipam', elsewhere: '' },
      },
      { code: 'cni/plugin-missing', severity: 'error', target: 'portmap', args: { by: 'plugins[1]' } },
    ]);
    expect(ran.messages[0]!.en).toContain(`is not in ${BIN_DIR}: jobs on the default network fail`);
  });

  test("containerd's own loopback", async () => {
    const files = { ...programs('bridge', 'host-local', 'portmap'), ...conf('10.conflist', BRIDGE) };
    expect((await lookAtCni(cleanup, files)).findings).toMatchObject([
      { args: { plugin: 'loopback', by: 'cni-loopback' } },
    ]);
    expect((await lookAtCni(cleanup, files, { recording: 'cri-o-1.36.3' })).codes).toEqual([]);
  });

  test('a directory of the packages that has it is told', async () => {
    const ran = await lookAtCni(cleanup, {
      ...programs('bridge', 'portmap', 'loopback'),
      '/usr/lib/cni/host-local': { file: '', mode: 0o755 },
      ...conf('10.conflist', BRIDGE),
    });
    expect(ran.findings[0]!.args).toMatchObject({ plugin: 'host-local', elsewhere: '/usr/lib/cni/host-local' });
  });

  test('not executable, a directory, a dangling symlink, a name with a slash', async () => {
    const ran = await lookAtCni(cleanup, {
      ...programs('loopback'),
      [`${BIN_DIR}/plain`]: { file: '', mode: 0o644 },
      [`${BIN_DIR}/folder`]: { directory: 0o755 },
      [`${BIN_DIR}/dangling`]: { link: '/nowhere' },
      ...conf('10.conflist', {
        name: 'a',
        plugins: ['plain', 'folder', 'dangling', '../../bin/sh'].map((type) => ({ type })),
      }),
    });
    expect(ran.findings.map(({ code, target }) => [code, target])).toEqual([
      ['cni/plugin-not-executable', `${BIN_DIR}/plain`],
      ['cni/plugin-missing', 'folder'],
      ['cni/plugin-missing', 'dangling'],
      ['cni/plugin-missing', '../../bin/sh'],
    ]);
    expect(ran.findings[0]!.args['mode']).toBe('-rw-r--r--');
  });

  test('and all of them on a file system that is mounted noexec', async () => {
    const answer = answered(parseMountInfo('1 0 8:1 / / rw - ext4 a rw\n2 1 8:2 / /opt rw,noexec - ext4 b rw\n'));
    const files = { ...BRIDGE_PROGRAMS, ...conf('10.conflist', BRIDGE) };
    const ran = await lookAtCni(cleanup, files, { answers: [{ method: 'mounts', args: {}, answer }] });
    expect(new Set(ran.codes)).toEqual(new Set(['plugin-not-executable']));
    expect(ran.findings[0]!.args['mode']).toBe('noexec, /opt');
  });

  test('what flannel delegates to, and an IPAM that may be no program', async () => {
    const ran = await lookAtCni(cleanup, {
      ...programs('flannel', 'antrea', 'loopback'),
      ...conf('10.conflist', {
        name: 'a',
        plugins: [
          { type: 'flannel', delegate: { type: 'bridge' } },
          { type: 'antrea', ipam: { type: 'antrea-ipam' } },
        ],
      }),
    });
    expect(ran.findings).toMatchObject([
      { severity: 'error', args: { plugin: 'bridge', by: 'plugins[0].delegate' } },
      { severity: 'warning', args: { plugin: 'antrea-ipam' } },
    ]);
  });

  test('CRI-O passes over a file whose plugin is not installed', async () => {
    const files = { ...BRIDGE_PROGRAMS, ...conf('20.conflist', BRIDGE) };
    const first = conf('10.conflist', { name: 'calico', plugins: [{ type: 'calico' }] });
    const crio = await lookAtCni(cleanup, { ...files, ...first }, { recording: 'cri-o-1.36.3' });
    expect(crio.codes).toEqual([]);
    expect(crio.observed).toMatchObject({ networks: ['crane'], passedOver: [`${CONF_DIR}/10.conflist`] });
    const alone = await lookAtCni(
      cleanup,
      { ...BRIDGE_PROGRAMS, ...first },
      { recording: 'cri-o-1.36.3', ready: false },
    );
    expect(alone.findings).toMatchObject([{ code: 'cni/plugin-missing', target: 'calico' }]);
  });

  test('none of them in a directory that nobody told: they are elsewhere', async () => {
    const files = conf('10.conflist', BRIDGE);
    expect((await lookAtCni(cleanup, files, { recording: 'cri-dockerd-0.4.3' })).codes).toEqual([]);
    const notReady = await lookAtCni(cleanup, files, { recording: 'cri-dockerd-0.4.3', ready: false });
    expect(notReady.codes).toEqual(['plugin-missing', 'plugin-missing', 'plugin-missing']);
  });
});

test('directories that only a file which root may read tells are not guessed', async () => {
  const denied: RecordedAnswer = {
    method: 'readFile',
    args: { path: '/etc/crio/crio.conf', maxBytes: 1024 * 1024 },
    answer: refused({ code: 'EACCES', message: 'permission denied' }),
  };
  for (const ready of [true, false]) {
    const ran = await lookAtCni(cleanup, {}, { recording: 'cri-o-1.36.3', ready, answers: [denied] });
    expect(ran.findings).toMatchObject([{ code: 'cni/could-not-look', target: '/etc/crio/crio.conf' }]);
  }
  // containerd tells them itself.
  const answers = [{ ...denied, args: { ...denied.args, path: '/etc/containerd/config.toml' } } as RecordedAnswer];
  expect((await lookAtCni(cleanup, { ...BRIDGE_PROGRAMS, ...conf('10.conflist', BRIDGE) }, { answers })).codes).toEqual(
    [],
  );
});

describe('hostile files', () => {
  test('a file of 10 MB is not read', async () => {
    const ran = await lookAtCni(cleanup, conf('10.conflist', `"${'x'.repeat(10_000_000)}"`));
    expect(ran.findings).toMatchObject([
      { code: 'cni/could-not-look', severity: 'unknown', args: { what: `${CONF_DIR}/10.conflist` } },
    ]);
  });

  test('nested as deep as the file is long', async () => {
    const deep = await lookAtCni(cleanup, conf('10.conflist', `{"name":"a","plugins":${'['.repeat(900_000)}`));
    expect(deep.findings).toMatchObject([{ args: { problem: 'json', detail: '' } }]);
    const whole = '['.repeat(400_000) + ']'.repeat(400_000);
    const closed = await lookAtCni(cleanup, conf('10.conflist', `{"name":"a","plugins":[{"type":"b","x":${whole}}]}`));
    expect(closed.codes).toContain('plugin-missing');
  });

  test('control characters do not reach the report', async () => {
    const ran = await lookAtCni(cleanup, conf('10.conflist', { name: 'a', plugins: [{ type: '\u001b[2Jx\ny' }] }));
    expect(ran.findings[0]).toMatchObject({ target: '[2Jx y' });
    expect(JSON.stringify([ran.messages, ran.observed])).not.toMatch(/\\u001b|\\n/);
  });

  test('thousands of plugins end in bounded work', async () => {
    const plugins = Array.from({ length: 20_000 }, (_, index) => ({ type: `p${index}` }));
    const ran = await lookAtCni(cleanup, { ...programs('loopback'), ...conf('10.conflist', { name: 'a', plugins }) });
    expect(ran.findings.length).toBe(50);
  });
});

describe('what may not be looked at is not judged', () => {
  const answer = refused({ code: 'EACCES', message: 'permission denied' });
  const files = { ...BRIDGE_PROGRAMS, ...conf('10.conflist', BRIDGE) };
  const path = `${CONF_DIR}/10.conflist`;
  const NOT_PERMITTED: readonly [string, RecordedAnswer][] = [
    [CONF_DIR, { method: 'readDirectory', args: { path: CONF_DIR, max: 10_000 }, answer }],
    [path, { method: 'readFile', args: { path, maxBytes: 2 * 1024 * 1024 }, answer }],
    [`${BIN_DIR}/bridge`, { method: 'stat', args: { path: `${BIN_DIR}/bridge`, follow: true }, answer }],
  ];

  test.each(NOT_PERMITTED)('%s', async (what, answer) => {
    const ran = await lookAtCni(cleanup, files, { answers: [answer] });
    expect(ran.findings).toMatchObject([{ code: 'cni/could-not-look', severity: 'unknown', args: { what } }]);
  });
});
