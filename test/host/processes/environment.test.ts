import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, expect, it } from 'vitest';
import { liveHost } from '../../../src/host/live.ts';
import { PROXY_VARIABLES, withoutPassword } from '../../../src/host/processes/environment.ts';
import { Cleanup } from '../../support/cleanup.ts';

const cleanup = new Cleanup();
afterAll(() => cleanup.run());
const host = liveHost();
cleanup.defer(() => host.close());

/** A process of ours with this environment, which lives until the test has ended. */
async function processWith(env: NodeJS.ProcessEnv): Promise<number> {
  const child = spawn('/bin/sh', ['-c', 'echo ready; read line'], { env, stdio: ['pipe', 'pipe', 'ignore'] });
  cleanup.defer(() => child.kill('SIGKILL'));
  await once(child.stdout, 'data');
  return child.pid!;
}

it('tells the variables of a process that are asked for, without a password, and no other', async () => {
  const pid = await processWith({
    HTTPS_PROXY: 'http://user:secret@proxy.example.com:3128',
    no_proxy: '.example.com,10.0.0.0/8',
    TOKEN: 'secret',
  });
  expect(await host.ask('environment', { pid, names: PROXY_VARIABLES })).toEqual({
    ok: true,
    value: { HTTPS_PROXY: 'http://user@proxy.example.com:3128', no_proxy: '.example.com,10.0.0.0/8' },
  });
  expect(await host.ask('environment', { pid, names: ['NO_PROXY'] })).toEqual({ ok: true, value: {} });
});

it("does not tell what is not a proxy's", async () => {
  expect(await host.ask('environment', { pid: null, names: ['PATH'] })).toMatchObject({ error: { code: 'EINVAL' } });
});

it('tells that a process is gone', async () => {
  const answer = await host.ask('environment', { pid: 2 ** 30, names: ['HTTP_PROXY'] });
  expect(answer).toMatchObject({ error: { code: 'ENOENT' } });
});

it.each([
  ['http://user:secret@proxy:3128', 'http://user@proxy:3128'],
  ['user:secret@proxy:3128', 'user@proxy:3128'],
  ['http://user:se/cr@et@proxy:3128/', 'http://user@proxy:3128/'],
  ['http://:secret@proxy', 'http://@proxy'],
  ['http://user@proxy:3128', 'http://user@proxy:3128'],
  ['http://proxy:3128', 'http://proxy:3128'],
  ['proxy:3128', 'proxy:3128'],
  ['10.0.0.0/8,[2001:db8::1]:5000', '10.0.0.0/8,[2001:db8::1]:5000'],
])('%s is shown as %s', (value, shown) => {
  expect(withoutPassword(value)).toBe(shown);
});
