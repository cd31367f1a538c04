import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { LAUNCHERS, type About } from './about.ts';
import type { PackagedFile } from './contents.ts';
import { layOut } from './staging.ts';

/** What the executable's symbols ask for (docs/install.md): the same as Node's own. */
const DEPENDS = 'libc6 (>= 2.28), libgcc-s1 (>= 3.4) | libgcc1, libstdc++6 (>= 5.2)';

/** Makes a package for Debian and Ubuntu (amd64) in `folder`, and gives its file. dpkg-deb packs it, as root:root. */
export async function buildDeb(
  about: About,
  files: readonly PackagedFile[],
  work: string,
  folder: string,
): Promise<string> {
  const time = Date.parse(about.date) / 1000;
  const tree = join(work, 'deb');
  layOut(files, tree, time);
  const installed = files.reduce((sum, { path }) => sum + statSync(join(tree, path)).size, 0);
  const control = `Package: crane-doctor
Version: ${about.version}
Architecture: amd64
Maintainer: ${about.maintainer} <noreply@localhost>
Installed-Size: ${Math.ceil(installed / 1024)}
Depends: ${DEPENDS}
Suggests: ${LAUNCHERS.join(' | ')}
Section: admin
Priority: optional
Homepage: ${about.homepage}
Description: ${about.summary}
${about.description.map((line) => ` ${line}`).join('\n')}
`;
  const sums = files.map(({ path }) => {
    const sum = createHash('md5')
      .update(readFileSync(join(tree, path)))
      .digest('hex');
    return `${sum}  ${path.slice(1)}\n`;
  });
  mkdirSync(join(tree, 'DEBIAN'), { mode: 0o755 });
  writeFileSync(join(tree, 'DEBIAN/control'), control);
  writeFileSync(join(tree, 'DEBIAN/md5sums'), sums.join(''));
  const file = join(folder, `crane-doctor_${about.version}_amd64.deb`);
  // -Zxz -z2: every dpkg reads it, and it takes seconds.
  const options = ['--root-owner-group', '-Zxz', '-z2', '--build', tree, file];
  await execa('dpkg-deb', options, { env: { SOURCE_DATE_EPOCH: String(time) } });
  return file;
}
