import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { About } from './about.ts';
import { bashCompletion } from './completion-bash.ts';
import { fishCompletion } from './completion-fish.ts';
import { zshCompletion } from './completion-zsh.ts';
import { manPage, pageName, PAGES } from './man-page.ts';

const root = join(import.meta.dirname, '../..');

/** A file of the packages: its absolute path on the node, its mode, and what is in it (or the path of a file in the checkout). */
export interface PackagedFile {
  readonly path: string;
  readonly mode: number;
  readonly content: Buffer | { readonly from: string };
}

/** The same input gives the same bytes. */
function gzipped(text: string): Buffer {
  return gzipSync(text, { level: 9 });
}

function manual(version: string, date: string): PackagedFile[] {
  const folders = { en: '/usr/share/man/man1', zh: '/usr/share/man/zh_CN/man1' } as const;
  return (['en', 'zh'] as const).flatMap((lang) =>
    PAGES.map((page) => ({
      path: `${folders[lang]}/${pageName(page)}.1.gz`,
      mode: 0o644,
      content: gzipped(manPage(page, lang, version, date)),
    })),
  );
}

/** The example of a settings file that docs/settings.md shows, which a test reads as the program does. */
function exampleSettings(): Buffer {
  const page = readFileSync(join(root, 'docs/settings.md'), 'utf8');
  const example = /<!-- example -->\s*```yaml\n([^]*?)```/.exec(page);
  if (!example) throw new Error('docs/settings.md has no example');
  return Buffer.from(example[1]!);
}

/** What both packages install. */
export function packagedFiles({ version, date }: About): readonly PackagedFile[] {
  const text = (path: string, content: string | Buffer): PackagedFile => ({
    path,
    mode: 0o644,
    content: Buffer.from(content),
  });
  const from = (path: string, file: string, mode: number): PackagedFile => ({
    path,
    mode,
    content: { from: join(root, file) },
  });
  const doc = '/usr/share/doc/crane-doctor';
  return [
    from('/usr/bin/crane-doctor', 'dist/crane-doctor', 0o755),
    // libexec: craned calls it, and nobody types it. Its program is the one in /usr/bin.
    from('/usr/libexec/crane-doctor-healthcheck', 'share/crane-doctor-healthcheck', 0o755),
    ...['service', 'timer'].map((kind) =>
      from(`/usr/lib/systemd/system/crane-doctor-metrics.${kind}`, `share/crane-doctor-metrics.${kind}`, 0o644),
    ),
    ...manual(version, date),
    text('/usr/share/bash-completion/completions/crane-doctor', bashCompletion()),
    text('/usr/share/fish/vendor_completions.d/crane-doctor.fish', fishCompletion()),
    text('/usr/share/zsh/vendor-completions/_crane-doctor', zshCompletion()),
    text(`${doc}/examples/doctor.yaml`, exampleSettings()),
    from(`${doc}/settings.v1.json`, 'schema/settings.v1.json', 0o644),
    from(`${doc}/report.v1.json`, 'schema/report.v1.json', 0o644),
    from(`${doc}/copyright`, 'LICENSE', 0o644),
    from(`${doc}/NOTICES`, 'dist/NOTICES', 0o644),
  ];
}
