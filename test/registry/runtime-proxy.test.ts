import { afterAll, describe, expect, it } from 'vitest';
import { answered, refused } from '../../src/host/answer.ts';
import { PROXY_VARIABLES } from '../../src/host/processes/environment.ts';
import { withAnswers, type RecordedAnswer } from '../../src/host/replay.ts';
import { readDockerDaemon } from '../../src/registry/docker-daemon.ts';
import { routeProxy, runtimeProxy, type RuntimeProxy } from '../../src/registry/runtime-proxy.ts';
import { nodeTree, type Placed } from '../checks/node-tree.ts';
import { Cleanup } from '../support/cleanup.ts';
import { registryOf } from './routes-reading.ts';

const cleanup = new Cleanup();
afterAll(() => cleanup.run());

type Variables = { readonly [name: string]: string };

interface Node {
  readonly runtime?: string;
  readonly unit?: string;
  /** Lines of `systemctl show UNIT`. */
  readonly shown?: readonly string[];
  /** The Environment of systemd itself; null where it does not tell. */
  readonly manager?: string | null;
  /** What the running process was started with; absent where it may not be read. */
  readonly process?: Variables;
  readonly caller?: Variables;
  readonly files?: { readonly [path: string]: Placed };
}

const PROPERTIES = 'LoadState,MainPID,NeedDaemonReload,Environment,EnvironmentFiles,PassEnvironment,UnsetEnvironment';

/** What systemctl and the processes answer on a node, over real files. */
async function proxiesOf(node: Node): Promise<RuntimeProxy> {
  const { runtime = 'containerd', unit = 'containerd.service', shown = [], manager = '' } = node;
  const printed = (lines: readonly string[]) =>
    answered({ exitCode: 0, signal: null, stdout: `${lines.join('\n')}\n`, stderr: '', truncated: false });
  const show = (...args: string[]) => ({ file: 'systemctl', args: ['show', ...args] });
  const denied = refused({ code: 'EACCES', message: 'permission denied' });
  const answers: RecordedAnswer[] = [
    {
      method: 'command',
      args: show(unit, '--no-pager', `--property=${PROPERTIES}`),
      // Of a property that is printed twice the first counts, so that a test can have another.
      answer: printed([...shown, 'LoadState=loaded', 'MainPID=77', 'NeedDaemonReload=no']),
    },
    {
      method: 'command',
      args: show('--no-pager', '--property=Environment'),
      answer: manager === null ? denied : printed([`Environment=${manager}`]),
    },
    {
      method: 'environment',
      args: { pid: 77, names: PROXY_VARIABLES },
      answer: node.process ? answered(node.process) : denied,
    },
    { method: 'environment', args: { pid: null, names: PROXY_VARIABLES }, answer: answered(node.caller ?? {}) },
  ];
  const host = withAnswers(nodeTree(cleanup, node.files ?? {}).host, answers);
  return runtimeProxy(host, runtime, runtime === 'docker' ? await readDockerDaemon(host) : undefined);
}

describe('the proxy of the unit', () => {
  it('is in its Environment, with a password that is asked with and never shown', async () => {
    const proxy = await proxiesOf({
      shown: ['Environment=HTTPS_PROXY=http://user:secret@proxy.example.com:3128 "NO_PROXY=10.0.0.0/8, .example.com"'],
    });
    expect(proxy).toMatchObject({ unit: 'containerd.service', needsRestart: [], notes: [] });
    expect(proxy.values.HTTP_PROXY).toBeNull();
    const by = routeProxy(proxy, registryOf('quay.io'), 'https');
    expect(by).toEqual({
      url: 'http://user:secret@proxy.example.com:3128/',
      shown: 'http://user@proxy.example.com:3128/',
      from: 'containerd.service',
    });
    expect(routeProxy(proxy, registryOf('reg.example.com:5000'), 'https')).toBeNull();
    expect(routeProxy(proxy, registryOf('10.1.2.3:5000'), 'https')).toBeNull();
    expect(routeProxy(proxy, registryOf('quay.io'), 'http')).toBeNull();
  });

  it('is in its files, a later one over an earlier, and all over Environment and systemd', async () => {
    const { values, notes } = await proxiesOf({
      manager: 'HTTP_PROXY=http://systemd:1 HTTPS_PROXY=http://systemd:1 NO_PROXY=systemd',
      shown: [
        'Environment=HTTPS_PROXY=http://unit:2 NO_PROXY=unit',
        'EnvironmentFiles=/etc/one (ignore_errors=no)',
        'EnvironmentFiles=/etc/two (ignore_errors=yes)',
        'EnvironmentFiles=/etc/absent (ignore_errors=yes)',
      ],
      files: { '/etc/one': { file: 'NO_PROXY=one\n' }, '/etc/two': { file: '# two\nNO_PROXY="two"\n' } },
    });
    expect(values).toEqual({
      HTTP_PROXY: { value: 'http://systemd:1', from: 'systemd' },
      HTTPS_PROXY: { value: 'http://unit:2', from: 'containerd.service' },
      NO_PROXY: { value: 'two', from: '/etc/two' },
    });
    expect(notes).toEqual([]);
  });

  it('is by its upper case name unless that is empty', async () => {
    const { values } = await proxiesOf({
      shown: [
        'Environment=http_proxy=http://lower:1 HTTP_PROXY=http://upper:2 https_proxy=http://lower:1 HTTPS_PROXY=',
      ],
    });
    expect([values.HTTP_PROXY?.value, values.HTTPS_PROXY?.value]).toEqual(['http://upper:2', 'http://lower:1']);
  });

  it('is gone where UnsetEnvironment names it', async () => {
    const shown = ['Environment=HTTP_PROXY=http://a:1 HTTPS_PROXY=http://b:2', 'UnsetEnvironment=HTTPS_PROXY'];
    const { values } = await proxiesOf({ shown });
    expect([values.HTTP_PROXY?.value, values.HTTPS_PROXY]).toEqual(['http://a:1', null]);
  });

  it('may be in a file that cannot be read, which is said', async () => {
    const { notes } = await proxiesOf({ shown: ['EnvironmentFiles=/etc/absent (ignore_errors=no)'] });
    expect(notes).toEqual([{ kind: 'unreadable', path: '/etc/absent', detail: 'ENOENT' }]);
  });

  it('is none where there is no such unit, or no systemd', async () => {
    const none = { unit: null, values: { HTTP_PROXY: null, HTTPS_PROXY: null, NO_PROXY: null }, unlikeCaller: [] };
    const caller = { HTTP_PROXY: 'http://mine:1' };
    expect(await proxiesOf({ shown: ['LoadState=not-found'], caller })).toMatchObject(none);
    expect(await proxiesOf({ unit: 'other.service', caller })).toMatchObject(none);
    expect(await proxiesOf({ runtime: 'kata', caller })).toMatchObject(none);
  });
});

describe('the running process', () => {
  const unit = ['Environment=HTTPS_PROXY=http://user:secret@new:3128'];

  it('that has what the unit sets needs no restart; the password is not compared', async () => {
    const proxy = await proxiesOf({ shown: unit, process: { HTTPS_PROXY: 'http://user@new:3128' } });
    expect(proxy.needsRestart).toEqual([]);
    expect(proxy.values.HTTPS_PROXY).toEqual({ value: 'http://user:secret@new:3128', from: 'containerd.service' });
  });

  it('that has another proxy goes by that until it is restarted', async () => {
    const proxy = await proxiesOf({
      shown: unit,
      process: { https_proxy: 'http://old:3128', NO_PROXY: '.example.com' },
    });
    expect(proxy.needsRestart).toEqual(['HTTPS_PROXY', 'NO_PROXY']);
    expect(proxy.values.HTTPS_PROXY).toEqual({ value: 'http://old:3128', from: '/proc/77/environ' });
  });

  it('that has none goes without', async () => {
    const proxy = await proxiesOf({ shown: unit, process: {} });
    expect(proxy).toMatchObject({ needsRestart: ['HTTPS_PROXY'], values: { HTTPS_PROXY: null } });
  });

  it.each([
    ['systemd does not tell its own', { manager: null }],
    ['a file could not be read', { shown: ['EnvironmentFiles=/etc/absent (ignore_errors=no)'] }],
    ['the unit passes on what systemd has', { shown: ['PassEnvironment=LANG HTTPS_PROXY'] }],
  ])('is not said to be outdated where %s', async (_, node) => {
    const proxy = await proxiesOf({ ...node, process: { HTTPS_PROXY: 'http://old:3128' } });
    expect(proxy).toMatchObject({ needsRestart: [], values: { HTTPS_PROXY: { value: 'http://old:3128' } } });
  });

  it('whose unit was changed needs a reload of systemd first', async () => {
    expect((await proxiesOf({})).needsDaemonReload).toBe(false);
    expect((await proxiesOf({ shown: ['NeedDaemonReload=yes'] })).needsDaemonReload).toBe(true);
  });
});

describe("the doctor's own environment", () => {
  it('counts for nothing, and what differs is told', async () => {
    const proxy = await proxiesOf({
      shown: ['Environment=HTTPS_PROXY=http://user:secret@proxy:3128 NO_PROXY=.example.com'],
      caller: { HTTPS_PROXY: 'http://user@proxy:3128', http_proxy: 'http://mine:1' },
    });
    expect(proxy.unlikeCaller).toEqual(['HTTP_PROXY', 'NO_PROXY']);
    expect(proxy.values.HTTP_PROXY).toBeNull();
  });
});

it('dockerd prefers daemon.json to its unit', async () => {
  const daemon = { proxies: { 'https-proxy': 'http://daemon:3128', 'http-proxy': '' } };
  const { values } = await proxiesOf({
    runtime: 'docker',
    unit: 'docker.service',
    shown: ['Environment=HTTP_PROXY=http://unit:1 HTTPS_PROXY=http://unit:1'],
    files: { '/etc/docker/daemon.json': { file: JSON.stringify(daemon) } },
  });
  expect(values).toEqual({
    HTTP_PROXY: { value: 'http://unit:1', from: 'docker.service' },
    HTTPS_PROXY: { value: 'http://daemon:3128', from: '/etc/docker/daemon.json' },
    NO_PROXY: null,
  });
});
