import { isHostName } from './host-name.ts';
import { nodeLine, type NodeLine } from './launcher-line.ts';

/** How every report begins, compact or not; the document of another program is none of ours anyway. */
const BEGINS = '{"schemaVersion":';
/** A label with the end of what was glued in front of it. */
const LABEL = /[A-Za-z0-9_][A-Za-z0-9_.-]{0,252}(?=: ?$)/;

/** The node that a label stands for, with whatever was glued in front of its name, or undefined where it is none. */
export type Named = (label: string, rest: string) => string | undefined;

/** A piece of a line: null is the host of words that stand in front of the first label. */
export interface LinePiece {
  readonly host: string | null;
  readonly text: string;
}

/**
 * The pieces that a line consists of. pdsh gives the last words of a node that ends without a line end no
 * end of its own, so that the next node's report stands on the same line: `cn1: {"half cn3: {…}`, and even
 * `cn1: wordscn3: {…}`. It writes such words apart from their label, too, and on a busy machine another node's line comes in
 * between: `cn1: cn3: {…}`, and the words stand in front of whatever follows, `{"halfcn4: {…}` (pdsh 2.34, seen with
 * each of its threads waiting for a processor). `awaited` says that such words are to come: then the end of the first label
 * may be the name, as in `wordscn4: {…}`.
 */
export function unglued(line: string, named: Named, awaited: boolean): LinePiece[] {
  const whole = nodeLine(line);
  const first = awaited && whole?.text.startsWith(BEGINS) ? null : whole;
  const pieces: LinePiece[] = [];
  let host = first && first.host;
  let from = first ? line.length - first.text.length : 0;
  for (let begins = line.indexOf(BEGINS, from + 1); begins !== -1; begins = line.indexOf(BEGINS, begins + 1)) {
    const label = LABEL.exec(line.slice(Math.max(from, begins - 256), begins))?.[0] ?? '';
    const name = label === '' ? undefined : named(label, line.slice(begins, begins + 1000));
    if (name === undefined) continue;
    const colon = line.lastIndexOf(':', begins);
    pieces.push({ host, text: line.slice(from, colon - name.length) });
    host = name;
    from = begins;
  }
  pieces.push({ host, text: line.slice(from) });
  return pieces;
}

/**
 * The pieces of one line after another with those they are of: words without a label are of the node whose label came without
 * words, the first one first. `labelsAlone` holds these from line to line.
 */
export function ownWords(pieces: readonly LinePiece[], labelsAlone: string[]): NodeLine[] {
  const last = pieces.length - 1;
  return pieces.flatMap(({ host, text }, at) => {
    // `cn1: cn2: cn3: {…}`: of cn1 it is `cn2: ` that is left.
    const labels = text.split(': ');
    if (host !== null && at < last && labels.pop() === '' && labels.every(isHostName)) {
      labelsAlone.push(host, ...labels);
      return [];
    }
    const owner = host ?? (text === '' ? undefined : labelsAlone.shift());
    return owner === undefined ? [] : [{ host: owner, text }];
  });
}

/**
 * A line of words as the lines that it consists of, by the same fault of pdsh: `cn1: no endcn3: other words`. Only a name
 * that something stands in front of without a blank is one, and a whole report is left alone.
 */
export function ungluedWords(line: NodeLine, isNode: (name: string) => boolean): NodeLine[] {
  const { host, text } = line;
  if (text.endsWith('}')) return [line];
  for (let colon = text.indexOf(': '); colon !== -1; colon = text.indexOf(': ', colon + 1)) {
    const label = /[A-Za-z0-9_.-]{2,253}$/.exec(text.slice(Math.max(0, colon - 253), colon))?.[0] ?? '';
    const name = suffixesOf(label).find((suffix) => isNode(suffix));
    const at = colon - (name?.length ?? 0);
    if (name === undefined || at === 0 || /\s/.test(text[at - 1]!)) continue;
    return [{ host, text: text.slice(0, at) }, ...ungluedWords({ host: name, text: text.slice(colon + 2) }, isNode)];
  }
  return [line];
}

/** What a label may be, the longest first. */
export function suffixesOf(label: string): string[] {
  return Array.from({ length: label.length }, (_, start) => label.slice(start));
}

/** Where nobody knows the nodes, a report says whose it is; else the label is taken whole. */
export function namedByReport(label: string, rest: string): string {
  const hostname = /"hostname":"([A-Za-z0-9_.-]{1,255})"/.exec(rest)?.[1] ?? '';
  const own = [hostname, hostname.split('.')[0]!].find((name) => name !== '' && label.endsWith(name));
  return own ?? label;
}
