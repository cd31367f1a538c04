import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { document } from '../src/report/schema.ts';

/*
 * Writes schema/report.v1.json from the type that the code uses. With `--check` it writes nothing and
 * fails where the file is stale.
 */

const path = new URL('../schema/report.v1.json', import.meta.url);
const schema = {
  $id: 'report.v1.json',
  title: 'Report of crane-doctor check --json',
  ...z.toJSONSchema(document, { target: 'draft-2020-12' }),
};
const text = `${JSON.stringify(schema, null, 2)}\n`;

if (process.argv.includes('--check')) {
  const there = await readFile(path, 'utf8').catch(() => '');
  if (there !== text) {
    console.error('schema/report.v1.json is stale: npm run schema writes it anew');
    process.exit(1);
  }
} else {
  await mkdir(new URL('.', path), { recursive: true });
  await writeFile(path, text);
}
