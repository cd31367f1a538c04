/** What resolv.conf(5) tells the resolver. */
export interface ResolvConf {
  /** In their order; glibc asks no more than three (MAXNS). */
  readonly servers: readonly string[];
  readonly searches: readonly string[];
  readonly ndots: number;
}

/** Reads a resolv.conf. Of several `search` or `domain` lines the last counts, `;` and `#` start comments. */
export function parseResolvConf(text: string): ResolvConf {
  const servers: string[] = [];
  let searches: string[] = [];
  let ndots = 1;
  for (const line of text.split('\n')) {
    if (/^[#;]/.test(line)) continue;
    const [keyword, ...words] = line.trim().split(/\s+/);
    if (keyword === 'nameserver' && words[0] !== undefined && servers.length < 3) servers.push(words[0]);
    if (keyword === 'search' || keyword === 'domain') searches = keyword === 'search' ? words : words.slice(0, 1);
    if (keyword === 'options') {
      const given = words.map((word) => /^ndots:(\d+)$/.exec(word)?.[1]).findLast((n) => n !== undefined);
      // glibc's own upper bound (RES_MAXNDOTS).
      if (given !== undefined) ndots = Math.min(15, Number(given));
    }
  }
  return { servers, searches, ndots };
}

/** The names that are asked for a name, in the order of res_search(3): none but itself where it ends in a dot. */
export function namesAsked(name: string, { searches, ndots }: ResolvConf): readonly string[] {
  if (name.endsWith('.')) return [name.slice(0, -1)];
  const longer = searches.map((domain) => (domain === '.' ? name : `${name}.${domain.replace(/\.$/, '')}`));
  const dots = name.split('.').length - 1;
  return [...new Set(dots >= ndots ? [name, ...longer] : [...longer, name])];
}
