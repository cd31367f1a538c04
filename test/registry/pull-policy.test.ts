import { expect, test } from 'vitest';
import { pullPolicyOf } from '../../src/registry/pull-policy.ts';
import { parseReference } from '../../src/registry/reference.ts';

const DIGEST = `sha256:${'a'.repeat(64)}`;

test.each([
  ['alpine', 'Always'],
  ['alpine:latest', 'Always'],
  ['registry.test:5000/alpine', 'Always'],
  [`alpine@${DIGEST}`, 'Always'],
  [`alpine:3.20@${DIGEST}`, 'Always'],
  ['alpine:3.20', 'IfNotPresent'],
  ['registry.test:5000/team/app:v1', 'IfNotPresent'],
  ['alpine:Latest', 'IfNotPresent'],
  ['alpine:latest-1', 'IfNotPresent'],
])('craned pulls %s: %s', (text, policy) => {
  const read = parseReference(text);
  expect(read.ok && pullPolicyOf(read.value)).toBe(policy);
});
