import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { about } from './package/about.ts';
import { packagedFiles } from './package/contents.ts';
import { buildDeb } from './package/deb.ts';
import { buildRpm } from './package/rpm.ts';
import './write-notices.ts';

/*
 * `npm run build:packages`: dist/crane-doctor_VERSION_amd64.deb (dpkg-deb) and dist/crane-doctor-VERSION-1.x86_64.rpm
 * (rpmbuild, from Debian's package rpm too), around the executable of `npm run build:binary`.
 */

const dist = join(import.meta.dirname, '../dist');
if (!existsSync(join(dist, 'crane-doctor'))) throw new Error('There is no executable: npm run build:binary');
const work = await mkdtemp(join(tmpdir(), 'crane-doctor-package-'));
try {
  const self = about();
  const files = packagedFiles(self);
  for (const build of [buildDeb, buildRpm]) console.log(await build(self, files, work, dist));
} finally {
  await rm(work, { recursive: true });
}
