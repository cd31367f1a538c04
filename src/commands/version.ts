import { isSea } from 'node:sea';
import { jsonDocument } from '../report/json.ts';
import { BUILD, COMMIT, VERSION } from '../report/version.ts';

/** `crane-doctor --version [--json]`: the version; in JSON also what it was built from, how, and on which Node it runs. */
export function versionText(json: boolean): string {
  if (!json) return `crane-doctor ${VERSION}\n`;
  return jsonDocument({
    name: 'crane-doctor',
    version: VERSION,
    commit: COMMIT,
    build: isSea() ? 'executable' : BUILD,
    node: process.versions.node,
    platform: `${process.platform}-${process.arch}`,
  });
}
