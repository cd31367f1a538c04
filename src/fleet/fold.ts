/** A name as its parts around its last number, or null where it has none. */
function parted(name: string): { head: string; digits: string; tail: string } | null {
  // What follows the brackets has to begin with a dot (config/host-list.ts), so the number ends the first label.
  const match = /^([^.]*?)(\d{1,15})((?:\..*)?)$/.exec(name);
  return match ? { head: match[1]!, digits: match[2]!, tail: match[3]! } : null;
}

const MOST_RUNS = 100;

interface Run {
  readonly from: string;
  to: string;
}

/** The next number as it is written, or null where it would be wider: no list counts from 99 to 100 in two digits. */
function next(digits: string): string | null {
  const after = String(Number(digits) + 1).padStart(digits.length, '0');
  return after.length === digits.length || digits === String(Number(digits)) ? after : null;
}

/** Numbers in their order as runs. */
function runsOf(numbers: readonly string[]): Run[] {
  const runs: Run[] = [];
  for (const number of numbers) {
    const last = runs.at(-1);
    if (last && next(last.to) === number) last.to = number;
    else runs.push({ from: number, to: number });
  }
  return runs;
}

/** Padded numbers of one width belong together; `9` and `10` do too. */
function widthOf(digits: string): string {
  return digits.startsWith('0') && digits.length > 1 ? String(digits.length) : 'plain';
}

/** The width of a group of numbers: `08, 09, 10` are padded, `8, 9, 10` are not. */
function groupKey(digits: string, padded: ReadonlySet<number>): string {
  return padded.has(digits.length) ? String(digits.length) : widthOf(digits);
}

/** Runs in as many brackets as it takes: craned's, pdsh's and our own reading of one have their bounds. */
function inBrackets(runs: readonly Run[]): string[] {
  const lists: string[] = [];
  for (let at = 0; at < runs.length; at += MOST_RUNS) {
    const some = runs.slice(at, at + MOST_RUNS);
    const [only] = some;
    const inside = some.map(({ from, to }) => (from === to ? from : `${from}-${to}`)).join(',');
    lists.push(some.length === 1 && only!.from === only!.to ? inside : `[${inside}]`);
  }
  return lists;
}

/** Names as people sort them: `cn9` before `cn10`. */
export function inOrder(names: Iterable<string>): string[] {
  const collator = new Intl.Collator('en', { numeric: true });
  return [...names].sort((one, other) => collator.compare(one, other) || (one < other ? -1 : 1));
}

/**
 * Host names as the list that stands for exactly them, `cn[01-03,07],gpu1`, in the form that craned, pdsh and
 * clush read alike: one bracket a name, at its end or before a dot. Names that are there twice are there once.
 */
export function foldNames(names: Iterable<string>): string {
  const parts = [...new Set(names)].map((name) => ({ name, parts: parted(name) }));
  const padded = new Map<string, Set<number>>();
  for (const { parts: one } of parts) {
    if (!one || widthOf(one.digits) === 'plain') continue;
    const key = `${one.head}\0${one.tail}`;
    padded.set(key, (padded.get(key) ?? new Set()).add(one.digits.length));
  }
  const groups = new Map<string, { head: string; tail: string; numbers: string[] }>();
  const loose: string[] = [];
  for (const { name, parts: one } of parts) {
    if (!one) {
      loose.push(name);
      continue;
    }
    const base = `${one.head}\0${one.tail}`;
    const key = `${base}\0${groupKey(one.digits, padded.get(base) ?? new Set())}`;
    const group = groups.get(key) ?? { head: one.head, tail: one.tail, numbers: [] };
    group.numbers.push(one.digits);
    groups.set(key, group);
  }
  const folded = [...groups.values()].flatMap(({ head, tail, numbers }) => {
    const runs = runsOf(numbers.sort((a, b) => Number(a) - Number(b)));
    return inBrackets(runs).map((inside) => `${head}${inside}${tail}`);
  });
  return inOrder([...loose, ...folded]).join(',');
}
