import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { registryImage } from '../../src/checks/image/registry-image.ts';
import { registryLogin } from '../../src/checks/image/registry-login.ts';
import { answered, refused } from '../../src/host/answer.ts';
import { liveHost } from '../../src/host/live.ts';
import { withAnswers } from '../../src/host/replay.ts';
import { runCheck, type Ran } from '../checks/run-check.ts';
import { makeAuthority, type Authority } from '../support/certificates.ts';
import { Cleanup, temporaryDirectory } from '../support/cleanup.ts';
import { describeWith } from '../support/needs.ts';
import { pushImage } from '../support/push-image.ts';
import { startRegistry } from '../support/registry.ts';

/** htpasswd(1)'s bcrypt of `s3cret`. */
const ANNA = 'anna:$2b$04$HeuQfALUD6.4dXovRh9hQ.hn2GkqSaOw3w7CyJsFjG2Rt3Y/5l/I.';
const NEEDS = ['docker-registry', 'skopeo', 'openssl'] as const;

describeWith(NEEDS, 'images of a real docker-registry, pushed by skopeo', () => {
  const cleanup = new Cleanup();
  let authority: Authority;
  beforeAll(() => {
    authority = makeAuthority(cleanup);
  });
  afterAll(() => cleanup.run());

  /** Both checks on a node that trusts the test's authority, where ccon has logged anna in. */
  async function look(image: string, login: { registry: string; password: string } | null = null): Promise<Ran> {
    const bundle = join(temporaryDirectory(cleanup), 'ca.pem');
    writeFileSync(bundle, authority.certificate);
    const live = liveHost({ authorities: { files: [bundle], directories: [] } });
    cleanup.defer(() => live.close());
    const home = temporaryDirectory(cleanup);
    if (login) {
      mkdirSync(join(home, '.config/crane'), { recursive: true, mode: 0o700 });
      const auth = Buffer.from(`anna:${login.password}`).toString('base64');
      const text = JSON.stringify({ auths: { [login.registry]: { auth } } });
      writeFileSync(join(home, '.config/crane/registry.json'), text, { mode: 0o600 });
    }
    const stdout = `anna:x:${process.getuid!()}:100::${home}:/bin/sh\n`;
    const getent = { exitCode: 0, signal: null, stdout, stderr: '', truncated: false };
    const passwd = { path: '/etc/passwd', maxBytes: 4 * 1024 * 1024 };
    const host = withAnswers(live, [
      { method: 'readFile', args: passwd, answer: refused({ code: 'ENOENT', message: '' }) },
      { method: 'command', args: { file: 'getent', args: ['passwd', 'anna'] }, answer: answered(getent) },
    ]);
    const options = { images: [image], users: ['anna'], measurePull: true };
    expect((await runCheck(registryLogin, { host, options })).findings).toEqual([]);
    return runCheck(registryImage, { host, options });
  }

  test('over plain HTTP on loopback: one that is there, one that is not, one for another processor', async () => {
    const { address } = await startRegistry(cleanup);
    pushImage(cleanup, `${address}/team/app:1`);
    pushImage(cleanup, `${address}/team/other:1`, { architecture: 's390x' });
    const there = await look(`${address}/team/app:1`);
    expect(there.findings).toEqual([]);
    expect(there.observed['images']).toMatchObject([
      { layers: 1, login: null, platform: expect.stringMatching(/^linux\//) as string },
    ]);
    const digest = (there.observed['images'] as readonly { digest: string }[])[0]!.digest;
    expect((await look(`${address}/team/app@${digest}`)).findings).toEqual([]);

    const noTag = await look(`${address}/team/app:2`);
    expect(noTag.findings).toMatchObject([{ code: 'registry-image/not-found', args: { error: 'MANIFEST_UNKNOWN' } }]);
    expect((await look(`${address}/team/none:1`)).codes).toEqual(['not-found']);
    const other = await look(`${address}/team/other:1`);
    expect(other.findings).toMatchObject([
      { code: 'registry-image/no-platform', args: { platforms: ['linux/s390x'] } },
    ]);
  });

  test('over TLS and with htpasswd: without a login, with a wrong one, with the right one', async () => {
    const tls = authority.issue(['127.0.0.1']);
    const { address } = await startRegistry(cleanup, { tls, htpasswd: ANNA });
    const image = `${address}/team/app:1`;
    pushImage(cleanup, image, { credentials: 'anna:s3cret' });
    const without = await look(image);
    expect(without.findings).toMatchObject([{ code: 'registry-image/unauthorized', args: { account: null } }]);
    const wrong = await look(image, { registry: address, password: 'guess' });
    expect(wrong.findings).toMatchObject([{ code: 'registry-image/unauthorized', args: { account: 'anna' } }]);
    const right = await look(image, { registry: address, password: 's3cret' });
    expect(right.findings).toEqual([]);
    expect(right.observed['images']).toMatchObject([{ login: 'anna' }]);
    expect(JSON.stringify(right)).not.toContain('s3cret');
  });
});
