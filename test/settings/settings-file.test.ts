import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { CHECKS } from '../../src/checks/index.ts';
import { drainCodes, mayDrain } from '../../src/health-check/may-drain.ts';
import { readSettings, settingsOf } from '../../src/settings/read-settings.ts';
import { isExpired } from '../../src/settings/settings.ts';
import { refused } from '../../src/host/answer.ts';
import type { Host } from '../../src/host/host.ts';
import { ROOT } from '../support/checkout.ts';

const KNOWN = {
  codes: ['runtime-socket/refused', 'base-dir/disk-low', 'dns/timeout'],
  drains: mayDrain(CHECKS),
};

const ajv = new Ajv2020();
formats.default(ajv);
const isValid = ajv.compile(JSON.parse(readFileSync(join(ROOT, 'schema/settings.v1.json'), 'utf8')) as object);

const read = (text: string): ReturnType<typeof settingsOf> =>
  settingsOf('/etc/crane/doctor.yaml', Buffer.from(text), KNOWN);

/** Each mistake as `line:column key`, with what is meant where that is told. */
const mistakesIn = (text: string): string[] =>
  read(text).mistakes.map((mistake) => {
    const place = mistake.span ? `${mistake.span.line}:${mistake.span.column}` : '-';
    return `${place} ${mistake.key}: ${mistake.kind === 'invalid' ? mistake.reason.en : `meant ${mistake.meant}`}`;
  });

describe.each(['docs/settings.md', 'docs/settings.zh.md'])('the example in %s', (page) => {
  const [, example = ''] =
    /<!-- example -->\n```yaml\n([\s\S]*?)```/.exec(readFileSync(join(ROOT, page), 'utf8')) ?? [];

  test('is a complete file without a mistake, and says what it means', () => {
    const { mistakes, settings } = read(example);
    expect(mistakes).toEqual([]);
    expect(settings).toMatchObject({
      registries: ['registry.example.org:5000'],
      images: ['registry.example.org:5000/base/ubuntu:24.04'],
      users: ['alice'],
      language: 'zh',
      checkMs: 10_000,
      runMs: 40_000,
      thresholds: {
        imageSpace: { warning: { bytes: 50 * 1024 ** 3, part: null }, error: { bytes: 2 * 1024 ** 3, part: null } },
        baseDirSpace: { warning: { bytes: null, part: 0.05 } },
      },
      expected: [{ code: 'base-dir/disk-low', target: '/var/crane', expires: '2026-12-31' }],
    });
    expect(settings.notes.get('runtime-socket/refused')).toContain('4711');
    expect(settings.healthCheck).toEqual({ dryRun: false, runs: 3, drainOn: drainCodes(CHECKS, null) });
  });

  test('has every key of the schema', () => {
    const document = parse(example) as object;
    expect(isValid(document), JSON.stringify(isValid.errors)).toBe(true);
    const { properties } = JSON.parse(readFileSync(join(ROOT, 'schema/settings.v1.json'), 'utf8')) as {
      properties: object;
    };
    expect(Object.keys(document).sort()).toEqual(Object.keys(properties).sort());
  });
});

describe('the schema and the program agree', () => {
  const ENTRY = 'code: dns/timeout, reason: r, expires: 2026-12-31';
  test.each([
    ['# nothing but a comment\nlanguage: zh', true],
    ['registries: []', true],
    ['users: [alice, 1000]', true],
    ['deadlines: {check: 5, run: 1.5m}', true],
    ['deadlines: {}', true],
    ['thresholds: {imageSpace: {warning: 20 %, error: 1GiB}}', true],
    ['notes: {dns/timeout: "ask us"}', true],
    [`expected: [{${ENTRY}}]`, true],
    [`expected: [{${ENTRY}, target: t}]`, true],
    ['langage: zh', false],
    ['language: fr', false],
    ['language:', false],
    ['registries: a.example', false],
    ['registries: [[a]]', false],
    ['registries: {a: b}', false],
    ['users: [""]', false],
    ['deadlines: 5s', false],
    ['deadlines: {check: soon}', false],
    ['deadlines: {check: 0}', false],
    ['deadlines: {checks: 5}', false],
    ['thresholds: {imageSpace: {warning: 20 GB}}', false],
    ['thresholds: {imageSpace: {warning: 20}}', false],
    ['thresholds: {disk: {}}', false],
    ['notes: [a]', false],
    ['notes: {dns: a}', false],
    ['notes: {dns/timeout: " "}', false],
    ['expected: [{code: dns/timeout, expires: 2026-12-31}]', false],
    ['expected: [{code: dns/timeout, reason: r}]', false],
    ['expected: [{reason: r, expires: 2026-12-31}]', false],
    ['expected: [{code: dns/timeout, reason: r, expires: 2026-02-30}]', false],
    ['expected: [{code: dns/timeout, reason: r, expires: 31.12.2026}]', false],
    [`expected: [{${ENTRY}, until: x}]`, false],
    ['expected: [dns/timeout]', false],
    ['healthCheck: {}', true],
    ['healthCheck: {dryRun: false, runs: 100, drainOn: [cni, runtime-socket/refused]}', true],
    ['healthCheck: {dryRun: no}', false],
    ['healthCheck: {runs: 0}', false],
    ['healthCheck: {runs: 101}', false],
    ['healthCheck: {runs: three}', false],
    ['healthCheck: {drainOn: cni}', false],
    ['healthCheck: {dryrun: false}', false],
    ['[language]', false],
    ['zh', false],
  ])('%s', (text, right) => {
    expect(isValid(parse(text))).toBe(right);
    expect(read(text).mistakes.length === 0).toBe(right);
  });
});

describe('a mistake', () => {
  test('has its place and what was meant, and the rest of the file holds', () => {
    const text = [
      'langage: zh',
      'deadlines: {chek: 2s, run: 20s}',
      'registries: [a.example, "b c"]',
      'notes:',
      '  dns/timeot: x',
      '  dns/timeout: y',
      'expected:',
      '  - {code: base-dir/disklow, reason: r, expires: 2026-12-31}',
      '  - {code: base-dir/disk-low, expires: 2026-12-31}',
      '  - {code: base-dir/disk-low, reason: r, expires: 2026-12-31}',
      'language: en',
      'language: zh',
    ].join('\n');
    expect(mistakesIn(text)).toEqual([
      '1:1 langage: meant language',
      '2:13 deadlines.chek: meant check',
      expect.stringMatching(/^3:25 registries\[1\]: /),
      '5:3 notes.dns/timeot: meant dns/timeout',
      '8:12 expected[0].code: no finding has that code; base-dir/disk-low is meant?',
      '9:5 expected[1].reason: is missing',
      '12:1 language: is there twice; the first counts',
    ]);
    const { settings } = read(text);
    expect(settings).toMatchObject({ registries: ['a.example'], runMs: 20_000, checkMs: null, language: 'en' });
    expect([...settings.notes]).toEqual([['dns/timeout', 'y']]);
    expect(settings.expected).toHaveLength(1);
  });

  test('is a name of drainOn that never drains: the others drain, and a typing error does not switch the dry run off', () => {
    const text = 'healthCheck: {dryRun: flase, drainOn: [dns/timeout, network, runtime-sokcet/refused, cni/no-config]}';
    expect(mistakesIn(text)).toEqual([
      '1:23 healthCheck.dryRun: that is neither true nor false',
      '1:40 healthCheck.drainOn[0]: no node is drained on it: it is never an error of the node itself',
      '1:53 healthCheck.drainOn[1]: no finding that may drain a node has that name',
      '1:62 healthCheck.drainOn[2]: no finding that may drain a node has that name; runtime-socket/refused is meant?',
    ]);
    expect(read(text).settings.healthCheck).toEqual({ dryRun: true, runs: 3, drainOn: ['cni/no-config'] });
  });

  test.each([
    ['a: [', /no YAML/],
    ['language: zh\n---\nlanguage: en', /second document/],
    [Buffer.from([0x6c, 0x3a, 0x20, 0xff]), /not UTF-8/],
  ])('of the file as a whole: %s', (bytes, words) => {
    const { mistakes } = settingsOf('/x', Buffer.from(bytes as string), KNOWN);
    expect(mistakes.some((mistake) => mistake.kind === 'invalid' && words.test(mistake.reason.en))).toBe(true);
  });

  test('of any kind throws nothing', () => {
    const word = fc.constantFrom(
      'expected',
      'notes',
      'code',
      ':',
      '- ',
      '\n',
      '  ',
      '{',
      '}',
      '[',
      ']',
      '&a',
      '*a',
      '<<',
      '"',
      '#',
    );
    fc.assert(fc.property(fc.array(fc.oneof(word, fc.string())), (parts) => void read(parts.join(''))));
  });
});

describe('a file that is not read', () => {
  const hostWith = (code: string): Host => ({
    kind: 'live',
    close: () => {},
    ask: () => Promise.resolve(refused({ code, message: 'words' })),
  });

  test.each([
    ['ENOENT', 'absent', 0],
    ['ENOTDIR', 'absent', 0],
    ['EACCES', 'unseen', 0],
    ['NOT_RECORDED', 'unseen', 0],
    ['NOT_REGULAR', 'read', 1],
    ['TOO_LARGE', 'read', 1],
  ])('%s is %s', async (code, state, mistakes) => {
    const reading = await readSettings(hostWith(code), '/etc/crane/doctor.yaml', KNOWN);
    expect([reading.state, reading.mistakes.length]).toEqual([state, mistakes]);
  });
});

test('an entry holds to the end of its day, UTC', () => {
  const [entry] = read('expected: [{code: dns/timeout, reason: r, expires: 2026-12-31}]').settings.expected;
  expect(isExpired(entry!, Date.parse('2026-12-31T23:59:59.999Z'))).toBe(false);
  expect(isExpired(entry!, Date.parse('2027-01-01T00:00:00Z'))).toBe(true);
});
