import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { explained } from '../src/report/explain/schema.ts';
import { fleet } from '../src/report/fleet/schema.ts';
import { triaged } from '../src/report/triage/schema.ts';
import { planned, smoked } from '../src/report/smoke/schema.ts';
import { document, event, failure } from '../src/report/schema.ts';
import { settingsFile } from '../src/settings/schema.ts';

/*
 * Writes the JSON schemas in schema/ from the types that the code uses. With `--check` it writes nothing
 * and fails where a file is stale.
 */

const SCHEMAS = [
  { name: 'report.v1.json', title: 'Report of crane-doctor check --json', type: document },
  { name: 'event.v1.json', title: 'A line of crane-doctor check --format ndjson', type: event },
  { name: 'explain.v1.json', title: 'Answer of crane-doctor explain --json', type: explained },
  { name: 'triage.v1.json', title: 'Answer of crane-doctor triage --json', type: triaged },
  { name: 'smoke.v1.json', title: 'Answer of crane-doctor smoke --json', type: z.union([smoked, planned, failure]) },
  { name: 'fleet.v1.json', title: 'Answer of crane-doctor fleet --json', type: fleet },
  { name: 'settings.v1.json', title: 'Settings file of crane-doctor, /etc/crane/doctor.yaml', type: settingsFile },
];

const directory = new URL('../schema/', import.meta.url);
await mkdir(directory, { recursive: true });
for (const { name, title, type } of SCHEMAS) {
  const path = new URL(name, directory);
  const schema = { $id: name, title, ...z.toJSONSchema(type, { target: 'draft-2020-12' }) };
  const text = `${JSON.stringify(schema, null, 2)}\n`;
  if (!process.argv.includes('--check')) await writeFile(path, text);
  else if ((await readFile(path, 'utf8').catch(() => '')) !== text) {
    console.error(`schema/${name} is stale: npm run schema writes it anew`);
    process.exitCode = 1;
  }
}
