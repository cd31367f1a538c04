import { afterEach, describe, expect, test } from 'vitest';

import { runtimeService } from '../../../src/checks/runtime/runtime-service.ts';
import { answered, refused, type Answer } from '../../../src/host/answer.ts';
import { recordingOf, replayHost, withAnswers, type RecordedAnswer } from '../../../src/host/replay.ts';
import type { CommandResult, Connection } from '../../../src/host/questions.ts';
import { identityOfNode } from './recorded-facts.ts';
import { Cleanup } from '../../support/cleanup.ts';
import { nodeTree } from '../node-tree.ts';
import { nodeConfig, runCheck } from '../run-check.ts';
import { printedUnit, unitQuestion, type UnitProperties } from '../unit-answers.ts';

const IDENTITY = identityOfNode();

const ended = (exitCode: number, stdout: string, stderr = ''): Answer<CommandResult> =>
  answered({ exitCode, signal: null, stdout, stderr, truncated: false });

const REFUSED = refused({ code: 'ECONNREFUSED', message: 'connect ECONNREFUSED' });
const ANSWERS = answered({ ms: 1 });

interface Node {
  readonly command?: Answer<CommandResult>;
  readonly connect?: Answer<Connection>;
  readonly init?: string | null;
  readonly endpoint?: string;
  readonly unit?: string;
}

function look({ command, connect = REFUSED, init = 'systemd', endpoint, unit = 'containerd.service' }: Node) {
  const socket = endpoint ?? '/run/containerd/containerd.sock';
  const host = replayHost(
    recordingOf([
      { method: 'identity', args: {}, answer: answered({ ...IDENTITY, init }) },
      { method: 'connect', args: { unix: socket }, answer: connect },
      ...(command ? [{ ...unitQuestion(unit), answer: command }] : []),
    ]),
  );
  return runCheck(runtimeService, { host, config: nodeConfig({ RuntimeEndpoint: socket }) });
}

const unit = (properties: UnitProperties, rest: Node = {}) =>
  look({ command: ended(0, printedUnit(properties)), ...rest });

const STOPPED: UnitProperties = { ActiveState: 'inactive', SubState: 'dead' };

test('running and enabled', async () => {
  const ran = await unit({}, { connect: ANSWERS });
  expect(ran.status).toBe('pass');
  expect(ran.observed).toEqual({
    unit: 'containerd.service',
    state: 'active (running)',
    unitFile: 'enabled',
    since: 'Mon 2026-11-23 17:54:29 CST',
  });
});

test('running though its socket does not answer is the business of runtime-socket', async () => {
  expect((await unit({})).status).toBe('pass');
});

describe('inactive', () => {
  test('stopped, since when', async () => {
    const ran = await unit(STOPPED);
    expect(ran.findings).toMatchObject([{ code: 'runtime-service/inactive', severity: 'error' }]);
    expect(ran.messages[0]!.en).toBe('containerd.service is inactive (dead) since Mon 2026-11-23 17:54:29 CST');
  });

  test('never started', async () => {
    const ran = await unit({ ...STOPPED, StateChangeTimestamp: '' });
    expect(ran.messages[0]!.en).toBe('containerd.service is inactive (dead)');
  });

  test('at most a warning while somebody answers', async () => {
    expect((await unit(STOPPED, { connect: ANSWERS })).findings).toMatchObject([{ severity: 'warning' }]);
  });

  test('still starting: nothing to say once it answers', async () => {
    const starting = { ActiveState: 'activating', SubState: 'start' };
    expect((await unit(starting)).codes).toEqual(['inactive']);
    expect((await unit(starting, { connect: ANSWERS })).status).toBe('pass');
  });

  test('started on demand by its socket unit, as cri-dockerd is', async () => {
    const ran = await unit(
      { ...STOPPED, UnitFileState: 'disabled', TriggeredBy: 'cri-docker.socket' },
      { connect: ANSWERS, endpoint: '/run/cri-dockerd.sock', unit: 'cri-docker.service' },
    );
    expect(ran.status).toBe('pass');
  });
});

describe('failed', () => {
  const FAILED: UnitProperties = { ActiveState: 'failed', SubState: 'failed', Result: 'exit-code', ExecMainCode: '1' };

  test('with its exit code', async () => {
    const ran = await unit({ ...FAILED, ExecMainStatus: '1' });
    expect(ran.findings).toMatchObject([{ code: 'runtime-service/failed', severity: 'error' }]);
    expect(ran.messages[0]!.en).toBe(
      'containerd.service has failed (exit-code, exit 1) since Mon 2026-11-23 17:54:29 CST',
    );
    expect(ran.observed).toMatchObject({ exit: 'exit 1' });
  });

  test('with its signal', async () => {
    const ran = await unit({ ...FAILED, Result: 'signal', ExecMainCode: '2', ExecMainStatus: '9' });
    expect(ran.findings[0]!.args).toMatchObject({ result: 'signal', exit: 'signal 9' });
  });

  test('between two attempts to start it', async () => {
    const ran = await unit({ ...FAILED, ActiveState: 'activating', SubState: 'auto-restart', ExecMainStatus: '1' });
    expect(ran.codes).toEqual(['failed']);
  });

  test('at most a warning while somebody answers', async () => {
    expect((await unit(FAILED, { connect: ANSWERS })).findings).toMatchObject([{ severity: 'warning' }]);
  });
});

describe('not-enabled', () => {
  test.each(['disabled', 'masked', 'enabled-runtime'])('%s', async (UnitFileState) => {
    const ran = await unit({ UnitFileState, WantedBy: '' }, { connect: ANSWERS });
    expect(ran.findings).toMatchObject([{ code: 'runtime-service/not-enabled', severity: 'warning' }]);
  });

  test.each([
    ['static units', { UnitFileState: 'static', WantedBy: '' }],
    ['a unit that docker.service pulls in', { UnitFileState: 'disabled', WantedBy: 'docker.service' }],
    ['a unit that a socket starts', { UnitFileState: 'disabled', WantedBy: '', TriggeredBy: 'crio.socket' }],
  ])('but not %s', async (_, properties) => {
    expect((await unit(properties, { connect: ANSWERS })).status).toBe('pass');
  });
});

describe('at a socket of the site’s own choice', () => {
  const SOCKET = '/srv/own/runtime.sock';
  const cleanup = new Cleanup();
  afterEach(() => cleanup.run());

  /** A node whose units are started by these command lines; none of them runs. */
  function stopped(files: { readonly [path: string]: string }, units: { readonly [unit: string]: string }) {
    const placed = Object.fromEntries(Object.entries(files).map(([path, file]) => [path, { file }]));
    const commands = Object.entries(units).flatMap(([name, line]): RecordedAnswer[] => {
      const args = ['show', name, '--no-pager', '--property=ExecStart'];
      const start = `ExecStart={ path=${line.split(' ')[0]} ; argv[]=${line} ; ignore_errors=no ; pid=0 }\n`;
      return [
        { method: 'command', args: { file: 'systemctl', args }, answer: ended(0, start) },
        { ...unitQuestion(name), answer: ended(0, printedUnit(STOPPED)) },
      ];
    });
    const host = withAnswers(nodeTree(cleanup, placed).host, [
      { method: 'identity', args: {}, answer: answered(IDENTITY) },
      { method: 'connect', args: { unix: SOCKET }, answer: REFUSED },
      ...commands,
    ]);
    return runCheck(runtimeService, { host, config: nodeConfig({ RuntimeEndpoint: SOCKET }) });
  }

  const CONTAINERD = { '/etc/containerd/config.toml': `version = 2\n[grpc]\naddress = "${SOCKET}"\n` };
  const CRIO = { '/etc/crio/crio.conf.d/10.conf': `[crio.api]\nlisten = "${SOCKET}"\n` };

  test.each([
    ['containerd’s file', CONTAINERD, { 'containerd.service': '/usr/bin/containerd' }, 'containerd'],
    ['containerd’s command line', {}, { 'containerd.service': `/usr/bin/containerd -a ${SOCKET}` }, 'containerd'],
    ['CRI-O’s file', CRIO, { 'crio.service': '/usr/bin/crio' }, 'crio'],
    [
      'cri-dockerd’s command line',
      {},
      { 'cri-docker.service': `/usr/bin/cri-dockerd --container-runtime-endpoint unix://${SOCKET}` },
      'cri-docker',
    ],
  ])('it is known by %s', async (_, files, units, service) => {
    const ran = await stopped(files, units);
    expect(ran.findings).toMatchObject([
      { code: 'runtime-service/inactive', severity: 'error', target: `${service}.service`, args: { service } },
    ]);
  });

  test.each([
    ['a unit that listens elsewhere', {}, { 'containerd.service': '/usr/bin/containerd' }],
    ['a file without a unit', CONTAINERD, {}],
  ])('it is not known by %s', async (_, files, units) => {
    expect((await stopped(files, units)).looked).toHaveProperty('notApplicable');
  });
});

describe('not applicable', () => {
  test.each([
    ['process 1 is not systemd', { init: 'tini' }],
    ['no systemctl', { command: refused({ code: 'ENOENT', message: 'no systemctl' }) }],
    [
      'systemctl without systemd',
      { init: null, command: ended(1, '', 'System has not been booted with systemd as init system (PID 1).') },
    ],
    [
      'no such unit',
      { command: ended(0, printedUnit({ LoadState: 'not-found', ActiveState: 'inactive', SubState: 'dead' })) },
    ],
    ['a socket that is nobody’s by default', { endpoint: '/srv/own/containerd.sock' }],
  ])('%s', async (_, node) => {
    const ran = await look(node);
    expect(ran.looked).toHaveProperty('notApplicable');
  });
});

test.each([
  ['no bus', ended(1, '', 'Failed to connect to bus: Connection refused')],
  ['a silent systemd', refused({ code: 'TIMEOUT', message: 'no answer', afterMs: 5_000 })],
  ['a replaced systemctl', refused({ code: 'UNTRUSTED', message: 'writable for others' })],
])('could not look: %s', async (_, command) => {
  const ran = await look({ command });
  expect(ran.codes).toEqual(['could-not-look']);
});
