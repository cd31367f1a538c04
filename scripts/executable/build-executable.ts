import { chmod, copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { execa } from 'execa';
import { programParts } from '../bundle.ts';
import { MAIN } from '../parts.ts';
import { codeCaches } from './code-caches.ts';
import { storeParts } from './stored-parts.ts';

const root = join(import.meta.dirname, '../..');

/** Node's own mark of the place where the program goes (Node's documentation of single executables). */
const FUSE = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2';

export interface ExecutableOptions {
  /** The Node that makes it, which runs on this machine. */
  readonly node: string;
  /** The Node that it is made of: the same version, perhaps for another processor. */
  readonly base: string;
  readonly outfile: string;
}

/**
 * Makes the single executable of Node and the program: Node is stripped before the program goes in
 * (afterwards strip would drop it again), and takes no options from NODE_OPTIONS. Where the Node is another
 * processor's, there are no code caches, which are of one Node only.
 */
export async function buildExecutable({ node, base, outfile }: ExecutableOptions): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'crane-doctor-build-'));
  try {
    const parts = await programParts('src/cli.ts');
    const own = base === node;
    const stored = storeParts(parts, own ? await codeCaches(node, parts, folder) : new Map());
    const at = (name: string): string => join(folder, name);
    await writeFile(at('sources'), stored.sources);
    await writeFile(at('caches'), stored.caches);
    await build({
      absWorkingDir: root,
      entryPoints: ['scripts/executable/main.ts'],
      bundle: true,
      minify: true,
      platform: 'node',
      target: 'node24',
      format: 'cjs',
      outfile: at('main.cjs'),
      define: { INDEX: JSON.stringify(stored.index), FIRST: JSON.stringify(MAIN) },
    });
    const sea = {
      main: at('main.cjs'),
      output: at('blob'),
      disableExperimentalSEAWarning: true,
      useCodeCache: own,
      // 16 MB for what is young: a run makes less, and is over before anything need be collected (30 ms of 150).
      execArgv: ['--min-semi-space-size=16'],
      execArgvExtension: 'none',
      assets: { sources: at('sources'), caches: at('caches') },
    };
    await writeFile(at('sea.json'), JSON.stringify(sea));
    await execa(node, ['--experimental-sea-config', at('sea.json')]);
    await copyFile(base, at('executable'));
    await chmod(at('executable'), 0o755);
    await strip(at('executable'), own);
    await execa(join(root, 'node_modules/.bin/postject'), [
      at('executable'),
      'NODE_SEA_BLOB',
      at('blob'),
      '--sentinel-fuse',
      FUSE,
    ]);
    await copyFile(at('executable'), outfile);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Takes symbols away, 18 MB. This machine's strip need not know another processor's programs: such a one stays as it is. */
async function strip(file: string, own: boolean): Promise<void> {
  const { failed, stderr } = await execa('strip', ['--strip-all', file], { reject: own });
  if (failed) process.stderr.write(`Not stripped: ${stderr}\n`);
}
