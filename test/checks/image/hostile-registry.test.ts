import type { Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { registryImage } from '../../../src/checks/image/registry-image.ts';
import { registry } from '../../../src/checks/network/registry.ts';
import { architectureOf } from '../../../src/registry/platform.ts';
import { Cleanup } from '../../support/cleanup.ts';
import { networkHost } from '../network/network-host.ts';
import { serveTcp } from '../network/registry-server.ts';
import { runCheck, type Ran } from '../run-check.ts';

const CONFIG = `sha256:${'c'.repeat(64)}`;
const LAYER = `sha256:${'1'.repeat(64)}`;
const HERE = architectureOf(process.arch === 'x64' ? 'x86_64' : 'aarch64');
const MIB = 1024 ** 2;
/** What the sockets of both sides hold besides what the program takes. */
const IN_BETWEEN = 12 * MIB;

/** What is answered to a path: a whole reply, or the beginning of one that goes on with `more` for ever. */
type Answer = string | { readonly head: string; readonly more: string };

const whole = (body: string, status = '200 OK', headers = ''): string =>
  `HTTP/1.1 ${status}\r\n${headers}content-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`;
const json = (value: unknown): string => whole(JSON.stringify(value));
const HEADERS: Answer = { head: 'HTTP/1.1 200 OK\r\n', more: `x-header: ${'y'.repeat(60_000)}\r\n` };
const BODY: Answer = { head: 'HTTP/1.1 200 OK\r\n\r\n', more: ' '.repeat(65_536) };
const HINTS: Answer = { head: '', more: 'HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n'.repeat(1_000) };

const IMAGE = {
  '/v2/': json({}),
  '/v2/app/manifests/1': json({ config: { digest: CONFIG, size: 9 }, layers: [{ digest: LAYER, size: 1024 ** 4 }] }),
  [`/v2/app/blobs/${CONFIG}`]: json({ os: 'linux', architecture: HERE }),
};

/** Goes on until the other side has had enough, no faster than it reads. */
function pour(socket: Socket, { head, more }: Exclude<Answer, string>): void {
  socket.write(head);
  const go = (): void => {
    while (socket.writable && socket.write(more));
    if (socket.writable) socket.once('drain', go);
  };
  go();
}

describe('a registry that pours out without end', () => {
  let cleanup: Cleanup;
  beforeEach(() => {
    cleanup = new Cleanup();
  });
  afterEach(() => cleanup.run());

  /** A server that answers so by path in plain HTTP, and how many bytes its endless answers came to. */
  async function hostile(answers: (port: number) => { readonly [path: string]: Answer }) {
    const poured: Socket[] = [];
    const port: number = await serveTcp(cleanup, (socket) => {
      socket.on('error', () => {});
      socket.once('data', (data) => {
        const path = /^GET (\S+) HTTP/.exec(data.toString('latin1'))?.[1] ?? '';
        // A greeting of TLS is no request.
        const other = path === '' ? whole('', '400 Bad Request') : whole('', '404 Not Found');
        const answer = answers(port)[path.replace(/\?.*/, '')] ?? other;
        if (typeof answer === 'string') return void socket.end(answer);
        poured.push(socket);
        pour(socket, answer);
      });
    });
    const bytes = (): number => poured.reduce((sum, { bytesWritten }) => sum + bytesWritten, 0);
    return { name: `127.0.0.1:${port}`, bytes, times: () => poured.length };
  }

  const look = (name: string): Promise<Ran> =>
    runCheck(registryImage, {
      host: networkHost(cleanup, {}, [], { http: 1_500 }),
      options: { images: [`${name}/app:1`], measurePull: true },
    });

  test.each([
    ['of headers', '/v2/app/manifests/1', HEADERS, ['failed'], 0],
    ['of hints before the reply', '/v2/app/manifests/1', HINTS, ['failed'], 256 * MIB],
    ['of a manifest', '/v2/app/manifests/1', BODY, ['not-an-image'], 4 * MIB],
    ['of a configuration', `/v2/app/blobs/${CONFIG}`, BODY, [], MIB],
    ['of a layer, whatever part was asked for', `/v2/app/blobs/${LAYER}`, BODY, ['slow-pull'], MIB],
  ] as const)('%s', async (_, path, answer, codes, most) => {
    const server = await hostile(() => ({ ...IMAGE, [path]: answer }));
    const before = process.memoryUsage().rss;
    const ran = await look(server.name);
    expect(ran.codes).toEqual(codes);
    expect(server.times()).toBe(1);
    expect(server.bytes()).toBeLessThan(most + IN_BETWEEN);
    expect(process.memoryUsage().rss - before).toBeLessThan(128 * MIB);
  });

  test('of a token', async () => {
    const challenge = (port: number): string =>
      whole('', '401 Unauthorized', `www-authenticate: Bearer realm="http://127.0.0.1:${port}/token"\r\n`);
    const server = await hostile((port) => ({
      '/v2/': json({}),
      '/v2/app/manifests/1': challenge(port),
      '/token': BODY,
    }));
    expect((await look(server.name)).codes).toEqual(['failed']);
    expect(server.times()).toBe(1);
    expect(server.bytes()).toBeLessThan(IN_BETWEEN);
  });

  test.each([
    ['of headers', HEADERS, 'not-a-registry'],
    ['of a body', BODY, null],
  ] as const)('%s at /v2/', async (_, answer, code) => {
    const server = await hostile(() => ({ '/v2/': answer }));
    const host = networkHost(cleanup, {}, [], { http: 1_500 });
    const ran = await runCheck(registry, { host, options: { registries: [server.name] } });
    expect(ran.codes).toEqual(code ? [code] : []);
    expect(server.bytes()).toBeLessThan(IN_BETWEEN);
  });

  test('of indexes that lead to indexes', async () => {
    const platform = { os: 'linux', architecture: HERE };
    const index = json({ manifests: [{ digest: CONFIG, size: 9, platform }] });
    const server = await hostile(() => ({
      '/v2/': json({}),
      '/v2/app/manifests/1': index,
      [`/v2/app/manifests/${CONFIG}`]: index,
    }));
    const ran = await look(server.name);
    expect(ran.codes).toEqual(['failed']);
    expect(ran.messages[0]?.en).toContain('indexes');
  });
});
