import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isAlias, isMap, isPair, isScalar, isSeq, parseAllDocuments, type Document, type Node } from 'yaml';
import type { ConfigNode } from '../../src/config/reading.ts';
import { loadDocument } from '../../src/config/yaml-cpp/document.ts';

/** The tree in short: `{a=1,b=[~]}`. */
function short(node: ConfigNode): string {
  if (node.kind === 'sequence') return `[${node.items.map(short).join(',')}]`;
  if (node.kind === 'map') return `{${node.entries.map(({ key, value }) => `${key}=${short(value)}`).join(',')}}`;
  return node.kind === 'null' ? '~' : JSON.stringify(node.text);
}

function load(text: string): string {
  const loaded = loadDocument(new TextEncoder().encode(text));
  if (loaded.kind === 'document') return short(loaded.root);
  return loaded.kind === 'syntax-error' ? `${loaded.place.line}:${loaded.place.column} ${loaded.words}` : loaded.kind;
}

/** The same from the npm package yaml, which knows nothing of yaml-cpp. */
function other(document: Document, node: unknown): string {
  if (isAlias(node)) return other(document, node.resolve(document));
  if (isSeq(node)) return `[${node.items.map((item) => other(document, item)).join(',')}]`;
  if (isMap(node)) {
    return `{${node.items.map((pair) => (isPair(pair) ? `${(pair.key as { value: string }).value}=${other(document, pair.value)}` : '')).join(',')}}`;
  }
  if (!isScalar(node)) return '~';
  const plain = (node as Node & { type?: string }).type === 'PLAIN';
  const text = typeof node.value === 'string' ? node.value : '';
  return plain && !node.tag && ['', '~', 'null', 'Null', 'NULL'].includes(text) ? '~' : JSON.stringify(text);
}

describe('where yaml-cpp and YAML 1.2 agree, so does the tree', () => {
  const files = ['healthy', 'ten-mistakes'].map((name) =>
    readFileSync(new URL(`../fixtures/config/${name}.yaml`, import.meta.url), 'utf8'),
  );
  const cases = readFileSync(new URL('../fixtures/parity/cases.jsonl', import.meta.url), 'utf8')
    .trim()
    .split('\n');
  const bases = cases.map((line) => JSON.parse(line) as { kind: string; config: string });
  const texts = [...files, ...bases.filter(({ kind }) => kind === 'base').map(({ config }) => config)];

  it.each(texts.map((text, index) => ({ index, text })))('file $index', ({ text }) => {
    const options = { schema: 'failsafe', uniqueKeys: false, merge: false } as const;
    const [document] = parseAllDocuments(text, options) as unknown as Document[];
    expect(load(text.replace(/^\uFEFF/, ''))).toBe(other(document!, document!.contents));
  });
});

describe('what yaml-cpp reads in its own way', () => {
  it.each([
    ['', '~'],
    ['a', '"a"'],
    ['a: ~\nb:\nc: null\nd: ""\ne: nULL\nf: !!str\n', '{a=~,b=~,c=~,d="",e="nULL",f=""}'],
    ['a: 1\na: 2\n', '{a="1",a="2"}'],
    ['a: [b,, c,]\n', '{a=["b",~,"c"]}'],
    ['a: {Id:5}\n', '{a={Id:5=~}}'],
    ['a: "x"# comment\n', '{a="x"}'],
    ['a: b#c\n', '{a="b#c"}'],
    ['a: 1\nb', '{a="1",b=~}'],
    ["a: 'open\n", '{a="open "}'],
    ['a: 1\n---\nb: @\n', '{a="1"}'],
    ['a: 1\n%b: 2\n', '{a="1"}'],
    ['%YAML 1.1\na: 1\n', '{a="1"}'],
    ['a: !x!y z\n', '{a="z"}'],
    ['a: &x 1\nb: *x\n', '{a="1",b="1"}'],
    ['? a\n: b\n', '{a="b"}'],
    ['a: |\n  x\n  y\n', '{a="x\\ny\\n"}'],
    ['a: >-\n  x\n  y\n\n  z\n', '{a="x y\\nz"}'],
    ['a: b\n  c\n', '{a="b c"}'],
    ['a: "\\u9e64\\n"\n', '{a="鹤\\n"}'],
    ['a: 1\r\nb: 2\r\n', '{a="1",b="2"}'],
    ['a: 1\rb: 2\r', '{a="1",b="2"}'],
  ])('%j', (text, tree) => {
    expect(load(text)).toBe(tree);
  });
});

describe('syntax errors, in the words and at the places of yaml-cpp', () => {
  it.each([
    ['a: 1\n\tb: 2\n', '2:1 illegal tab when looking for indentation'],
    ['a:\n\tb: 2\n', '2:3 illegal map value'],
    ['a: b: c\n', '1:5 illegal map value'],
    ['a: 1\n b: 2\n', '2:3 illegal map value'],
    ['x:\n  a: 1\n b: 2\n', '3:2 end of map not found'],
    ['- "a"\n  "b"\n', '2:3 end of sequence not found'],
    ['a: [1, 2\n', '2:1 end of sequence flow not found'],
    ['a: {b: 1\n', '2:1 end of map flow not found'],
    ['a: ]\n', '1:4 illegal flow end'],
    ['a: [b}\n', '1:6 illegal flow end'],
    ['鹤思: @x\n', '1:9 unknown token'],
    ['a: [b?c]\n', '1:6 unknown token'],
    ['a: "x" y\n', '1:8 unexpected scalar'],
    ['a: "x', '1:6 illegal EOF in scalar'],
    ['a: "x\n---\n', '2:1 illegal document indicator in scalar'],
    ['a: "\\q"\n', '1:7 unknown escape character: q'],
    ['a: "\\xzz"\n', '1:9 bad character found while scanning hex number'],
    ['a: "\\ud800"\n', '1:11 invalid unicode: 55296'],
    ['a: |0\n', '1:6 cannot set zero indentation for a block scalar'],
    ['a: |x\n', '1:5 unexpected character in block scalar'],
    ['a: *b\n', '1:4 the referenced anchor is not defined: b'],
    ['a: & b\n', '1:5 anchor not found after &'],
    ['a: * b\n', '1:5 alias not found after *'],
    ['a: &b &c d\n', '1:7 cannot assign multiple anchors to the same node'],
    ['a: !b !c d\n', '1:7 cannot assign multiple tags to the same node'],
    ['a: !<b d\n', '1:7 end of verbatim tag not found'],
    ['%YAML 2.0\n---\na: 1\n', '1:1 YAML major version too large'],
    ['%YAML\n---\na: 1\n', '1:1 YAML directives must have exactly one argument'],
    ['%TAG !a!\n---\na: 1\n', '1:1 TAG directives must have exactly two arguments'],
    [`${'k'.repeat(1025)}: 1\n`, '1:1026 illegal map value'],
  ])('%j', (text, words) => {
    expect(load(text)).toBe(words);
  });

  it('has 499 levels below the root, and no more', () => {
    const nested = (levels: number): string => load(`a: ${'['.repeat(levels)}${']'.repeat(levels)}\n`);
    expect(nested(498)).toContain('[[[');
    expect(nested(499)).toContain('bad file');
  });

  it('knows keys of up to 1024 bytes', () => {
    expect(load(`${'k'.repeat(1024)}: 1\n`)).toBe(`{${'k'.repeat(1024)}="1"}`);
  });
});
