import { answered, couldNotLook, refused, type Answer, type HostError } from '../host/answer.ts';
import type { Host } from '../host/host.ts';
import type { FileContent } from '../host/questions.ts';
import { readSettings, type CranedSettings } from './craned.ts';
import { DEFAULT_PATHS, supervisorPathOf } from './daemon-settings.ts';
import { findEntry } from './find-entry.ts';
import { identityOf } from './identity.ts';
import type { ConfigNode, ConfigReading, Stop } from './reading.ts';
import { sourceText } from './source-text.ts';
import { unreadFile } from './unread-file.ts';
import { loadDocument, type LoadedDocument } from './yaml-cpp/document.ts';

/** A decision of ours: no cluster's file comes near it. */
export const MAX_CONFIG_BYTES = 4 * 1024 * 1024;

export interface ReadOptions {
  /** Read the Container section, and BindFs in it, as though both were enabled. */
  readonly asIfEnabled?: boolean;
}

export interface ParseOptions extends ReadOptions {
  readonly path: string;
  /** Whether there is something at the path of Supervisor.Path. */
  readonly supervisorExists: (path: string) => boolean;
}

/**
 * Reads the configuration through the host, as craned would. Whatever is wrong with the file is in the
 * reading; it never throws. Beside the file only Supervisor.Path is looked at, which has to exist.
 */
export async function readConfig(host: Host, path: string, options: ReadOptions = {}): Promise<ConfigReading> {
  const file = await host.ask('readFile', { path, maxBytes: MAX_CONFIG_BYTES });
  if (!file.ok) {
    const identity = await host.ask('identity', {});
    const unread = unreadFile(path, file.error, identity.ok && identity.value.root);
    return { ...NOTHING_READ, ...unread, path, file };
  }
  const source = sourceText(file.value.bytes);
  const loaded = loadDocument(source.utf8);
  const exists = loaded.kind !== 'document' || (await seemsToExist(host, supervisorPathOf(loaded.root)));
  return readingOf(file, source, loaded, { ...options, path, supervisorExists: () => exists });
}

/** A reading of which nothing is known: the file was not read to its end in the time that there was. */
export function configNotRead(path: string, error: HostError): ConfigReading {
  return { ...NOTHING_READ, ...unreadFile(path, error, false), path, file: refused(error) };
}

/** The same from a file's bytes, without a host: pure, and just as total. */
export function parseConfig(bytes: Uint8Array, options: ParseOptions): ConfigReading {
  const source = sourceText(bytes);
  const file = answered<FileContent>({ bytes, size: bytes.length, sha256: '', mtimeMs: 0 });
  return readingOf(file, source, loadDocument(source.utf8), options);
}

/** craned runs in `/`. Where we are not able to look, nothing is said against the file. */
async function seemsToExist(host: Host, path: string): Promise<boolean> {
  if (path === '') return false;
  const found = await host.ask('stat', { path: path.startsWith('/') ? path : `/${path}`, follow: true });
  return found.ok || couldNotLook(found.error);
}

const NOTHING_READ = {
  text: null,
  notUtf8: null,
  nextDocument: null,
  root: null,
  mark: null,
  stops: [],
  containerEnabled: null,
  container: null,
  foreground: null,
  paths: DEFAULT_PATHS,
  cluster: { name: null, controlMachine: null, nodes: null, partitions: null },
  gres: [],
  identity: null,
  entry: () => null,
} as const satisfies Partial<ConfigReading>;

type Source = ReturnType<typeof sourceText>;

function readingOf(
  file: Answer<FileContent>,
  source: Source,
  loaded: LoadedDocument,
  options: ParseOptions,
): ConfigReading {
  const seen = { ...NOTHING_READ, path: options.path, file, text: source.text, notUtf8: source.notUtf8 };
  if (loaded.kind === 'too-many-tokens') {
    return { ...seen, outcome: 'unknown', message: 'more keys and values than crane-doctor looks through' };
  }
  if (loaded.kind === 'syntax-error') {
    const stop = syntaxStop(loaded);
    return { ...seen, outcome: 'aborts', message: stop.message, mark: stop.mark, stops: [stop] };
  }
  const settings = readSettings(loaded.root, options.supervisorExists, options.asIfEnabled ?? false);
  const next = loaded.next && { line: loaded.next.line, column: loaded.next.character, length: 3 };
  return { ...seen, nextDocument: next, ...documentReading(loaded.root, settings) };
}

function documentReading(root: ConfigNode, settings: CranedSettings): Omit<ConfigReading, keyof SourcePart> {
  const first = settings.stops[0];
  return {
    ...settings,
    root,
    outcome: first?.outcome ?? 'starts',
    message: first?.message ?? null,
    mark: first?.mark ?? null,
    identity: identityOf(root),
    entry: (path) => findEntry(root, path),
  };
}

type SourcePart = Pick<ConfigReading, 'path' | 'file' | 'text' | 'notUtf8' | 'nextDocument'>;

function syntaxStop({ words, place }: Extract<LoadedDocument, { kind: 'syntax-error' }>): Stop {
  const { line, column, character } = place;
  return {
    outcome: 'aborts',
    kind: 'syntax',
    key: '',
    message: `yaml-cpp: error at line ${line}, column ${column}: ${words}`,
    mark: { line, column },
    span: { line, column: character, length: 1 },
  };
}
