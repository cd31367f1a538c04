import { chmod, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build as bundle, type Plugin } from 'esbuild';
import { criCodecModule } from './cri-codec.ts';
import { guideModule } from './guide-module.ts';

/*
 * Makes dist/crane-doctor.cjs: one file that needs nothing beside Node. What development reads at run
 * time (the guide, the proto file, the version) is compiled into it.
 */

const root = fileURLToPath(new URL('..', import.meta.url));
const { version } = JSON.parse(await readFile(`${root}/package.json`, 'utf8')) as { version: string };

/** Modules of our own that read files in development, and what stands in their place in the bundle. */
const COMPILED: { readonly [file: string]: () => Promise<string> | string } = {
  'src/guide/source.ts': guideModule,
  'src/cri/codec.ts': criCodecModule,
  'src/report/version.ts': () => `export const VERSION = ${JSON.stringify(version)};`,
};

const compiled: Plugin = {
  name: 'compiled',
  setup(build) {
    for (const [file, make] of Object.entries(COMPILED)) {
      const filter = new RegExp(`/${file.replaceAll('.', '\\.')}$`);
      build.onLoad({ filter }, async () => ({ contents: await make(), loader: 'ts', resolveDir: root }));
    }
  },
};

/**
 * Two places of Ink that no CommonJS bundle can hold: yoga-layout loads its WebAssembly with a
 * top-level await (made a function here, which src/ui/open-tui.tsx awaits; its constants are there at
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
 * Parts of libraries that nothing here calls, and that cost start-up: execa's synchronous half (9 ms),
 * and the loader of proto files, which grpc-js wants for its channelz service only.
 */
const unused: Plugin = {
  name: 'unused',
  setup(build) {
    const gone = (name: string): string =>
      `export const ${name} = () => { throw new Error('${name} is not in the bundle'); };`;
    build.onLoad({ filter: /execa\/lib\/methods\/main-sync\.js$/ }, () => ({ contents: gone('execaCoreSync') }));
    build.onLoad({ filter: /@grpc\/proto-loader\/build\/src\/index\.js$/ }, () => ({ contents: gone('loadSync') }));
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
  const options = { stdio: 'inherit' };
  const { status, signal } = require('node:child_process').spawnSync(own, [__filename, ...process.argv.slice(2)], options);
  process.exit(status ?? 128 + require('node:os').constants.signals[signal]);
}
const importMetaUrl = require('node:url').pathToFileURL(__filename).href;`;

await bundle({
  absWorkingDir: root,
  entryPoints: ['src/cli.ts'],
  outfile: 'dist/crane-doctor.cjs',
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node22',
  jsx: 'automatic',
  legalComments: 'none',
  minify: true,
  keepNames: false,
  logLevel: 'warning',
  define: { 'process.env.NODE_ENV': '"production"', 'import.meta.url': 'importMetaUrl' },
  banner: { js: BANNER },
  plugins: [compiled, ink, unused],
});
await chmod(`${root}/dist/crane-doctor.cjs`, 0o755);
