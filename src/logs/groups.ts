import { INFORMED } from '../messages/informed.ts';
import { matchLine } from '../messages/match.ts';
import type { Message } from '../messages/message.ts';
import type { LogRecord } from './record.ts';
import { belong, RootsOfLog, type Met } from './roots-of-log.ts';
import { jobIn, shapeOf } from './shape.ts';

/** Messages that are the same but for what varies in them. */
export interface Group {
  /** The entry of the catalogue; null for what is not known. */
  readonly entry: Message | null;
  /** The entry's id, or the shape of an unknown message. */
  readonly id: string;
  /** The message as it stood the last time. */
  message: string;
  count: number;
  /** Unix time, ms. */
  first: number;
  last: number;
  /** `123.1` or `123`, as many as are kept. */
  readonly jobs: Set<string>;
  /** The groups in which what a wrapper passes on was found in the same log, and how often each. */
  readonly roots: Map<string, number>;
  /** The most frequent of them; null where it passes on nothing that was found. */
  wraps: string | null;
}

/** More jobs than anybody reads, and more kinds of unknown messages than a log has: both are bounded. */
const MOST_JOBS = 1000;
const MOST_UNKNOWN = 500;
/** What std::terminate writes of an exception; the exception's own words are the next line, `what():  …`. */
const CAUSE_BELOW: ReadonlySet<string> = new Set(['yaml-exception']);

/** What these say is no fault, but for a few messages. A log with a terminal's colours gives them out as well. */
const QUIET: ReadonlySet<LogRecord['level']> = new Set(['T', 'D', 'I']);

/**
 * Gathers records of any number of logs into groups. A wrapper whose root was not found is a group of its own beside
 * the same wrapper where it was: nothing else stands for that fault.
 */
export class Groups {
  readonly #groups = new Map<string, Group>();
  readonly #passing = new Map<string, Group>();
  /** Wrappers that wait for the line below them. */
  readonly #waiting = new Set<() => void>();
  #unknown = 0;

  /** A reader of one log: a wrapper and what it passes on stand in the same log. */
  reader(job: string | null): (record: LogRecord) => void {
    const roots = new RootsOfLog();
    let settle: ((root: string | null, met?: Met) => void) | null = null;
    return (record) => {
      if (QUIET.has(record.level) && !INFORMED.some((text) => record.text.includes(text))) return;
      const [entry] = matchLine(record.text);
      const met: Met = { at: record.at, job: job ?? jobIn(record.text) };
      if (!entry) {
        if (record.level !== 'W') this.#addUnknown(record, met.job);
      } else if (!entry.wraps) {
        add(this.#groups, entry.id, entry, record, met.job);
        if (entry.noise) return;
        roots.add(entry.id, met);
        settle?.(entry.id, met);
      } else if (CAUSE_BELOW.has(entry.id)) {
        settle?.(null);
        settle = this.#wait((root, of) => {
          settle = null;
          this.#addWrapper(entry, record, met.job, of && belong(of, met) ? root : null);
        });
      } else {
        this.#addWrapper(entry, record, met.job, roots.of(met));
      }
    };
  }

  /** Has a wrapper settled at the end, where nothing has settled it before. */
  #wait(done: (root: string | null, met?: Met) => void): typeof done {
    const atEnd = (): void => settle(null);
    const settle: typeof done = (root, met) => {
      this.#waiting.delete(atEnd);
      done(root, met);
    };
    this.#waiting.add(atEnd);
    return settle;
  }

  #addWrapper(entry: Message, record: LogRecord, job: string | null, root: string | null): void {
    const { roots } = add(root === null ? this.#groups : this.#passing, entry.id, entry, record, job);
    if (root !== null) roots.set(root, (roots.get(root) ?? 0) + 1);
  }

  #addUnknown(record: LogRecord, job: string | null): void {
    const shape = shapeOf(record.text.split('\n', 1)[0]!);
    if (!this.#groups.has(shape)) {
      if (this.#unknown >= MOST_UNKNOWN) return;
      this.#unknown += 1;
    }
    add(this.#groups, shape, null, record, job);
  }

  /** Roots first, by how often they were met; then what is not known, what passes roots on, and noise. */
  sorted(): readonly Group[] {
    for (const atEnd of this.#waiting) atEnd();
    for (const group of this.#passing.values())
      group.wraps = [...group.roots].reduce((most, one) => (one[1] > most[1] ? one : most))[0];
    return [...this.#groups.values(), ...this.#passing.values()].toSorted(
      (a, b) => rank(a) - rank(b) || b.count - a.count || a.first - b.first,
    );
  }
}

function add(
  groups: Map<string, Group>,
  id: string,
  entry: Message | null,
  { at, text }: LogRecord,
  job: string | null,
): Group {
  let group = groups.get(id);
  if (!group) {
    group = { entry, id, message: text, count: 0, first: at, last: at, jobs: new Set(), roots: new Map(), wraps: null };
    groups.set(id, group);
  }
  group.count += 1;
  if (at < group.first) group.first = at;
  if (at >= group.last) {
    group.last = at;
    group.message = text;
  }
  if (job !== null && group.jobs.size < MOST_JOBS) group.jobs.add(job);
  return group;
}

function rank({ entry, wraps }: Group): number {
  if (entry === null) return 2;
  if (entry.noise) return 4;
  if (wraps !== null) return 3;
  return entry.wraps ? 1 : 0;
}
