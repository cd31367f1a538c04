import { describe, expect, it } from 'vitest';
import { parseRegistryHost, type RegistryHost } from '../../src/registry/registry-host.ts';

function hostOf(text: string): RegistryHost {
  const read = parseRegistryHost(text);
  if (!read.ok) throw new Error(read.reason.en);
  return read.value;
}

describe('a registry host', () => {
  it('of docker.io has its API elsewhere, by whatever name it is called', () => {
    for (const name of ['docker.io', 'index.docker.io', 'registry-1.docker.io', 'Docker.IO']) {
      expect(hostOf(name)).toMatchObject({ name: 'docker.io', apiHost: 'registry-1.docker.io', port: 443 });
    }
  });

  it('is a name or an address, with the port that was given or 443', () => {
    expect(hostOf('quay.io')).toMatchObject({ name: 'quay.io', authority: 'quay.io', port: 443, literal: false });
    expect(hostOf('reg.example.com:5000')).toMatchObject({ authority: 'reg.example.com:5000', port: 5000 });
    expect(hostOf('192.0.2.7:5000')).toMatchObject({ apiHost: '192.0.2.7', literal: true, loopback: false });
    expect(hostOf('[2001:DB8::1]:5000')).toMatchObject({
      name: '[2001:db8::1]:5000',
      apiHost: '2001:db8::1',
      authority: '[2001:db8::1]:5000',
      literal: true,
    });
  });

  it('on loopback is told from all others', () => {
    for (const name of ['localhost', 'localhost:5000', '127.0.0.1:5000', '127.9.9.9', '[::1]:5000']) {
      expect(hostOf(name).loopback, name).toBe(true);
    }
    for (const name of ['localhost.example.com', '128.0.0.1', '[::2]', '127.example.com']) {
      expect(hostOf(name).loopback, name).toBe(false);
    }
  });

  it.each([
    '',
    'https://quay.io',
    'quay.io/v2',
    'user:pass@quay.io',
    'quay.io:',
    'quay.io:0',
    'quay.io:65536',
    'quay.io:5000:1',
    'quay.io:+5',
    '::1',
    '[::1',
    '[::1]x',
    '[127.0.0.1]',
    '1.2.3',
    '1.2.3.256',
    '-quay.io',
    'quay.io.1',
    '0x7f.0x1',
    'xn--.io',
    'quay..io',
    'quay_io',
    'q\u0000',
    'quay.io\n',
    'quay.io\u009b',
    `${'a'.repeat(64)}.io`,
    Array(70).fill('abc').join('.'),
  ])('%j is malformed, with a reason in both languages', (given) => {
    const read = parseRegistryHost(given);
    expect(read.ok).toBe(false);
    if (!read.ok) expect(read.reason.zh).toMatch(/[\u4e00-\u9fff]/);
  });
});
