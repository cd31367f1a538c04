import { expect, test } from 'vitest';
import { evidenceOf } from '../../src/report/evidence.ts';

const registry = {
  registry: 'r.example.org',
  why: 'registry-option',
  addresses: ['192.0.2.1', '192.0.2.2'],
  failed: 'tcp',
};

test('a row begins with what it is about, without its name; why it was looked at is in words', () => {
  expect(evidenceOf({ registries: [registry] }, 'en')).toEqual([
    { label: 'registries', value: 'r.example.org, why --registry, addresses 192.0.2.1, 192.0.2.2, failed tcp' },
  ]);
  expect(evidenceOf({ registries: [{ ...registry, why: 'sandbox-image' }] }, 'zh')).toEqual([
    { label: '镜像仓库', value: 'r.example.org，缘由 沙箱镜像，地址 192.0.2.1、192.0.2.2，失败于 tcp' },
  ]);
});

test('what is absent or empty is a dash, not nothing', () => {
  expect(evidenceOf({ hostname: '', nodes: null }, 'en').map(({ value }) => value)).toEqual(['–', '–']);
});

test('a word of a reason is a plain value everywhere else', () => {
  expect(evidenceOf({ handlers: [{ name: 'default' }] }, 'en')[0]?.value).toBe('name default');
});
