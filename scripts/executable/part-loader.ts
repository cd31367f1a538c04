import { Script } from 'node:vm';

/** `require` for the parts of the program and for Node's own modules. */
export type RequirePart = (name: string) => Record<string, unknown>;

type Body = (
  module: { exports: Record<string, unknown> },
  exports: object,
  require: RequirePart,
  importMetaUrl: string,
) => void;

/** A part's code as it is stored and compiled: put together when it is built, it is not copied once more at each start. */
export function wrapped(code: string): string {
  return `(function (module, exports, require, importMetaUrl) {${code}\n})`;
}

/**
 * Compiles a part's wrapped code, in ASCII. With a code cache V8 need not compile, and reads a function that is
 * not in it when it is called.
 */
export function compilePart(name: string, source: string, cache: Buffer | null): Script {
  return new Script(source, { filename: name, ...(cache ? { cachedData: cache } : {}) });
}

/** What a part is: code that has been compiled, or data. */
export type Part = Script | { readonly data: Record<string, unknown> };

/** A part that is JSON, by its name. */
export function isData(name: string): boolean {
  return name.endsWith('.json');
}

/**
 * Runs a part when it is first required, as the loader of the one file for Node does. `partOf` gives
 * null for what is no part. `import.meta.url` names no file: nothing is read beside an executable.
 */
export function partLoader(partOf: (name: string) => Part | null, builtin: RequirePart): RequirePart {
  const loaded = new Map<string, { exports: Record<string, unknown> }>();
  return function require(name) {
    const before = loaded.get(name);
    if (before) return before.exports;
    const part = partOf(name);
    if (!part) return builtin(name);
    const module = { exports: 'data' in part ? part.data : {} };
    loaded.set(name, module);
    if ('data' in part) return part.data;
    (part.runInThisContext() as Body)(module, module.exports, require, 'file:///');
    return module.exports;
  };
}
