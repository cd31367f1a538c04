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
    {
      label: 'registries',
      value: 'r.example.org, why named as a registry, addresses 192.0.2.1, 192.0.2.2, failed tcp',
    },
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

test('names from outside (conditions of a runtime, name servers) are as safe and as plain as values', () => {
  for (const lang of ['en', 'zh'] as const) {
    const [conditions] = evidenceOf({ conditions: { 'Ready\u001b[31m': true, constructor: 'x' } }, lang);
    expect(conditions!.value).toContain('Ready\\x1b[31m');
    expect(conditions!.value).toContain('constructor x');
    expect(evidenceOf({ '\u0007bell': 1 }, lang)[0]!.label).toBe('\\x07bell');
  }
});
