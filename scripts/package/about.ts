import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

/**
 * What `fleet` reaches other nodes with, either of them: packages of these names in Debian and in EPEL. Suggested and no
 * more: every compute node gets the package, and only where an administrator sits is a launcher needed.
 */
export const LAUNCHERS = ['pdsh', 'clustershell'] as const;

/** What both packages say of themselves. */
export interface About {
  readonly version: string;
  readonly summary: string;
  readonly description: readonly string[];
  readonly homepage: string;
  readonly maintainer: string;
  /** The day of the version's release (YYYY-MM-DD), from CHANGELOG.md. */
  readonly date: string;
}

/** The newest version of CHANGELOG.md must be that of package.json: `## 0.1.0 (2026-11-27)`. */
export function about(): About {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  const [, version, date] =
    /^## (\S+) \((\d{4}-\d\d-\d\d)\)$/m.exec(readFileSync(join(root, 'CHANGELOG.md'), 'utf8')) ?? [];
  if (version !== manifest.version || date === undefined)
    throw new Error(`CHANGELOG.md begins with ${version ?? 'nothing'}, package.json has ${manifest.version}`);
  return {
    version,
    date,
    summary: 'find out why containers do not run on a CraneSched node',
    description: [
      'Examines a node of a CraneSched cluster on which the container feature is',
      'enabled or about to be, finds the cause when containers do not work, and',
      "shows the remedy with that node's own values. One executable that needs no",
      'Node.js.',
    ],
    homepage: 'https://github.com/PKUHPC/CraneSched',
    maintainer: 'crane-doctor maintainers',
  };
}
