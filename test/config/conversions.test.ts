import { describe, expect, it } from 'vitest';
import {
  asBool,
  asUnsigned,
  isIpv4,
  isOctalSurprise,
  joinPath,
  memoryMisread,
  normalizeClusterDomain,
  parseMemory,
  stoul,
} from '../../src/config/conversions.ts';
import { isIpv6 } from '../../src/config/listen-settings.ts';

describe('as<bool>', () => {
  it.each(['true', 'True', 'TRUE', 'yes', 'Yes', 'YES', 'on', 'On', 'ON', 'y', 'Y'])('%s is true', (text) => {
    expect(asBool(text)).toBe(true);
  });
  it.each(['false', 'False', 'FALSE', 'no', 'No', 'NO', 'off', 'Off', 'OFF', 'n', 'N'])('%s is false', (text) => {
    expect(asBool(text)).toBe(false);
  });
  it.each(['', '1', '0', 'tRue', 'oN', 'oFf', 'enable', 'null', ' true', 'true '])('%j does not convert', (text) => {
    expect(asBool(text)).toBeUndefined();
  });
});

describe('as<uint64_t> and as<uint32_t>', () => {
  it.each([
    ['0', 0n],
    ['10', 10n],
    ['+5', 5n],
    ['7 ', 7n],
    ['010', 8n],
    ['00', 0n],
    ['0x10', 16n],
    ['+0X1f', 31n],
    ['0x0000000000000000000000000000001', 1n],
    ['18446744073709551615', (1n << 64n) - 1n],
  ])('%j is %s', (text, value) => {
    expect(asUnsigned(text, 64)).toBe(value);
  });
  it.each(['', ' 7', '-1', '-0', '08', '1e5', '1.0', '100_000', '0o7', '0b1', '1:30', '0x', '18446744073709551616'])(
    '%j does not convert',
    (text) => {
      expect(asUnsigned(text, 64)).toBeUndefined();
    },
  );
  it('has to fit its width', () => {
    expect(asUnsigned('4294967295', 32)).toBe(4294967295n);
    expect(asUnsigned('4294967296', 32)).toBeUndefined();
    expect(asUnsigned('9'.repeat(1_000_000), 64)).toBeUndefined();
  });
  it('is a surprise where leading zeros make another number', () => {
    expect(['0100000', '010', '+011'].map(isOctalSurprise)).toEqual([true, true, true]);
    expect(['0', '007', '08', '100', '0x10'].map(isOctalSurprise)).toEqual([false, false, false, false, false]);
  });
});

describe('stoul', () => {
  it.each([
    ['12', 12n],
    ['4 cores', 4n],
    ['2.9', 2n],
    [' 7', 7n],
    ['-1', (1n << 64n) - 1n],
    ['00018', 18n],
  ])('%j is %s', (text, value) => {
    expect(stoul(text)).toBe(value);
  });
  it.each(['', 'null', 'x1', '18446744073709551616', '-99999999999999999999'])('%j throws', (text) => {
    expect(stoul(text)).toBeUndefined();
  });
});

describe('ParseMemory', () => {
  it.each([
    ['50M', 50n << 20n],
    ['50MB', 50n << 20n],
    ['1.5G', 5n << 30n],
    ['0M', 0n],
    ['12B', 12n],
    ['x3Ky', 3n << 10n],
    ['64 G', 'illegal'],
    ['50', 'illegal'],
    ['50m', 'illegal'],
    ['2T', 'illegal'],
    ['null', 'illegal'],
    ['99999999999999999999G', 'stoul'],
  ])('%j is %s', (text, bytes) => {
    expect(parseMemory(text)).toBe(bytes);
  });
});

describe('a size that craned reads as another one', () => {
  it.each(['50M', '50MB', '50MiB', ' 8G ', '+8G', '12B', '0M', '8Gb', '64 G', 'null', '99999999999999999999G'])(
    '%j is no such',
    (text) => expect(memoryMisread(text)).toBeNull(),
  );
  it.each([
    ['1.5G', '5G'],
    ['1,024M', '024M'],
    ['-8G', '8G'],
    ['x3Ky', '3K'],
    ['8G per node', '8G'],
    ['20000000000G', '3028092406290448384B'],
  ])('%j is %s', (text, read) => expect(memoryMisread(text)).toBe(read));
});

describe('addresses, domains and paths', () => {
  it.each(['0.0.0.0', '192.0.2.53', '255.255.255.255'])('%s is IPv4', (text) => expect(isIpv4(text)).toBe(true));
  it.each(['', '1.2.3', '1.2.3.4.5', '256.0.0.1', '01.2.3.4', '1.2.3.4 ', 'localhost', '::1'])('%j is not', (text) => {
    expect(isIpv4(text)).toBe(false);
  });
  it.each(['::', '::1', 'fe80::1', '1:2:3:4:5:6:7:8', '::ffff:192.0.2.1', '1::8'])('%s is IPv6', (text) => {
    expect(isIpv6(text)).toBe(true);
  });
  it.each(['', ':', '1:2:3', '1::2::3', '::g', '12345::', '1:2:3:4:5:6:7:8:9', '::1.2.3', 'null'])(
    '%j is not',
    (text) => {
      expect(isIpv6(text)).toBe(false);
    },
  );
  it('trims a cluster domain and falls back to the default', () => {
    expect(normalizeClusterDomain(' .hpc.example. ', 'cluster.local')).toBe('hpc.example');
    expect(normalizeClusterDomain(' . ', 'cluster.local')).toBe('cluster.local');
  });
  it('joins as std::filesystem does', () => {
    expect(joinPath('/var/crane/', 'a/../b')).toBe('/var/crane/a/../b');
    expect(joinPath('/var/crane', 'a')).toBe('/var/crane/a');
    expect(joinPath('/var/crane', '/mnt/x')).toBe('/mnt/x');
    expect(joinPath('', 'a')).toBe('a');
  });
});
