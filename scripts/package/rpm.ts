import { copyFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { LAUNCHERS, type About } from './about.ts';
import type { PackagedFile } from './contents.ts';
import { layOut } from './staging.ts';

/** Where RPM systems look for zsh's functions; Debian has a folder of its own. */
const ZSH = ['/usr/share/zsh/vendor-completions/', '/usr/share/zsh/site-functions/'] as const;

/**
 * Makes a package for RPM systems (x86_64) in `folder`, and gives its file. rpmbuild finds out itself which
 * libraries the executable needs; it must not strip it, as the program would be gone.
 */
export async function buildRpm(
  about: About,
  files: readonly PackagedFile[],
  work: string,
  folder: string,
): Promise<string> {
  const time = Date.parse(about.date) / 1000;
  const own = files.map((file) => ({ ...file, path: file.path.replace(ZSH[0], ZSH[1]) }));
  const tree = join(work, 'rpm');
  layOut(own, tree, time);
  const spec = `Name: crane-doctor
Version: ${about.version}
Release: 1
Summary: ${about.summary}
License: Apache-2.0
URL: ${about.homepage}
BuildArch: x86_64
AutoReq: yes
${LAUNCHERS.map((name) => `Suggests: ${name}`).join('\n')}
%global __os_install_post %{nil}
%global debug_package %{nil}
%global _build_id_links none
%global source_date_epoch_from_changelog 0

%description
${about.description.join('\n')}

%install
cp -a ${tree}/. %{buildroot}/

%files
${own.map(({ path, mode }) => `%attr(${mode.toString(8)}, root, root) ${path}`).join('\n')}
`;
  const specFile = join(work, 'crane-doctor.spec');
  writeFileSync(specFile, spec);
  const top = join(work, 'rpmbuild');
  const settings = [`_topdir ${top}`, '_binary_payload w2.xzdio', 'clamp_mtime_to_source_date_epoch 1'];
  await execa(
    'rpmbuild',
    ['-bb', ...settings.flatMap((setting) => ['--define', setting]), '--target', 'x86_64', specFile],
    {
      env: { SOURCE_DATE_EPOCH: String(time) },
    },
  );
  const [made] = readdirSync(join(top, 'RPMS/x86_64'));
  const file = join(folder, made!);
  copyFileSync(join(top, 'RPMS/x86_64', made!), file);
  return file;
}
