import { describe, expect, it } from 'vitest';
import { parseReference } from '../../src/registry/reference.ts';

const SHA = `sha256:${'0123456789abcdef'.repeat(4)}`;

function textOf(reference: string): string | null {
  const read = parseReference(reference);
  return read.ok ? read.value.text : null;
}

describe('an image reference', () => {
  // What reference.ParseDockerRef makes of them.
  it.each([
    ['alpine', 'docker.io/library/alpine:latest'],
    ['alpine:3.20', 'docker.io/library/alpine:3.20'],
    ['bitnami/redis', 'docker.io/bitnami/redis:latest'],
    ['docker.io/alpine', 'docker.io/library/alpine:latest'],
    ['index.docker.io/alpine', 'docker.io/library/alpine:latest'],
    ['registry-1.docker.io/alpine', 'registry-1.docker.io/alpine:latest'],
    ['docker.io:443/alpine', 'docker.io:443/alpine:latest'],
    ['quay.io/a/b/c:v1', 'quay.io/a/b/c:v1'],
    ['Reg/mine', 'Reg/mine:latest'],
    ['localhost/mine', 'localhost/mine:latest'],
    ['localhost:5000/mine:x', 'localhost:5000/mine:x'],
    ['registry:5000/mine', 'registry:5000/mine:latest'],
    ['[2001:db8::1]:5000/mine', '[2001:db8::1]:5000/mine:latest'],
    [`alpine@${SHA}`, `docker.io/library/alpine@${SHA}`],
    [`alpine:3.20@${SHA}`, `docker.io/library/alpine@${SHA}`],
    ['a__b/c-d.e', 'docker.io/a__b/c-d.e:latest'],
  ])('%s is %s', (given, whole) => {
    expect(textOf(given)).toBe(whole);
  });

  it('keeps the tag that was given, and none beside a digest', () => {
    const tagged = parseReference('alpine:3.20');
    expect(tagged.ok && tagged.value).toMatchObject({ repository: 'library/alpine', tag: '3.20', digest: null });
    const pinned = parseReference(`alpine:3.20@${SHA}`);
    expect(pinned.ok && pinned.value).toMatchObject({ tag: null, digest: SHA });
  });

  it.each([
    '',
    ' ',
    'alpine latest',
    'https://docker.io/alpine',
    'Alpine',
    'docker.io/Alpine',
    'alpine:',
    'alpine:-x',
    `alpine:${'x'.repeat(129)}`,
    'alpine@sha256:123',
    `alpine@${SHA.toUpperCase()}`,
    '-x',
    'a//b',
    'a/b/',
    '/a',
    'quay.io/',
    'registry:99999/x',
    'registry:/x',
    'alp\u001b[31mine',
    'alpine\n',
    `${'a/'.repeat(130)}b`,
    '0123456789abcdef'.repeat(4),
    '[::1/x',
    'user@registry.example.com/x',
  ])('%j is malformed, with a reason in both languages', (given) => {
    const read = parseReference(given);
    expect(read.ok).toBe(false);
    if (!read.ok) {
      expect(read.reason.en).not.toBe('');
      expect(read.reason.zh).toMatch(/[\u4e00-\u9fff]/);
    }
  });
});
