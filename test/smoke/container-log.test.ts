import { expect, test } from 'vitest';
import { outputIn, seenIn } from '../../src/smoke/container-log.ts';
import { librariesIn } from '../../src/smoke/own-image.ts';
import { addressesOf, idMapIn, isHostMap, isMapOf, serversIn } from '../../src/smoke/seen.ts';

test("a log in each runtime's form: what went to stdout", () => {
  const containerd = '2026-11-23T16:23:41.255481133Z stdout F Hello from container\n';
  expect(outputIn(containerd)).toBe('Hello from container\n');
  // Warnings of runc are in it as stderr.
  const crio =
    '2026-11-23T16:31:53.5+00:00 stderr F config.json has a userns path\n2026-11-23T16:31:53.6+00:00 stdout F Hello\n';
  expect(outputIn(crio)).toBe('Hello\n');
  const docker = '{"log":"Hello\\n","stream":"stdout","time":"2026"}\n{"log":"x\\n","stream":"stderr"}\n{broken\n';
  expect(outputIn(docker)).toBe('Hello\n');
  expect(outputIn('t stdout P Hel\nt stdout F lo\n')).toBe('Hello\n');
  expect(outputIn('\u0000\u001bnonsense')).toBe('');
});

test('the parts of what a container said', () => {
  const seen = seenIn('Hello\n== uid_map\n0 300000 65536\n== end\n');
  expect([...seen.parts.keys()]).toEqual(['', 'uid_map', 'end']);
  expect(seen.parts.get('uid_map')).toBe('0 300000 65536\n');
});

test('maps of ids', () => {
  const range = { start: 300_000, count: 65_536 };
  expect(isMapOf(idMapIn('         0     300000      65536\n'), range)).toBe(true);
  expect(isMapOf(idMapIn('0 300000 65536\n65536 1 1\n'), range)).toBe(false);
  expect(isHostMap(idMapIn('0 0 4294967295\n'))).toBe(true);
  expect(isHostMap(idMapIn('0 300000 65536\n'))).toBe(false);
  expect(idMapIn('nonsense')).toEqual([]);
});

test('addresses beside the loopback, of both families', () => {
  const trie =
    'Main:\n+-- 0.0.0.0/1 2 0 2\n|-- 10.88.0.0\n/24 link UNICAST\n|-- 10.88.0.5\n/32 host LOCAL\n|-- 127.0.0.1\n/32 host LOCAL\nLocal:\n|-- 10.88.0.5\n/32 host LOCAL\n';
  const inet6 =
    '00000000000000000000000000000001 01 80 10 80       lo\nfe80000000000000f465f2fffe960320 02 40 20 80     eth0\n20010db8000000000000000000000007 02 40 00 80     eth0\n';
  const seen = seenIn(`== fib_trie\n${trie}== if_inet6\n${inet6}== end\n`);
  expect(addressesOf(seen)).toEqual(['10.88.0.5', '2001:db8::7']);
});

test('name servers of a resolv.conf', () => {
  expect(serversIn('search a\nnameserver 10.0.0.1\n nameserver  10.0.0.2 \n#nameserver 1.1.1.1\n')).toEqual([
    '10.0.0.1',
    '10.0.0.2',
  ]);
});

test('libraries, as ldd of glibc and of musl tell them', () => {
  const glibc =
    '\tlinux-vdso.so.1 (0x00007ffd)\n\tlibc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f1)\n\t/lib64/ld-linux-x86-64.so.2 (0x00007f2)\n';
  expect(librariesIn(glibc)).toEqual(['/lib/x86_64-linux-gnu/libc.so.6', '/lib64/ld-linux-x86-64.so.2']);
  const musl = '\t/lib/ld-musl-x86_64.so.1 (0x7f1)\n\tlibc.musl-x86_64.so.1 => /lib/ld-musl-x86_64.so.1 (0x7f1)\n';
  expect([...new Set(librariesIn(musl))]).toEqual(['/lib/ld-musl-x86_64.so.1']);
  expect(librariesIn('\tnot a dynamic executable\n')).toEqual([]);
});
