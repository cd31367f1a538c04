import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../src/config/read-config.ts';
import type { ConfigReading } from '../../src/config/reading.ts';

function read(text: string | Uint8Array): ConfigReading {
  const bytes = typeof text === 'string' ? Buffer.from(text, 'latin1') : text;
  return parseConfig(bytes, { path: '/c', supervisorExists: () => true });
}

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
