import type { Text } from '../lang.ts';
import { clockOffset } from './clock.ts';
import { namedByReport, ownWords, suffixesOf, unglued, ungluedWords } from './glued.ts';
import { isHostName } from './host-name.ts';
import { keeper, type Keeper, type KeptNode } from './kept.ts';
import { launcherWord } from './launcher-line.ts';
import { readNodeReport, type Unfit } from './node-report.ts';
import { nameOf } from './node-names.ts';
import { ownText } from './own-text.ts';
import { partialDocuments, type Piece } from './partial-documents.ts';
import type { Heard } from './unanswered.ts';

/** Where a line came from: a launcher's stdout (or a stream of both), or its stderr, on which no report stands. */
export type Source = 'out' | 'err';

/** Where whoever speaks is a node, no more than these are: a stream of noise has no end. */
const MOST_NODES = 200_000;

type Mutable<T> = { -readonly [name in keyof T]: T[name] };

/** All that was heard of a fleet so far. */
export interface Hearing {
  line(line: string, cut: boolean, source: Source): void;
  /** A file that holds a report, by its name; the report says which node it is of. */
  file(name: string, text: string): void;
  /** A file of a node that could not be read. */
  unread(name: string, why: Text | string): void;
  /** The nodes that have answered, by name. */
  readonly answered: ReadonlyMap<string, KeptNode>;
  /** What else was heard of nodes. */
  readonly heard: ReadonlyMap<string, Heard>;
  /** Nodes that answered more than once; the latest report counts. */
  readonly repeated: ReadonlySet<string>;
  readonly configs: Keeper['configs'];
  /** Whether it is known when they were asked. */
  readonly asked: boolean;
}

export interface HearingOptions {
  /** The nodes that were asked; null where whoever speaks is one. */
  readonly expected: readonly string[] | null;
  /** When they were asked (Unix time, ms), null where nobody knows: then no clock is behind. */
  readonly askedAt: number | null;
  /** Told whenever a node has answered. */
  readonly onAnswer?: () => void;
}

const NO_REPORT: Text = { en: 'that is no report of crane-doctor', zh: '不是 crane-doctor 的报告' };

function unfitWords(unfit: Unfit): Text {
  switch (unfit.unfit) {
    case 'newer':
      return {
        en: `its report has schema version ${unfit.version}, which is newer than this crane-doctor`,
        zh: `报告的 schema 版本为 ${unfit.version}，比此 crane-doctor 更新`,
      };
    case 'refused':
      return { en: `its crane-doctor says: ${unfit.message}`, zh: `节点上的 crane-doctor 报错：${unfit.message}` };
    case 'no-report':
      return NO_REPORT;
  }
}

const PIECES: { readonly [kind in Exclude<Piece['kind'], 'document' | 'words' | 'open'>]: Text } = {
  truncated: { en: 'truncated: its report is not whole', zh: '输出被截断：报告不完整' },
  'too-large': { en: 'too large: more than 2 MiB', zh: '输出过大：超过 2 MiB' },
};

/** Listens to a fleet: line by line, each node's apart, so that what one says never spoils another's. */
export function listen({ expected, askedAt, onAnswer }: HearingOptions): Hearing {
  const names = expected && nameOf(expected);
  const answered = new Map<string, KeptNode>();
  const heard = new Map<string, Mutable<Heard>>();
  const repeated = new Set<string>();
  const kept = keeper();
  const partial = partialDocuments();
  /** Nodes whose label was written and whose words are still to come. */
  const labelsAlone: string[] = [];

  const of = (name: string): Mutable<Heard> => {
    const before = heard.get(name);
    if (before) return before;
    const none = { first: null, last: null, exit: null, timedOut: false, connectFailed: false, bad: null };
    heard.set(name, none);
    return none;
  };
  const parsed = (name: string, document: unknown, isFile = false): void => {
    const report = readNodeReport(document);
    if ('unfit' in report) {
      of(name).bad = unfitWords(report);
      return;
    }
    const own = isFile && isHostName(report.hostname) ? report.hostname : name;
    const node = kept.keep(own, report, clockOffset(report, askedAt, Date.now()));
    const before = answered.get(own);
    if (before) repeated.add(own);
    if (!before || before.startedAt <= node.startedAt) answered.set(own, node);
    onAnswer?.();
  };
  const said = (name: string, piece: Piece): void => {
    if (piece.kind === 'document') parsed(name, piece.document);
    else if (piece.kind === 'words') {
      if (piece.text.trim() === '') return;
      const one = of(name);
      one.last = ownText(piece.text.slice(0, 300));
      one.first ??= one.last;
    } else if (piece.kind !== 'open') of(name).bad = PIECES[piece.kind];
  };

  return {
    answered,
    heard,
    repeated,
    configs: kept.configs,
    asked: askedAt !== null,
    line(line, cut, source) {
      const word = launcherWord(line);
      if (word) {
        for (const host of word.hosts) {
          const name = names ? names(host) : host;
          if (name === undefined) continue;
          const one = of(name);
          if (word.kind === 'exit') one.exit ??= word.code;
          else if (word.kind === 'timeout') one.timedOut = true;
          else one.connectFailed = true;
        }
        return;
      }
      const named = names && ((label: string) => suffixesOf(label).find((suffix) => names(suffix) !== undefined));
      const glued = unglued(line, named ?? namedByReport, labelsAlone.length > 0);
      const owned = ownWords(glued, labelsAlone);
      const all = names ? owned.flatMap((one) => ungluedWords(one, (name) => names(name) !== undefined)) : owned;
      for (const { host, text } of all) {
        const name = names ? names(host) : ownText(host);
        if (name === undefined || (!names && answered.size + heard.size > MOST_NODES)) continue;
        said(name, source === 'err' ? { kind: 'words', text } : partial.add(name, text, cut));
      }
    },
    unread(name, why) {
      of(name).bad = typeof why === 'string' ? { en: why, zh: why } : why;
    },
    file(name, text) {
      let document: unknown;
      try {
        document = JSON.parse(text);
      } catch {
        of(name).bad = text.trimStart().startsWith('{') ? PIECES.truncated : NO_REPORT;
        return;
      }
      parsed(name, document, true);
    },
  };
}
