import { mkdirSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { registryImage } from '../../../src/checks/image/registry-image.ts';
import { startCriServer } from '../../../src/demo/cri-server.ts';
import { answered, refused } from '../../../src/host/answer.ts';
import { withAnswers, type RecordedAnswer } from '../../../src/host/replay.ts';
import { architectureOf } from '../../../src/registry/platform.ts';
import { recordingOf } from '../../cri/recordings.ts';
import { makeAuthority, type Authority } from '../../support/certificates.ts';
import { Cleanup, temporaryDirectory } from '../../support/cleanup.ts';
import { networkHost } from '../network/network-host.ts';
import { closedPort, serve, serveTcp } from '../network/registry-server.ts';
import { nodeConfig, runCheck, type Ran } from '../run-check.ts';

const HERE = architectureOf(process.arch === 'x64' ? 'x86_64' : process.arch);
const CONFIG = `sha256:${'c'.repeat(64)}`;
const LAYER = `sha256:${'1'.repeat(64)}`;
const CHILD = `sha256:${'d'.repeat(64)}`;
const INDEX_TYPE = 'application/vnd.oci.image.index.v1+json';
const SECRET = 'very-secret';
const BASIC = Buffer.from(`anna:${SECRET}`).toString('base64');

interface Options {
  readonly users?: readonly string[];
  readonly runs?: readonly string[];
  readonly measurePull?: boolean;
  readonly config?: string;
  readonly httpMs?: number;
}

/** The answers of a registry by the end of the path; a function answers by itself. */
type Answers = { readonly [end: string]: RequestListener | { readonly [field: string]: unknown } };

const MANIFEST = { schemaVersion: 2, config: { digest: CONFIG, size: 100 }, layers: [{ digest: LAYER, size: 900 }] };
const IMAGE: Answers = {
  'manifests/1': MANIFEST,
  [`blobs/${CONFIG}`]: { os: 'linux', architecture: HERE },
};

function send(response: ServerResponse, body: object, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** A registry's listener, and what it was asked. */
function registryOf(answers: Answers): { listener: RequestListener; asked: IncomingMessage[] } {
  const asked: IncomingMessage[] = [];
  return {
    asked,
    listener(request, response) {
      asked.push(request);
      const path = (request.url ?? '').split('?')[0]!;
      const end = Object.keys(answers).find((one) => path.endsWith(one));
      const answer = end === undefined ? undefined : answers[end];
      if (typeof answer === 'function') answer(request, response);
      else if (answer) send(response, answer);
      else if (path === '/v2/') send(response, {});
      else send(response, { errors: [{ code: 'MANIFEST_UNKNOWN' }] }, 404);
    },
  };
}

/** Lets through whoever has this Authorization; others are challenged. */
const guarded =
  (challenge: string | (() => string), authorization: string, inner: RequestListener): RequestListener =>
  (request, response) => {
    if (request.headers.authorization === authorization) return inner(request, response);
    const header = typeof challenge === 'string' ? challenge : challenge();
    response.writeHead(401, { 'www-authenticate': header }).end();
  };

describe('registry-image', () => {
  const shared = new Cleanup();
  let authority: Authority;
  let cleanup: Cleanup;
  beforeAll(() => {
    authority = makeAuthority(shared);
  });
  afterAll(() => shared.run());
  beforeEach(() => {
    cleanup = new Cleanup();
  });
  afterEach(() => cleanup.run());

  const tls = (listener: RequestListener, name = 'reg.test') => serve(cleanup, listener, authority.issue([name]));

  /** Runs it for images; anna's login for `registry` is there where she is named. */
  async function run(
    images: readonly string[],
    { users = [], runs = [], measurePull = false, config, httpMs }: Options = {},
    registry = '',
  ): Promise<Ran> {
    const names = { 'reg.test': ['127.0.0.1'], 'auth.test': ['127.0.0.1'], 'cdn.test': ['127.0.0.1'] };
    const gone = { 'gone.test': { code: 'ENOTFOUND', message: 'no such name' } };
    const limits = httpMs === undefined ? {} : { http: httpMs };
    const network = networkHost(cleanup, { ...names, ...gone }, [authority.certificate], limits);
    // anna's password is the right one, everybody else has another; dora has no login.
    const account = (name: string): RecordedAnswer => {
      const home = temporaryDirectory(cleanup);
      mkdirSync(join(home, '.config/crane'), { recursive: true });
      const auth = name === 'anna' ? BASIC : Buffer.from(`${name}:not-it`).toString('base64');
      const file = join(home, '.config/crane/registry.json');
      writeFileSync(file, JSON.stringify({ auths: { [registry]: { auth } } }), { mode: 0o600 });
      const stdout = `${name}:x:${process.getuid!()}:100::${home}:/bin/sh\n`;
      return {
        method: 'command',
        args: { file: 'getent', args: ['passwd', name] },
        answer: answered({ exitCode: 0, signal: null, stdout, stderr: '', truncated: false }),
      };
    };
    const host = withAnswers(network, [
      {
        method: 'readFile',
        args: { path: '/etc/passwd', maxBytes: 4 * 1024 * 1024 },
        answer: refused({ code: 'ENOENT', message: '' }),
      },
      ...users.filter((name) => name !== 'dora').map(account),
      {
        method: 'command',
        args: { file: 'getent', args: ['passwd', String(process.getuid!())] },
        answer: refused({ code: 'ENOENT', message: '' }),
      },
    ]);
    const ran = await runCheck(registryImage, {
      host,
      runs,
      options: { images, users, measurePull },
      ...(config ? { config } : {}),
    });
    expect(JSON.stringify([ran.findings, ran.messages, ran.observed])).not.toMatch(new RegExp(`${SECRET}|${BASIC}`));
    return ran;
  }

  test('an image of one platform, and one of an index', async () => {
    const index = {
      mediaType: INDEX_TYPE,
      manifests: [
        { digest: `sha256:${'0'.repeat(64)}`, size: 1, platform: { os: 'linux', architecture: 's390x' } },
        { digest: CHILD, size: 1, platform: { os: 'linux', architecture: HERE } },
        { digest: `sha256:${'2'.repeat(64)}`, size: 1, platform: { os: 'unknown', architecture: 'unknown' } },
      ],
    };
    const { listener, asked } = registryOf({ ...IMAGE, 'manifests/2': index, [`manifests/${CHILD}`]: MANIFEST });
    const port = await tls(listener);
    const ran = await run([`reg.test:${port}/app:1`, `reg.test:${port}/app:2`]);
    expect(ran.findings).toEqual([]);
    expect(ran.observed['images']).toMatchObject([
      { image: `reg.test:${port}/app:1`, login: null, platform: `linux/${HERE}`, layers: 1, size: 1000 },
      { image: `reg.test:${port}/app:2`, size: 1000 },
    ]);
    expect(asked.every(({ headers }) => headers.authorization === undefined)).toBe(true);
    // One look at /v2/ is enough for both.
    expect(asked.filter(({ url }) => url === '/v2/')).toHaveLength(1);
  });

  test('another platform, of a single image and of an index', async () => {
    const other = { os: 'linux', architecture: 's390x' };
    const index = { manifests: [{ digest: CHILD, size: 1, platform: { ...other, variant: 'v9' } }] };
    const port = await serve(
      cleanup,
      registryOf({ ...IMAGE, [`blobs/${CONFIG}`]: other, 'manifests/2': index }).listener,
    );
    const ran = await run([`127.0.0.1:${port}/app:1`, `127.0.0.1:${port}/app:2`]);
    expect(ran.codes).toEqual(['no-platform', 'no-platform']);
    expect(ran.findings.map(({ args }) => args['platforms'])).toEqual([['linux/s390x'], ['linux/s390x/v9']]);
    expect(ran.status).toBe('fail');
  });

  test('not found', async () => {
    const port = await serve(cleanup, registryOf({}).listener);
    const ran = await run([`127.0.0.1:${port}/app:1`]);
    expect(ran.findings).toMatchObject([
      { code: 'registry-image/not-found', severity: 'error', args: { error: 'MANIFEST_UNKNOWN' } },
    ]);
  });

  test('is a warning where the node has the image and craned does not ask for it again', async () => {
    const port = await serve(cleanup, registryOf({}).listener);
    const socket = join(temporaryDirectory(cleanup), 's');
    const overrides = { 'ImageService.ImageStatus': { reply: { image: { id: 'sha256:1' } } } };
    const server = await startCriServer({ socket, recording: recordingOf('containerd-1.7.24'), overrides });
    cleanup.defer(() => server.close());
    const config = nodeConfig({ RuntimeEndpoint: socket });
    const ran = await run([`127.0.0.1:${port}/app:1`, `127.0.0.1:${port}/app`], { config });
    expect(ran.findings.map(({ severity }) => severity)).toEqual(['warning', 'error']);
  });

  describe('tokens', () => {
    /** A registry that wants a token of a service at auth.test, which gives one to some. */
    async function withTokens(
      service: RequestListener,
      realm = 'https://auth.test',
    ): Promise<{ port: number; tokens: IncomingMessage[]; asked: IncomingMessage[] }> {
      const tokens: IncomingMessage[] = [];
      const auth = await tls((request, response) => {
        tokens.push(request);
        service(request, response);
      }, 'auth.test');
      const { listener, asked } = registryOf(IMAGE);
      const challenge = `Bearer realm="${realm}:${auth}/token",service="reg",scope="repository:app:pull"`;
      const port = await tls((request, response) => {
        asked.push(request);
        guarded(challenge, 'Bearer t0k', listener)(request, response);
      });
      return { port, tokens, asked };
    }

    test.each(['token', 'access_token'])('anonymous, as %s', async (name) => {
      const { port, tokens } = await withTokens((_, response) => send(response, { [name]: 't0k' }));
      expect((await run([`reg.test:${port}/app:1`])).findings).toEqual([]);
      expect(tokens.map(({ url }) => url)).toEqual(['/token?service=reg&scope=repository%3Aapp%3Apull']);
      expect(tokens[0]?.headers.authorization).toBeUndefined();
    });

    test('with the login of a user, which only the token service sees', async () => {
      const { port, tokens, asked } = await withTokens((_, response) => send(response, { token: 't0k' }));
      const ran = await run([`reg.test:${port}/app:1`], { users: ['anna'] }, `reg.test:${port}`);
      expect(ran.findings).toEqual([]);
      expect(ran.observed['images']).toMatchObject([{ login: 'anna' }]);
      expect(tokens[0]?.headers.authorization).toBe(`Basic ${BASIC}`);
      expect(new Set(asked.map(({ headers }) => headers.authorization))).toEqual(new Set([undefined, 'Bearer t0k']));
    });

    test('a login for another registry is not used', async () => {
      const { port, tokens } = await withTokens((_, response) => send(response, { token: 't0k' }));
      await run([`reg.test:${port}/app:1`], { users: ['anna'] }, 'other.test');
      expect(tokens[0]?.headers.authorization).toBeUndefined();
    });

    test.each([
      ['refused', (_: unknown, response: ServerResponse) => send(response, {}, 401), 'unauthorized'],
      [
        'a token that does not help',
        (_: unknown, response: ServerResponse) => send(response, { token: 'x' }),
        'unauthorized',
      ],
      ['429', (_: unknown, response: ServerResponse) => send(response, {}, 429), 'rate-limited'],
      ['500', (_: unknown, response: ServerResponse) => send(response, {}, 500), 'failed'],
      ['no token', (_: unknown, response: ServerResponse) => send(response, {}), 'failed'],
      [
        'a header in the token',
        (_: unknown, response: ServerResponse) => send(response, { token: 'a\r\nb: c' }),
        'failed',
      ],
    ])('%s', async (_, service, code) => {
      const { port } = await withTokens(service);
      const ran = await run([`reg.test:${port}/app:1`], { users: ['anna'] }, `reg.test:${port}`);
      expect(ran.codes).toEqual([code]);
      if (code === 'unauthorized') expect(ran.messages[0]?.en).toContain('with the login of anna');
    });

    test('are not asked for in plain HTTP elsewhere, as a runtime would: what it would get is unknown', async () => {
      const { port, tokens } = await withTokens((_, response) => send(response, { token: 't0k' }), 'http://auth.test');
      const ran = await run([`reg.test:${port}/app:1`], { users: ['anna'] }, `reg.test:${port}`);
      expect(ran.codes).toEqual(['could-not-look']);
      expect(ran.messages[0]?.en).toContain('neither https nor the registry itself');
      expect(tokens).toEqual([]);
    });
  });

  test('Basic, with a login and without', async () => {
    const { listener } = registryOf(IMAGE);
    const port = await tls(guarded('Basic realm="r"', `Basic ${BASIC}`, listener));
    const image = `reg.test:${port}/app:1`;
    expect((await run([image], { users: ['anna'] }, `reg.test:${port}`)).findings).toEqual([]);
    const ran = await run([image]);
    expect(ran.findings).toMatchObject([
      { code: 'registry-image/unauthorized', severity: 'error', args: { account: null, status: 401 } },
    ]);
    expect(ran.messages[0]?.en).toContain('without a login');
  });

  test('each login that was asked for is tried: a wrong password is not hidden behind a right one', async () => {
    const { listener } = registryOf(IMAGE);
    const port = await tls(guarded('Basic realm="r"', `Basic ${BASIC}`, listener));
    const image = `reg.test:${port}/app:1`;
    const ran = await run([image], { users: ['anna', 'carl'] }, `reg.test:${port}`);
    expect(ran.findings).toMatchObject([
      { code: 'registry-image/unauthorized', severity: 'error', target: image, args: { account: 'carl' } },
    ]);
    expect(ran.observed['images']).toMatchObject([
      { image, login: 'anna', size: 1000 },
      { image, login: 'carl', failed: 'unauthorized' },
    ]);
  });

  test('each login that was refused is told, and how it was', async () => {
    const { listener } = registryOf(IMAGE);
    const erik = Buffer.from('erik:not-it').toString('base64');
    const port = await tls((request, response) => {
      if (request.headers.authorization === `Basic ${erik}`) return send(response, {}, 403);
      guarded('Basic realm="r"', `Basic ${BASIC}`, listener)(request, response);
    });
    const image = `reg.test:${port}/app:1`;
    const ran = await run([image], { users: ['carl', 'anna', 'erik'] }, `reg.test:${port}`);
    expect(ran.findings).toMatchObject([
      {
        code: 'registry-image/unauthorized',
        target: image,
        args: {
          account: 'carl',
          status: 401,
          refused: [
            { account: 'carl', status: 401 },
            { account: 'erik', status: 403 },
          ],
        },
      },
    ]);
    expect(ran.messages[0]).toEqual({
      en: `reg.test:${port} refuses ${image} with the login of carl (401), with the login of erik (403)`,
      zh: `reg.test:${port} 拒绝提供 ${image}（401，使用 carl 的登录信息；403，使用 erik 的登录信息）`,
    });
  });

  test('an image that is not found with one login and is there with another is a refusal', async () => {
    const { listener } = registryOf(IMAGE);
    const port = await tls((request, response) => {
      const { authorization } = request.headers;
      if (authorization === `Basic ${BASIC}`) return listener(request, response);
      if (authorization === undefined) return void response.writeHead(401, { 'www-authenticate': 'Basic' }).end();
      send(response, { errors: [{ code: 'NAME_UNKNOWN' }] }, 404);
    });
    const image = `reg.test:${port}/app:1`;
    const ran = await run([image], { users: ['anna', 'carl'] }, `reg.test:${port}`);
    expect(ran.codes).toEqual(['unauthorized']);
    expect(ran.messages[0]!.en).toContain('with the login of carl (404)');
    expect(ran.observed['images']).toMatchObject([{ login: 'anna' }, { login: 'carl', failed: 'not-found' }]);
    const alone = await run([image], { users: ['carl'] }, `reg.test:${port}`);
    expect(alone.codes).toEqual(['not-found']);
  });

  test('more logins than a registry likes to see are not tried, and that is said', async () => {
    const { listener, asked } = registryOf(IMAGE);
    const port = await tls(guarded('Basic realm="r"', `Basic ${BASIC}`, listener));
    const users = ['anna', ...Array.from({ length: 20 }, (_, index) => `user${index}`)];
    const ran = await run([`reg.test:${port}/app:1`], { users }, `reg.test:${port}`);
    expect(asked.length).toBeGreaterThan(0);
    expect(ran.observed['images']).toHaveLength(8);
    expect(ran.codes).toEqual(['unauthorized', 'logins-left-out']);
    expect(ran.findings[1]).toMatchObject({
      severity: 'unknown',
      args: { tried: 8, count: 13, accounts: Array.from({ length: 10 }, (_, index) => `user${index + 7}`) },
    });
    expect(ran.messages[1]!.en).toContain('with 8 logins and not with 13 more (user7, ');
    expect(ran.messages[1]!.en).toContain('user16, …)');
    const nine = await run([`reg.test:${port}/app:1`], { users: users.slice(0, 9) }, `reg.test:${port}`);
    expect(nine.messages.at(-1)!.en).toContain('not with one more (user7)');
  });

  test('too many requests, with what the registry tells of its limit', async () => {
    const answer: RequestListener = (_, response) =>
      response.writeHead(429, { 'retry-after': '60', 'ratelimit-limit': '100;w=21600' }).end();
    const port = await tls(registryOf({ 'manifests/1': answer }).listener);
    const ran = await run([`reg.test:${port}/app:1`]);
    expect(ran.findings).toMatchObject([
      { code: 'registry-image/rate-limited', severity: 'warning', args: { retryAfter: '60', limit: '100;w=21600' } },
    ]);
  });

  describe('redirects', () => {
    const to =
      (location: string): RequestListener =>
      (_, response) =>
        response.writeHead(307, { location }).end();

    test('of a blob to another host, which gets no credentials', async () => {
      const cdn = registryOf({ config: { os: 'linux', architecture: HERE } });
      const cdnPort = await tls(cdn.listener, 'cdn.test');
      const { listener } = registryOf({ ...IMAGE, [`blobs/${CONFIG}`]: to(`https://x:y@cdn.test:${cdnPort}/config`) });
      const port = await tls(guarded('Basic realm="r"', `Basic ${BASIC}`, listener));
      const ran = await run([`reg.test:${port}/app:1`], { users: ['anna'] }, `reg.test:${port}`);
      expect(ran.findings).toEqual([]);
      expect(cdn.asked.map(({ headers }) => headers.authorization)).toEqual([undefined]);
    });

    test.each([
      ['/v2/app/manifests/1', 'failed'],
      // A runtime would go there.
      ['http://cdn.test:1/x', 'could-not-look'],
      ['file:///etc/passwd', 'failed'],
    ])('to %s', async (location, code) => {
      const { listener, asked } = registryOf({ 'manifests/1': to(location) });
      const ran = await run([`reg.test:${await tls(listener)}/app:1`]);
      expect(ran.codes).toEqual([code]);
      expect(asked.length).toBeLessThanOrEqual(5);
    });
  });

  describe('hostile answers', () => {
    const endless: RequestListener = (_, response) => {
      const more = (): void => {
        while (response.write('x'.repeat(65_536)));
        response.once('drain', more);
      };
      response.writeHead(200);
      more();
    };
    const slow: RequestListener = (_, response) => {
      response.writeHead(200);
      const timer = setInterval(() => response.write('x'), 50);
      cleanup.defer(() => clearInterval(timer));
    };

    test.each([
      ['a body without end', endless, 'not-an-image'],
      ['a byte at a time', slow, 'failed'],
      ['no manifest', (_: unknown, response: ServerResponse) => send(response, []), 'not-an-image'],
      [
        'a digest that is a path',
        (_: unknown, response: ServerResponse) =>
          send(response, { config: { digest: '../../x', size: 1 }, layers: [] }),
        'not-an-image',
      ],
      [
        'the first schema',
        (_: unknown, response: ServerResponse) => send(response, { schemaVersion: 1, fsLayers: [] }),
        'not-an-image',
      ],
      ['5xx', (_: unknown, response: ServerResponse) => send(response, {}, 503), 'failed'],
    ] as const)('%s', async (_, answer, code) => {
      const port = await serve(cleanup, registryOf({ 'manifests/1': answer }).listener);
      expect((await run([`127.0.0.1:${port}/app:1`], { httpMs: 600 })).codes).toEqual([code]);
    });

    test('what calls itself a manifest and is none is not refused for its name', async () => {
      const type = 'application/vnd.oci.image.manifest.v1+json';
      const listener: RequestListener = (_, response) => void response.setHeader('content-type', type).end('xxx');
      const port = await serve(cleanup, registryOf({ 'manifests/1': listener }).listener);
      const { codes, messages } = await run([`127.0.0.1:${port}/app:1`]);
      expect(codes).toEqual(['not-an-image']);
      expect(messages[0]?.en).toMatch(/: no manifest$/);
    });

    test('a gigabyte of headers', async () => {
      const { listener } = registryOf({});
      const inner = await serve(cleanup, listener);
      expect(inner).toBeGreaterThan(0);
      let requests = 0;
      const port = await serveTcp(cleanup, (socket) => {
        socket.on('error', () => {});
        socket.once('data', (data) => {
          // TLS is not spoken here.
          if (data[0] === 22) return void socket.end('HTTP/1.1 400 Bad Request\r\n\r\n');
          if (data.includes('GET /v2/ ')) return void socket.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}');
          requests += 1;
          socket.write('HTTP/1.1 200 OK\r\n');
          const more = (): void => {
            while (socket.writable && socket.write(`x-header: ${'y'.repeat(60_000)}\r\n`));
            if (socket.writable) socket.once('drain', more);
          };
          more();
        });
      });
      const ran = await run([`127.0.0.1:${port}/app:1`], { httpMs: 1_000 });
      expect(ran.codes).toEqual(['failed']);
      expect(requests).toBe(1);
    });
  });

  describe('a registry that is not reached', () => {
    test('is left to the checks of the network, for its images only', async () => {
      const port = await serve(cleanup, registryOf(IMAGE).listener);
      const gone = `127.0.0.1:${await closedPort()}/app:1`;
      const runs = ['dns', 'registry'];
      expect((await run([gone], { runs })).looked).toMatchObject({ blockedBy: ['registry'] });
      expect((await run(['gone.test/app:1'], { runs })).looked).toMatchObject({ blockedBy: ['dns'] });
      const both = await run([gone, `127.0.0.1:${port}/app:1`], { runs });
      expect(both.findings).toEqual([]);
      expect(both.observed['images']).toMatchObject([{ failed: 'not-reached' }, { size: 1000 }]);
    });

    test('is told where they do not run', async () => {
      const ran = await run([`127.0.0.1:${await closedPort()}/app:1`]);
      expect(ran.codes).toEqual(['failed']);
      expect(ran.messages[0]?.en).toContain('ECONNREFUSED');
    });
  });

  describe('--measure-pull', () => {
    const size = 8 * 1024 ** 3;
    const big = { ...MANIFEST, layers: [{ digest: LAYER, size }] };

    test('an image that is too large for the speed of its registry', async () => {
      // Some kilobytes, then nothing more.
      const slow: RequestListener = (request, response) => {
        expect(request.headers.range).toBe('bytes=0-1048575');
        response.writeHead(206).write('x'.repeat(70_000));
      };
      const { listener } = registryOf({ ...IMAGE, 'manifests/1': big, [`blobs/${LAYER}`]: slow });
      const port = await serve(cleanup, listener);
      const ran = await run([`127.0.0.1:${port}/app:1`], { measurePull: true, httpMs: 500 });
      expect(ran.findings).toMatchObject([{ code: 'registry-image/slow-pull', severity: 'warning' }]);
      expect(ran.messages[0]?.en).toMatch(/8192 MiB; at [1-9]\d* KiB\/s/);
    });

    test('an image that comes in time; without the option no layer is read', async () => {
      const medium = { ...MANIFEST, layers: [{ digest: LAYER, size: 2 * 1024 ** 2 }] };
      const quick: RequestListener = (_, response) => response.writeHead(206).end('x'.repeat(1024 ** 2));
      const { listener, asked } = registryOf({ ...IMAGE, 'manifests/1': medium, [`blobs/${LAYER}`]: quick });
      const image = `127.0.0.1:${await serve(cleanup, listener)}/app:1`;
      const measured = await run([image], { measurePull: true });
      expect(measured.findings).toEqual([]);
      expect(measured.observed['images']).toMatchObject([{ readBytes: 1024 ** 2 }]);
      expect((await run([image])).observed['images']).not.toHaveProperty('0.readBytes');
      expect(asked.filter(({ url }) => url?.endsWith(LAYER))).toHaveLength(1);
    });
  });
});
