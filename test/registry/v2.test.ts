import { describe, expect, it } from 'vitest';
import type { HttpReply } from '../../src/host/questions.ts';
import { parseChallenge } from '../../src/registry/challenge.ts';
import { readV2 } from '../../src/registry/v2.ts';

function reply(status: number, headers: HttpReply['headers'] = {}, body = ''): HttpReply {
  return { status, headers, body, bodyBytes: body.length, bodyMs: 0, certificate: null, stepMs: {}, ms: 1 };
}

const HTML = { 'content-type': 'text/html; charset=utf-8' };
const API = { 'docker-distribution-api-version': 'registry/2.0' };
const BEARER = { 'www-authenticate': 'Bearer realm="https://auth.example.com/token",service="reg"' };

describe('the answer to GET /v2/', () => {
  it.each([
    ['200 of a registry', reply(200, API, '{}')],
    ['200 without the version header (quay)', reply(200, {}, 'true')],
    ['401 with a challenge', reply(401, BEARER)],
    ['401 with the version header only', reply(401, API)],
    ['403 with an error document', reply(403, {}, '{"errors":[{"code":"DENIED"}]}')],
    ['404 with the version header', reply(404, API)],
    ['a redirect to another registry', reply(307, { location: 'https://mirror.example.com/v2/' })],
    ['a 401 whose body is a page', reply(401, { ...BEARER, ...HTML }, '<html>')],
  ])('%s is a registry', (_, given) => {
    expect(readV2(given).kind).toBe('registry');
  });

  it.each([
    ['a page', reply(200, HTML, '<!doctype html>'), 'html'],
    ['a page without its type', reply(200, {}, '\n <HTML><body>'), 'html'],
    ['404', reply(404), 'status'],
    ['401 without a challenge', reply(401), 'no-challenge'],
    ['a redirect to a login page', reply(302, { location: '/login?next=/v2/' }), 'redirect'],
    ['a redirect to itself', reply(302, { location: '/v2/' }), 'redirect'],
    ['a redirect to a page of a similar name', reply(302, { location: '/v2login' }), 'redirect'],
    ['a redirect to nowhere', reply(302, {}), 'redirect'],
    ['403 of a proxy', reply(403, HTML, '<html>blocked'), 'html'],
  ])('%s is none', (_, given, seen) => {
    expect(readV2(given)).toEqual({ kind: 'not-a-registry', seen });
  });

  it('tells a limit from a fault', () => {
    expect(readV2(reply(429, { 'retry-after': '60' }))).toEqual({ kind: 'rate-limited', retryAfter: '60' });
    expect(readV2(reply(429))).toEqual({ kind: 'rate-limited', retryAfter: null });
    expect(readV2(reply(503, API)).kind).toBe('http');
    expect(readV2(reply(400, {}, 'bad request')).kind).toBe('http');
  });
});

describe('a challenge', () => {
  it('has a scheme and parameters, quoted or not', () => {
    expect(parseChallenge('Bearer realm="https://a/t, x=\\"1\\"", service=reg,scope=""')).toEqual({
      scheme: 'bearer',
      parameters: { realm: 'https://a/t, x="1"', service: 'reg', scope: '' },
    });
    expect(parseChallenge('Basic realm="r", Bearer realm="s"')?.parameters).toEqual({ realm: 'r' });
    expect(parseChallenge('Negotiate')).toEqual({ scheme: 'negotiate', parameters: {} });
  });

  it.each([undefined, '', '   ', '"x"', `Bearer ${'a'.repeat(9000)}`])('is not in %j', (header) => {
    expect(parseChallenge(header)).toBeNull();
  });

  it('takes no time on a header that nearly matches', () => {
    expect(parseChallenge(`Bearer ${'a="\\"'.repeat(1500)}`)).toMatchObject({ scheme: 'bearer' });
  });
});
