import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../src/config/read-config.ts';
import type { ConfigReading } from '../../src/config/reading.ts';

const SIZE = 4 * 1024 * 1024;

function read(text: string | Uint8Array): ConfigReading {
  const bytes = typeof text === 'string' ? Buffer.from(text, 'latin1') : text;
  return parseConfig(bytes, { path: '/c', supervisorExists: () => true });
}

const fill = (unit: string): string => unit.repeat(Math.floor(SIZE / unit.length));

describe('4 MiB of anything end soon and without an exception', () => {
  it.each([
    ['entries', fill('a: b\n'), 'unknown'],
    ['items', fill('- a\n'), 'unknown'],
    ['a flow list', `a: [${fill('a,').slice(100)}]\n`, 'unknown'],
    ['open brackets', fill('['), 'unknown'],
    ['nested items', fill('- '), 'aborts'],
    ['question marks', fill('? '), 'aborts'],
    ['a plain scalar of many lines', `a: ${fill('x\n ').slice(100)}`, 'exits'],
    ['escapes', `a: "${fill('\\n').slice(100)}"\n`, 'exits'],
    ['comments', `${fill('#\n').slice(100)}a: 1\n`, 'exits'],
    ['aliases', `x: &a b\ny: [${fill('*a,').slice(100)}]\n`, 'unknown'],
    ['a block scalar', `a: |\n${fill(' x\n').slice(100)}`, 'exits'],
    ['NUL', fill('\0'), 'aborts'],
    ['bytes that are no UTF-8', fill('\xff'), 'aborts'],
    ['tags', fill('!a'), 'unknown'],
    ['blanks', fill(' '), 'exits'],
    ['a host list', `Supervisor:\nNodes:\n  - name: "${fill('cn[1-99],').slice(100)}"\n`, 'exits'],
    ['a number', `Supervisor:\n  MaxLogFileNum: ${fill('9').slice(100)}\n`, 'aborts'],
    ['the same unknown key', `Supervisor:\n${fill('RuntimeEndpoint_of_a_long_name: 1\n').slice(340)}`, 'exits'],
  ])('%s', (_, text, outcome) => {
    const before = performance.now();
    expect(read(text).outcome).toBe(outcome);
    expect(performance.now() - before).toBeLessThan(6_000);
  });
});

describe('aliases', () => {
  it('are the anchored node itself, so that aliases of aliases cost nothing', () => {
    const levels = Array.from({ length: 40 }, (_, i) => `l${i + 1}: &l${i + 1} [${`*l${i},`.repeat(10)}]`);
    const reading = read(`l0: &l0 x\n${levels.join('\n')}\nSupervisor: *l40\n`);
    expect(reading.outcome).toBe('exits');
    expect(Object.keys(reading.identity!.values).length).toBeLessThanOrEqual(300);
    expect(reading.identity!.hash).toMatch(/^[0-9a-f]{64}$/);
  });

  it('can lead a node into itself', () => {
    const reading = read('Supervisor: &s\n  Path: *s\n  Again: *s\n');
    expect(reading.outcome).toBe('aborts');
    expect(reading.message).toBe('yaml-cpp: error at line 1, column 13: bad conversion');
    expect(reading.identity!.hash).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('what is no YAML at all', () => {
  it.each([
    ['nothing', new Uint8Array()],
    ['an ELF header', Buffer.from('\x7fELF\x02\x01\x01\0\0\0', 'latin1')],
    ['a byte order mark alone', Buffer.from([0xef, 0xbb, 0xbf])],
    ['a cut character', Buffer.from([0x61, 0xe9])],
  ])('%s', (_, bytes) => {
    expect(['exits', 'aborts']).toContain(read(bytes).outcome);
  });

  it('UTF-16 is read as yaml-cpp reads it', () => {
    const text = '\uFEFFCraneBaseDir: /srv/鹤思\nSupervisor:\n';
    const reading = read(Buffer.from(text, 'utf16le'));
    expect(reading.paths.baseDir).toBe('/srv/鹤思');
    expect(reading.notUtf8).toBeNull();
  });
});
