import { describe, expect, it } from 'vitest';
import { proxyFor, proxyUrl } from '../../src/registry/proxy-for.ts';

const PROXY = 'http://proxy.example.com:3128';

/** True where a request to `host:port` goes through the proxy, by this NO_PROXY. */
function proxied(noProxy: string, host: string, port = 443): boolean {
  return proxyFor({ scheme: 'https', host, port }, { http: '', https: PROXY, no: noProxy }) !== null;
}

describe('the proxy of a request', () => {
  it('is the one of its scheme: HTTP_PROXY is not asked for https', () => {
    const values = { http: 'http://plain:1', https: 'http://secure:2', no: '' };
    const to = { host: 'quay.io', port: 443 };
    expect(proxyFor({ ...to, scheme: 'https' }, values)?.host).toBe('secure:2');
    expect(proxyFor({ ...to, scheme: 'http' }, values)?.host).toBe('plain:1');
    expect(proxyFor({ ...to, scheme: 'https' }, { ...values, https: '' })).toBeNull();
  });

  it.each([
    ['http://proxy:3128', 'http://proxy:3128/'],
    ['proxy:3128', 'http://proxy:3128/'],
    ['192.0.2.1:3128', 'http://192.0.2.1:3128/'],
    ['proxy', 'http://proxy/'],
    ['HTTPS://proxy:8443', 'https://proxy:8443/'],
    ['socks5://proxy', 'socks5://proxy:1080'],
    ['http://user:secret@proxy:3128', 'http://user:secret@proxy:3128/'],
  ])('%s is %s', (value, url) => {
    expect(proxyUrl(value)?.href).toBe(url);
  });

  it.each(['', 'http://', '://', 'http://[', ' '])('%j is none', (value) => {
    expect(proxyUrl(value)).toBeNull();
  });

  it('is never asked for localhost and loopback addresses', () => {
    for (const host of ['localhost', '127.0.0.1', '127.9.9.9', '::1']) expect(proxied('', host)).toBe(false);
    expect(proxied('', 'localhost.example.com')).toBe(true);
  });

  it.each([
    ['*', 'quay.io', 443, false],
    ['example.com, *', 'quay.io', 443, false],
    ['example.com', 'example.com', 443, false],
    ['example.com', 'reg.example.com', 443, false],
    ['example.com', 'badexample.com', 443, true],
    ['.example.com', 'example.com', 443, true],
    ['.example.com', 'reg.example.com', 443, false],
    ['*.example.com', 'reg.example.com', 443, false],
    ['*.example.com', 'example.com', 443, true],
    ['EXAMPLE.com', 'Reg.Example.COM', 443, false],
    [' reg.example.com ,quay.io', 'quay.io', 443, false],
    ['example.com:5000', 'reg.example.com', 5000, false],
    ['example.com:5000', 'reg.example.com', 443, true],
    ['10.0.0.0/8', '10.1.2.3', 443, false],
    ['10.0.0.0/8', '11.1.2.3', 443, true],
    ['10.0.0.0/8', 'ten.example.com', 443, true],
    ['10.1.2.3', '10.1.2.3', 5000, false],
    ['10.1.2.3:5000', '10.1.2.3', 5000, false],
    ['10.1.2.3:5000', '10.1.2.3', 443, true],
    ['10.1.2', '10.1.2.3', 443, true],
    ['fd00::/8', 'fd12::7', 443, false],
    ['fd00::/8', 'fe80::7', 443, true],
    ['2001:db8:0:0::1', '2001:db8::1', 443, false],
    ['[2001:db8::1]:5000', '2001:db8::1', 5000, false],
    ['[2001:db8::1]:5000', '2001:db8::1', 443, true],
    ['::ffff:10.0.0.0/104', '10.1.2.3', 443, false],
    ['10.0.0.0/33', '10.0.0.0', 443, true],
    [':5000', 'quay.io', 5000, true],
    ['quay.io quay.example.com', 'quay.io', 443, true],
  ] as const)('with NO_PROXY=%s is for %s:%s: %s', (noProxy, host, port, expected) => {
    expect(proxied(noProxy, host, port)).toBe(expected);
  });
});
