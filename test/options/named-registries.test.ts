import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CHECKS } from '../../src/checks/index.ts';
import { checkRequestOf } from '../../src/options/check-request.ts';
import { parseCommandLine } from '../../src/options/parse.ts';
import { UsageError } from '../../src/options/usage-error.ts';
import type { Parsed } from '../../src/registry/parsed.ts';
import { parseReference } from '../../src/registry/reference.ts';
import { parseRegistryHost, type RegistryHost } from '../../src/registry/registry-host.ts';

/** Pieces that hosts and references are made of, well and badly; put together they are near the grammar's edge. */
const PIECES = [
  ...['a', 'Z', '0', '-', '_', '.', ':', '/', '@', '[', ']', '%', '?', '#', '\\', ' ', '\u0000', '\u001b', '\u202e'],
  ...[
    'docker.io',
    'quay.io',
    'localhost',
    'alpine',
    'latest',
    ':5000',
    ':0',
    ':99999',
    '127.0.0.1',
    '0x7f',
    '1',
    '256',
  ],
  ...['::1', 'fe80::1%eth0', '::ffff:1.2.3.4', 'xn--', 'é', '中文', 'https://', 'user:pw@', '@sha256:', 'f'.repeat(64)],
];
const near = fc.array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 8 }).map((pieces) => pieces.join(''));
const anything = fc.oneof(near, fc.string({ minLength: 1 }), fc.string({ unit: 'binary', minLength: 1 }));

/** What the command line makes of a value: what it keeps, or the words of the usage error. */
function given(option: 'registry' | 'image', value: string): { kept: string } | { refused: UsageError } {
  try {
    const { options } = checkRequestOf(parseCommandLine([`--${option}=${value}`]), CHECKS);
    return { kept: [...options.registries, ...options.images].join('\n') };
  } catch (error) {
    if (error instanceof UsageError) return { refused: error };
    throw error;
  }
}

/** Every value of an option is refused with the reason in both languages, or means something that `holds`. */
function everyValue<T>(option: 'registry' | 'image', parse: (text: string) => Parsed<T>, holds: (value: T) => void) {
  fc.assert(
    fc.property(anything, (text) => {
      const seen = given(option, text);
      const read = parse(text);
      if (!read.ok) {
        expect(seen).toHaveProperty('refused');
        expect(read.reason.en).toMatch(/^[a-z0-9]/);
        expect(read.reason.zh).toMatch(/\p{Script=Han}/u);
      } else {
        expect(seen).toEqual({ kept: text });
        holds(read.value);
      }
    }),
    { numRuns: 2_000 },
  );
}

/** A host that can be asked: its name says the same when it is read again, and a URL leads to exactly it. */
function canBeAsked(host: RegistryHost): void {
  expect(parseRegistryHost(host.name)).toEqual({ ok: true, value: host });
  expect(host.port).toBeGreaterThan(0);
  expect(host.port).toBeLessThan(65_536);
  const url = new URL(`ftp://${host.authority}/`);
  expect(url.port === '' ? 443 : Number(url.port)).toBe(host.port);
  if (!host.literal) expect(url.hostname).toBe(host.apiHost);
}

describe('what is named on the command line', () => {
  test('--registry is a host that can be asked, or a usage error with the reason', () => {
    everyValue('registry', parseRegistryHost, canBeAsked);
  });

  test('--image is a canonical reference, or a usage error with the reason', () => {
    everyValue('image', parseReference, (reference) => {
      canBeAsked(reference.registry);
      expect(parseReference(reference.text)).toEqual({ ok: true, value: reference });
      expect(reference.tag === null).toBe(reference.digest !== null);
      expect(new URL(`https://h/v2/${reference.repository}/manifests/x`).pathname).toBe(
        `/v2/${reference.repository}/manifests/x`,
      );
    });
  });

  test('a value of megabytes is refused as quickly as any', () => {
    for (const text of ['a.', 'a/', 'a-', 'a_', '[::', '1.', '@', ':', ' '].map((piece) => piece.repeat(500_000))) {
      expect(given('registry', text), text.slice(0, 2)).toHaveProperty('refused');
      expect(given('image', text), text.slice(0, 2)).toHaveProperty('refused');
    }
  });
});
