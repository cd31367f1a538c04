import type { Host } from '../host/host.ts';
import type { SettingsFile } from './runtime-settings.ts';

/** A table of TOML: what a runtime's configuration file is made of. */
export type Table = { readonly [key: string]: unknown };

/** A configuration file that was looked at; the table is null unless it was read. */
export interface TomlFile {
  readonly file: SettingsFile;
  readonly table: Table | null;
  /** Where the TOML is broken and how, in the parser's words, or null. */
  readonly trouble: string | null;
}

/** Larger than any configuration of a runtime; `containerd config default` has 10 KiB. */
const MAX_BYTES = 1024 * 1024;

/** Errors that say for sure that there is no file at the path. */
const ABSENT = new Set(['ENOENT', 'ENOTDIR']);

/** Reads a TOML file (TOML 1.0, as go-toml and BurntSushi's reader do). Broken TOML is the error `invalid`. */
export async function readToml(host: Host, path: string): Promise<TomlFile> {
  const file = await host.ask('readFile', { path, maxBytes: MAX_BYTES });
  if (!file.ok) {
    if (ABSENT.has(file.error.code)) return { file: { path, state: 'absent' }, table: null, trouble: null };
    return { file: { path, state: 'error', error: file.error.code }, table: null, trouble: null };
  }
  const { parse, TomlError } = await import('smol-toml');
  try {
    const text = new TextDecoder().decode(file.value.bytes);
    const table = parse(text, { integersAsBigInt: 'asNeeded' });
    return { file: { path, state: 'read' }, table, trouble: null };
  } catch (cause) {
    const trouble = cause instanceof TomlError ? troubleOf(cause) : 'invalid';
    return { file: { path, state: 'error', error: 'invalid' }, table: null, trouble };
  }
}

/** The first line of the parser's message; below it the file is quoted, which may hold passwords. */
function troubleOf({ line, column, message }: { line: number; column: number; message: string }): string {
  const words = message.split('\n', 1)[0]!.replace(/^Invalid TOML document: /, '');
  return `line ${line}, column ${column}: ${words}`;
}

/** The value below a table by its keys, or undefined where there is no such key or a key leads through no table. */
export function valueAt(table: unknown, ...keys: readonly string[]): unknown {
  return keys.reduce<unknown>(
    (value, key) => (isTable(value) && Object.hasOwn(value, key) ? value[key] : undefined),
    table,
  );
}

/** `valueAt` where it is a table, else an empty one. */
export function tableAt(table: unknown, ...keys: readonly string[]): Table {
  const value = valueAt(table, ...keys);
  return isTable(value) ? value : {};
}

/** `value` where it is a text, else undefined. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** `value` where it is true or false, else undefined. */
export function flagOf(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}

/** The texts of `value` where it is a list, else undefined. */
export function listOf(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : undefined;
}

/** Two tables as one: of a key that both have the second's value counts, tables are merged in their turn. */
export function merged(first: Table, second: Table): Table {
  const result: Record<string, unknown> = { ...first };
  for (const [key, value] of Object.entries(second)) {
    const before = Object.hasOwn(first, key) ? first[key] : undefined;
    result[key] = isTable(before) && isTable(value) ? merged(before, value) : value;
  }
  return result;
}

function isTable(value: unknown): value is Table {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
