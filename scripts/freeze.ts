import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { severitiesOf } from '../src/checks/finder.ts';
import { CHECKS } from '../src/checks/index.ts';

/*
 * `npm run freeze`, before a release: what the schemas, the checks and their codes are now may from then on
 * be added to and not taken away (test/report/contract.test.ts).
 */

const directory = new URL('../test/fixtures/contract/', import.meta.url);
await mkdir(directory, { recursive: true });
for (const name of ['report.v1.json', 'event.v1.json'])
  await copyFile(new URL(`../schema/${name}`, import.meta.url), new URL(name, directory));

const codes = CHECKS.flatMap((check) =>
  Object.entries(check.codes).map(
    ([name, code]) => `${check.group} ${check.id}/${name} ${severitiesOf(code).join(' ')}`,
  ),
);
await writeFile(new URL('codes.txt', directory), `${codes.join('\n')}\n`);
