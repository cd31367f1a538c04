/** What a registry asks for before it answers: the scheme and parameters of WWW-Authenticate (RFC 9110, 11.6.1). */
export interface Challenge {
  /** `bearer`, `basic`, …: lower case. */
  readonly scheme: string;
  /** Names in lower case: realm, service, scope, error. */
  readonly parameters: { readonly [name: string]: string };
}

/** Longer headers are nobody's challenge. */
const LONGEST = 8_192;

const PARAMETER = /\s*,?\s*([A-Za-z][\w-]*)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]*))/y;

/**
 * The first challenge of a WWW-Authenticate header, or null where it has none. Where several schemes
 * are offered, the parameters end at the second scheme's name, which is no `name=value`.
 */
export function parseChallenge(header: string | undefined): Challenge | null {
  if (header === undefined || header.length > LONGEST) return null;
  const scheme = /^\s*([A-Za-z][\w-]*)(?:\s+|$)/.exec(header);
  if (!scheme) return null;
  const parameters = new Map<string, string>();
  PARAMETER.lastIndex = scheme[0].length;
  for (let match = PARAMETER.exec(header); match; match = PARAMETER.exec(header)) {
    parameters.set(match[1]!.toLowerCase(), match[2]?.replace(/\\(.)/g, '$1') ?? match[3] ?? '');
  }
  return { scheme: scheme[1]!.toLowerCase(), parameters: Object.fromEntries(parameters) };
}
