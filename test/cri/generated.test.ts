import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';

import { generateCriTypes } from '../../scripts/proto.ts';

const directory = mkdtempSync(join(tmpdir(), 'cri-types-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

function filesBelow(root: string): { readonly [name: string]: string } {
  const names = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  return Object.fromEntries(names.sort().map((name) => [name, readFileSync(join(root, name), 'utf8')]));
}

test('the types in the tree are those of proto/cri.proto (npm run proto)', () => {
  generateCriTypes(directory);
  expect(filesBelow(join(import.meta.dirname, '../../src/cri/generated'))).toEqual(filesBelow(directory));
});
