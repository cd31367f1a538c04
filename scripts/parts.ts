import { basename } from 'node:path';
import { build, transform, type BuildOptions } from 'esbuild';

/**
 * The parts of a program by the names under which they require each other; MAIN is the one that runs first. Code,
 * and JSON where the name says so. ASCII only.
 */
export type Parts = Readonly<Record<string, string>>;

export const MAIN = './main.js';

/**
 * Bundles a program into parts that can be compiled one by one when they are needed: what is behind an
 * `import()` is a part, and what several of them share. V8 reads every function of a file before it runs
 * the first line, 20 ms for a megabyte; what is a string it only skips.
 */
export async function bundleParts(options: BuildOptions): Promise<Parts> {
  const { outputFiles } = await build({
    ...options,
    bundle: true,
    format: 'esm',
    splitting: true,
    entryNames: 'main',
    outdir: '/',
    write: false,
  });
  const parts = outputFiles.map(async ({ path, text }) => {
    const { code } = await transform(text, {
      format: 'cjs',
      minify: true,
      banner: '"use strict";',
      charset: 'ascii',
      legalComments: 'none',
      supported: { 'dynamic-import': false },
      ...(options.target ? { target: options.target } : {}),
    });
    return [`./${basename(path)}`, asciiOnly(code)] as const;
  });
  return Object.fromEntries(await Promise.all(parts));
}

/** Minified code has other characters in regular expressions only and JSON in strings, where an escape means the same. */
export function asciiOnly(code: string): string {
  return code.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/**
 * What stands behind the parts: `require` for them and for Node's own modules. A part is compiled and
 * run when it is first required; errors tell their places by its name.
 */
const LOADER = `
const { compileFunction } = require('node:vm');
const loaded = {};
function part(name) {
  if (!(name in parts)) return require(name);
  if (!(name in loaded) && name.endsWith('.json')) loaded[name] = { exports: JSON.parse(parts[name]) };
  if (!(name in loaded)) {
    const module = (loaded[name] = { exports: {} });
    const names = ['module', 'exports', 'require', 'importMetaUrl'];
    compileFunction(parts[name], names, { filename: name })(module, module.exports, part, importMetaUrl);
  }
  return loaded[name].exports;
}
part('${MAIN}');
`;

/** The parts as one file for Node, each a string. `head` runs before everything else and makes `importMetaUrl`. */
export function partsInOneFile(parts: Parts, head: string): string {
  const strings = Object.entries(parts).map(([name, code]) => `${JSON.stringify(name)}: ${JSON.stringify(code)}`);
  return `${head}\nconst parts = {\n${strings.join(',\n')}\n};${LOADER}`;
}
