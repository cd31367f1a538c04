import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Host } from '../../../src/host/host.ts';
import { liveHost } from '../../../src/host/live.ts';
import type { HttpRequest } from '../../../src/host/questions.ts';
import { makeAuthority, type Authority } from '../../support/certificates.ts';
import { Cleanup, temporaryDirectory } from '../../support/cleanup.ts';
import { httpRequest } from '../../support/http-request.ts';
import { loopbackServers } from '../../support/loopback-servers.ts';

const cleanup = new Cleanup();
const { https } = loopbackServers(cleanup);
let system: Authority;
let site: Authority;
let host: Host;
let directory = '';
const at = (name: string): string => join(directory, name);

beforeAll(() => {
  directory = temporaryDirectory(cleanup);
  system = makeAuthority(cleanup);
  site = makeAuthority(cleanup);
  mkdirSync(at('none'));
  writeFileSync(at('system.crt'), system.certificate);
  writeFileSync(at('site.crt'), `Bag Attributes\n${site.certificate}`);
  symlinkSync('site.crt', at('link.crt'));
  host = liveHost({ authorities: { files: [at('system.crt')], directories: [at('none')] } });
});
afterAll(async () => {
  host.close();
  await cleanup.run();
});

const get = (port: number, more: Partial<HttpRequest> = {}) =>
  host.ask('http', httpRequest(`https://registry.test:${port}/`, more));

test('the authority of a file is trusted for the question that names it, and for no other', async () => {
  const port = await https(site.issue(['registry.test']));
  for (const file of ['site.crt', 'link.crt']) {
    expect(await get(port, { authorities: [at(file)] })).toMatchObject({ value: { body: 'ok' } });
  }
  expect(await get(port)).toMatchObject({ error: { detail: { step: 'tls' } } });
});

test("the system's authorities count besides", async () => {
  const port = await https(system.issue(['registry.test']));
  expect(await get(port, { authorities: [at('site.crt')] })).toMatchObject({ value: { body: 'ok' } });
});

test('a file is read anew: what was put right is seen', async () => {
  const port = await https(site.issue(['registry.test']));
  writeFileSync(at('changing.crt'), system.certificate);
  expect((await get(port, { authorities: [at('changing.crt')] })).ok).toBe(false);
  writeFileSync(at('changing.crt'), site.certificate);
  expect(await get(port, { authorities: [at('changing.crt')] })).toMatchObject({ ok: true });
});

test('a file that cannot be read, or has no certificate, is an error that names it', async () => {
  const port = await https(site.issue(['registry.test']));
  writeFileSync(at('key.pem'), '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n');
  writeFileSync(at('broken.crt'), '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n');
  writeFileSync(at('huge.crt'), Buffer.alloc((4 << 20) + 1));
  const expected = [
    ['absent.crt', 'ENOENT'],
    ['none', 'NOT_REGULAR'],
    ['key.pem', 'NO_CERTIFICATE'],
    ['broken.crt', 'NO_CERTIFICATE'],
    ['huge.crt', 'TOO_LARGE'],
  ] as const;
  for (const [name, code] of expected) {
    const file = at(name);
    expect(await get(port, { authorities: [at('site.crt'), file] })).toMatchObject({
      error: { code, message: expect.stringContaining(file) as string, detail: { step: 'authorities', file } },
    });
  }
});

test('of a file with a certificate that nobody can read the others count, as Go has it', async () => {
  const port = await https(site.issue(['registry.test']));
  const broken = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n';
  writeFileSync(at('mixed.crt'), broken + readFileSync(at('site.crt'), 'utf8'));
  expect(await get(port, { authorities: [at('mixed.crt')] })).toMatchObject({ ok: true });
});

test.each([
  ['of an unknown authority', () => site.issue(['registry.test'])],
  ['for another name', () => system.issue(['elsewhere.test'])],
  ['that has expired', () => system.issue(['registry.test'], { from: '20200101000000Z', to: '20210101000000Z' })],
])('without verification a certificate %s is accepted, and told', async (_, issue) => {
  const port = await https(issue());
  expect(await get(port)).toMatchObject({ error: { detail: { step: 'tls' } } });
  expect(await get(port, { verify: false })).toMatchObject({
    value: { body: 'ok', certificate: { issuer: 'CN=crane-doctor test CA' } },
  });
});
