import type { Answer } from '../host/answer.ts';
import type { FileContent } from '../host/questions.ts';

/** The Container section as craned holds it in memory (ParseContainerConfig, Craned.cpp). Endpoints as craned uses them. */
export interface EffectiveContainer {
  readonly enabled: true;
  readonly userNsEnabledByDefault: boolean;
  readonly tempDir: string;
  /** With craned's blind `unix://` in front. */
  readonly runtimeEndpoint: string;
  readonly imageEndpoint: string;
  readonly dns: {
    readonly clusterDomain: string;
    readonly servers: readonly string[];
    readonly searches: readonly string[];
    readonly options: readonly string[];
  };
  readonly bindFs: {
    readonly enabled: boolean;
    readonly bindfsBinary: string;
    readonly fusermountBinary: string;
    readonly mountBaseDir: string;
  };
  readonly subId: {
    readonly managed: boolean;
    readonly uidMappings: readonly SubIdMapping[];
    readonly gidMappings: readonly SubIdMapping[];
  };
}

export interface SubIdMapping {
  readonly id: number;
  readonly idCount: number;
  readonly subIdStart: number;
  readonly subIdSize: number;
}

export type Outcome = 'starts' | 'exits' | 'aborts' | 'missing' | 'unknown';

/** Where something stands in the file: 1-based line, 1-based column in characters, length in characters. */
export interface Span {
  readonly line: number;
  readonly column: number;
  readonly length: number;
}

/**
 * Something that craned stops at. The first of a reading is the one that craned would print; the
 * others are what it would print once that one is mended.
 */
export interface Stop {
  readonly outcome: 'exits' | 'aborts';
  /** What is wrong, in the words of yaml-cpp and of craned's parser. */
  readonly kind: 'syntax' | 'bad-conversion' | 'null-value' | 'not-a-map' | 'not-a-list' | 'missing' | 'value';
  /** The key it is about (`Container.RuntimeEndpoint`, `Nodes[0].memory`), empty for the file as a whole. */
  readonly key: string;
  /** craned's own text; null where it exits without a word. */
  readonly message: string | null;
  /** yaml-cpp's mark: 1-based line, column in bytes of UTF-8; null where its exception has none. */
  readonly mark: { readonly line: number; readonly column: number } | null;
  readonly span: Span | null;
  /** Which of craned's rules of `gres` it breaks, where it is one of those. */
  readonly rule?: GresRule;
}

export type GresRule = 'both-forms' | 'illegal-format' | 'count-mismatch' | 'duplicate' | 'no-device-file';

/** A CDI name of a gres item and where it is written: its entry of a list, or the expression it comes from. */
export interface GresName {
  readonly text: string;
  readonly key: string;
  readonly span: Span;
}

/** One item of `gres`, as far as craned can read it. */
export interface GresGroup {
  /** Its dotted path (`Nodes[0].gres[0]`). */
  readonly path: string;
  /** The nodes that have it; null where they are too many to spell out. */
  readonly hosts: readonly string[] | null;
  readonly name: string;
  readonly type: string;
  /** Its CDI names; null where craned cannot read them. */
  readonly cdiNames: readonly GresName[] | null;
  /** How many devices it has; null where they are too many to spell out. */
  readonly devices: number | null;
  /** DeviceCniPipeline, empty where there is none. */
  readonly pipeline: string;
}

/** One node of the parsed file, as yaml-cpp sees it. */
export interface ConfigNode {
  readonly kind: 'null' | 'scalar' | 'sequence' | 'map';
  /** The text of a scalar, quotes and escapes undone; `null` for null (as craned's as<string>). */
  readonly text: string;
  readonly quoted: boolean;
  /** Where people should look: the value, or its key where no value is written. */
  readonly span: Span;
  /** Where yaml-cpp puts it: 1-based line, column in bytes; the next token where no value is written. */
  readonly mark: { readonly line: number; readonly column: number };
  readonly items: readonly ConfigNode[];
  /** In the order of the file, duplicates included. */
  readonly entries: readonly ConfigEntry[];
}

export interface ConfigEntry {
  readonly key: string;
  readonly keySpan: Span;
  readonly value: ConfigNode;
}

/** config.yaml as craned reads it, and everything that the checks ask about it. */
export interface ConfigReading {
  /** The path as it was given. */
  readonly path: string;
  readonly file: Answer<FileContent>;
  /**
   * The decoded text without its byte order mark, or null where there is none. Its lines end with LF
   * and are those that yaml-cpp counts, whatever ends them in the file.
   */
  readonly text: string | null;
  /** The first bytes that are not UTF-8, or null. yaml-cpp does not mind them. */
  readonly notUtf8: Span | null;
  /** Where something follows the first document (`---`), which craned never reads; null where nothing does. */
  readonly nextDocument: Span | null;
  /** The root of the first document, or null where the file is absent or has a syntax error. */
  readonly root: ConfigNode | null;
  readonly outcome: Outcome;
  /** craned's own text for the outcome, or why we could not look. */
  readonly message: string | null;
  readonly mark: { readonly line: number; readonly column: number } | null;
  /** All that craned would stop at, in the order in which it reads. */
  readonly stops: readonly Stop[];
  /**
   * Whether containers are on by this file: null where that cannot be said (no readable file, or a
   * value of Container.Enabled that craned cannot read).
   */
  readonly containerEnabled: boolean | null;
  /**
   * The section with craned's defaults; a value that craned would stop at is replaced by its default.
   * Null unless containers are on. Read a key from here only when `stops` has nothing on it.
   */
  readonly container: EffectiveContainer | null;
  /** CranedForeground; null without a document. False too where there is no `Partitions`: craned does not read it then. */
  readonly foreground: boolean | null;
  /** CraneBaseDir and other paths that hold outside the section, with craned's defaults and joins. */
  readonly paths: {
    readonly baseDir: string;
    readonly cranedLog: string;
    readonly supervisorLogDir: string;
    readonly supervisor: string;
  };
  readonly cluster: {
    readonly name: string | null;
    readonly controlMachine: string | null;
    /** All host names in `Nodes`, host lists expanded by craned's rules; null without a readable `Nodes`. */
    readonly nodes: readonly string[] | null;
    readonly partitions: readonly { readonly name: string; readonly nodes: readonly string[] }[] | null;
  };
  /** All items of `gres` in `Nodes`, in the order of the file. */
  readonly gres: readonly GresGroup[];
  /** The first entry of a dotted path (`Container.BindFs.Enabled`), as craned finds it, or null. */
  entry(path: string): ConfigEntry | null;
  /** Hash and values for the fleet's drift report (design: `subject.config`), or null without a document. */
  readonly identity: { readonly hash: string; readonly values: { readonly [path: string]: string } } | null;
}
