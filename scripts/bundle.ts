import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type BuildOptions, type Plugin } from 'esbuild';
import { execa } from 'execa';
import { criCodecModule } from './cri-codec.ts';
import { GUIDE_PART, guideModule, guideParts } from './guide-module.ts';
import { asciiOnly, bundleParts, partsInOneFile, type Parts } from './parts.ts';

/*
 * How a program becomes one file that needs nothing beside Node. What development reads at run time
 * (the guide, the proto file, the version) is compiled into it.
 */

const root = fileURLToPath(new URL('..', import.meta.url));
const { version } = JSON.parse(await readFile(`${root}/package.json`, 'utf8')) as { version: string };

/** Modules of our own that read files in development, and what stands in their place in the bundle. */
const COMPILED: { readonly [file: string]: () => Promise<string> | string } = {
  'src/guide/source.ts': guideModule,
  'src/cri/codec.ts': criCodecModule,
  'src/report/version.ts': versionModule,
};

/** The same commit gives the same bytes; a tree without history (an archive of the sources) has none. */
async function versionModule(): Promise<string> {
  const git = await execa('git', ['describe', '--always', '--abbrev=12', '--dirty', '--exclude=*'], {
    cwd: root,
    reject: false,
  });
  const commit = git.failed ? null : git.stdout;
  return `
    export const VERSION = ${JSON.stringify(version)};
    export const COMMIT = ${JSON.stringify(commit)};
    export const BUILD = 'bundle';`;
}

const compiled: Plugin = {
  name: 'compiled',
  setup(build) {
    build.onResolve({ filter: GUIDE_PART }, ({ path }) => ({ path, external: true }));
    for (const [file, make] of Object.entries(COMPILED)) {
      const filter = new RegExp(`/${file.replaceAll('.', '\\.')}$`);
      build.onLoad({ filter }, async () => ({ contents: await make(), loader: 'ts', resolveDir: root }));
    }
  },
};

/**
 * Two places of Ink that no CommonJS bundle can hold: yoga-layout loads its WebAssembly with a
 * top-level await (made a function here, which src/ui/open-screen.tsx awaits; its constants are there at
 * once, as Ink's tables of styles are made from them when they are loaded), and the reconciler's
 * development tools, asked for through an environment variable that must not reach a user's run.
 */
const ink: Plugin = {
  name: 'ink',
  setup(build) {
    build.onLoad({ filter: /yoga-layout\/dist\/src\/index\.js$/ }, () => ({
      contents: `
        import loadYoga from '../binaries/yoga-wasm-base64-esm.js';
        import wrapAssembly from './wrapAssembly.js';
        import constants from './generated/YGEnums.js';
        export * from './generated/YGEnums.js';
        const Yoga = { ...constants };
        export default Yoga;
        globalThis.craneDoctorYoga = () => loadYoga().then((library) => { Object.assign(Yoga, wrapAssembly(library)); });`,
    }));
    build.onLoad({ filter: /ink\/build\/reconciler\.js$/ }, async ({ path }) => ({
      contents: (await readFile(path, 'utf8')).replace(/process\.env\['DEV'\] === 'true'/g, 'false'),
    }));
  },
};

/**
 * A part of a library that nothing here calls, and that costs start-up: the loader of proto files, which
 * grpc-js wants for its channelz service only.
 */
const unused: Plugin = {
  name: 'unused',
  setup(build) {
    build.onLoad({ filter: /@grpc\/proto-loader\/build\/src\/index\.js$/ }, () => ({
      contents: "export const loadSync = () => { throw new Error('loadSync is not in the bundle'); };",
    }));
  },
};

/**
 * What string-width makes when it is loaded, 25 ms of ICU's tables, and needs for no text in ASCII or Chinese:
 * made when it is first asked for.
 */
const LATE: readonly (readonly [text: string, late: string])[] = [
  [
    'const segmenter = new Intl.Segmenter();',
    'let segments; const segmenter = { segment: (text) => (segments ??= new Intl.Segmenter()).segment(text) };',
  ],
  [
    String.raw`const emojiPrefixRegex = /^(?:\p{RGI_Emoji}|\p{Regional_Indicator}{1,2}|[\d#*]\u{FE0F})/v;`,
    String.raw`let emojiPrefix; const emojiPrefixes = () => (emojiPrefix ??= /^(?:\p{RGI_Emoji}|\p{Regional_Indicator}{1,2}|[\d#*]\u{FE0F})/v);
    const emojiPrefixRegex = { exec: (text) => emojiPrefixes().exec(text), test: (text) => emojiPrefixes().test(text) };`,
  ],
];

const late: Plugin = {
  name: 'late',
  setup(build) {
    build.onLoad({ filter: /\/string-width\/index\.js$/ }, async ({ path }) => {
      let contents = await readFile(path, 'utf8');
      for (const [text, instead] of LATE) {
        if (!contents.includes(text)) throw new Error(`string-width has no more: ${text}`);
        contents = contents.replace(text, () => instead);
      }
      return { contents };
    });
  },
};

/**
 * What runs before everything else. A Node that is too old hands over to the one that `npm ci` has put
 * beside the bundle in a checkout; elsewhere it says what is needed. Written for old Nodes.
 */
const BANNER = `#!/usr/bin/env node
if (Number(process.versions.node.split('.')[0]) < 22) {
  const own = require('node:path').join(__dirname, '../node_modules/node/bin/node');
  if (!require('node:fs').existsSync(own)) {
    console.error('crane-doctor needs Node.js 22.12 or newer; this is ' + process.version);
    process.exit(70);
  }
  const child = require('node:child_process').spawn(own, [__filename, ...process.argv.slice(2)], { stdio: 'inherit' });
  const signals = require('node:os').constants.signals;
  // What ends this one is for the other: it ends with the report so far.
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => child.kill(name));
  child.on('exit', (status, signal) => process.exit(status === null ? 128 + signals[signal] : status));
  return;
}
const importMetaUrl = require('node:url').pathToFileURL(__filename).href;`;

/** How esbuild takes a program that begins at `entry`, a path below the checkout. */
function optionsFor(entry: string): BuildOptions {
  return {
    absWorkingDir: root,
    entryPoints: [entry],
    platform: 'node',
    target: 'node22',
    jsx: 'automatic',
    logLevel: 'warning',
    define: { 'process.env.NODE_ENV': '"production"', 'import.meta.url': 'importMetaUrl' },
    // One opinion of the width of a text: Ink and its libraries bring older ones.
    alias: { 'string-width': `${root}node_modules/string-width/index.js` },
    plugins: [compiled, ink, unused, late],
  };
}

/** The parts of the program that begins at `entry`, with the guides where it asks for them. */
export async function programParts(entry: string): Promise<Parts> {
  const code = await bundleParts(optionsFor(entry));
  const guides = Object.entries(await guideParts()).filter(([name]) =>
    Object.values(code).some((text) => text.includes(name)),
  );
  return { ...code, ...Object.fromEntries(guides.map(([name, text]) => [name, asciiOnly(text)])) };
}

/** The folders of the packages of which something is in the program that begins at `entry`, sorted: node_modules/… */
export async function packagesIn(entry: string): Promise<readonly string[]> {
  const options = { ...optionsFor(entry), bundle: true, format: 'esm', write: false, metafile: true } as const;
  const { metafile } = await build({ ...options, splitting: true, outdir: '/' });
  const used = Object.values(metafile.outputs).flatMap(({ inputs }) =>
    Object.entries(inputs).flatMap(([file, { bytesInOutput }]) => (bytesInOutput > 0 ? [file] : [])),
  );
  const folders = used.flatMap((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? []);
  return [...new Set(folders)].sort();
}

/** Bundles the program that begins at `entry` into `outfile`, which can then be started; paths are below the checkout. */
export async function bundleProgram(entry: string, outfile: string): Promise<void> {
  const file = resolve(root, outfile);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, partsInOneFile(await programParts(entry), BANNER));
  await chmod(file, 0o755);
}
