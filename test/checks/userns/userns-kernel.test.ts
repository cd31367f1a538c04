import { afterEach, describe, expect, it } from 'vitest';
import { usernsKernel } from '../../../src/checks/userns/userns-kernel.ts';
import { answered, refused, type HostError } from '../../../src/host/answer.ts';
import { liveHost } from '../../../src/host/live.ts';
import type { Host } from '../../../src/host/host.ts';
import { withAnswers } from '../../../src/host/replay.ts';
import { Cleanup } from '../../support/cleanup.ts';
import { nodeTree, type Placed } from '../node-tree.ts';
import { nodeConfig, runCheck } from '../run-check.ts';
import { identityOfNode } from '../runtime/recorded-facts.ts';

const LIMIT = '/proc/sys/user/max_user_namespaces';
const OFF = nodeConfig({ RuntimeEndpoint: '/run/containerd/containerd.sock\n  UserNsEnabledByDefault: false' });

describe('the kernel and user namespaces', () => {
  const cleanup = new Cleanup();
  afterEach(() => cleanup.run());

  /** Real files as /proc has them, and a kernel of that release. */
  function hostWith({
    kernel = '6.1.0-13-amd64',
    limit = '96365\n',
    userns = true,
    proc = true,
  }: { kernel?: string; limit?: string | null; userns?: boolean; proc?: boolean } = {}): Host {
    const placed: { [path: string]: Placed } = proc ? { '/proc/self/ns/mnt': { link: 'mnt:[4026531841]' } } : {};
    if (userns && proc) placed['/proc/self/ns/user'] = { link: 'user:[4026531837]' };
    if (limit !== null) placed[LIMIT] = { file: limit };
    return withAnswers(nodeTree(cleanup, placed).host, [
      { method: 'identity', args: {}, answer: answered(identityOfNode({ kernel })) },
    ]);
  }

  it.each(['5.12.0', '5.14.0-427.42.1.el9_4.x86_64', '6.1.0-13-amd64', '10.0', '6.18.44-fc-v669'])(
    'is well with %s',
    async (kernel) => {
      const ran = await runCheck(usernsKernel, { host: hostWith({ kernel }) });
      expect(ran.findings).toEqual([]);
      expect(ran.observed).toEqual({ kernel, limit: '96365' });
    },
  );

  it.each(['4.18.0-553.el8.x86_64', '5.11.22-7-pve', '3.10.0-1160.el7.x86_64', '5.4.0-100-generic', '5.1.20'])(
    'is older than craned wants with %s',
    async (kernel) => {
      const ran = await runCheck(usernsKernel, { host: hostWith({ kernel }) });
      expect(ran.codes).toEqual(['kernel-too-old']);
      expect(ran.status).toBe('warn');
      expect(ran.messages[0]?.en).toContain(`Kernel ${kernel} is lower than 5.12`);
      const off = await runCheck(usernsKernel, { host: hostWith({ kernel }), config: OFF });
      expect(off.codes).toEqual(['kernel-too-old']);
      expect(off.status).toBe('pass');
      expect(off.messages[0]?.zh).toContain('--userns');
    },
  );

  it('is without user namespaces where the limit is 0', async () => {
    const ran = await runCheck(usernsKernel, { host: hostWith({ limit: '0\n' }) });
    expect(ran.codes).toEqual(['disabled']);
    expect(ran.status).toBe('fail');
    expect(ran.findings[0]?.target).toBe(LIMIT);
    const off = await runCheck(usernsKernel, { host: hostWith({ limit: '0\n' }), config: OFF });
    expect(off.codes).toEqual(['disabled']);
    expect(off.status).toBe('warn');
  });

  it('is without user namespaces where it was built so', async () => {
    const ran = await runCheck(usernsKernel, { host: hostWith({ userns: false, limit: null }) });
    expect(ran.codes).toEqual(['disabled']);
    expect(ran.messages[0]?.en).toContain('/proc/self/ns/user is not there');
  });

  it('says both of an old kernel that makes none', async () => {
    const ran = await runCheck(usernsKernel, { host: hostWith({ kernel: '3.10.0-1160.el7.x86_64', limit: '0\n' }) });
    expect(ran.codes).toEqual(['disabled', 'kernel-too-old']);
  });

  it('may have no limit: the one of before 4.9 had none', async () => {
    expect((await runCheck(usernsKernel, { host: hostWith({ limit: null }) })).findings).toEqual([]);
  });

  it('is unknown where /proc is not there or may not be read', async () => {
    const without = await runCheck(usernsKernel, { host: hostWith({ proc: false, limit: null }) });
    expect(without.codes).toEqual(['could-not-look']);
    const denied: HostError = { code: 'EACCES', message: 'permission denied' };
    const host = withAnswers(hostWith(), [
      { method: 'readFile', args: { path: LIMIT, maxBytes: 64 }, answer: refused(denied) },
      { method: 'identity', args: {}, answer: refused(denied) },
    ]);
    expect((await runCheck(usernsKernel, { host })).codes).toEqual(['could-not-look', 'could-not-look']);
  });

  it.each(['', 'mystery', '5', '\u001b[31m5.12'])('is unknown where the release is %j', async (kernel) => {
    const ran = await runCheck(usernsKernel, { host: hostWith({ kernel }) });
    expect(ran.codes).toEqual(['could-not-look']);
    expect(JSON.stringify(ran.findings)).not.toContain('\\u001b');
  });

  it('is looked at on this machine, whatever it is', async () => {
    const host = liveHost();
    cleanup.defer(() => host.close());
    const ran = await runCheck(usernsKernel, { host });
    expect(ran.codes).not.toContain('could-not-look');
    expect(ran.observed['kernel']).toMatch(/^\d+\.\d+/);
  });
});
