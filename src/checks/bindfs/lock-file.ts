/** What csupervisor makes of a lock file: how many processes use the mount and whose it is, or why it is refused. */
export type LockContent =
  | { readonly kind: 'read'; readonly counter: number; readonly user: string; readonly source: string }
  | { readonly kind: 'bad'; readonly reason: string };

const bad = (reason: string): LockContent => ({ kind: 'bad', reason });

/** In the order in which BindFsMetadata::Unmarshal takes them: the first that is wrong is the one it names. */
const FIELDS = [
  ['source', 'string'],
  ['uid_offset', 'number'],
  ['gid_offset', 'number'],
  ['user', 'string'],
  ['group', 'string'],
  ['counter', 'number'],
] as const;

/** nlohmann's get<uint32_t>() takes true for 1, and refuses a string and null. */
function fits(value: unknown, type: 'string' | 'number'): boolean {
  return typeof value === type || (type === 'number' && typeof value === 'boolean');
}

/**
 * nlohmann's parser refuses two things that JSON.parse takes: half of a surrogate pair, and a number that
 * no double holds. Control characters, comments and a comma too many are refused by both.
 */
function beyondNlohmann(_: string, value: unknown): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new RangeError('number out of range');
  if (typeof value === 'string' && !value.isWellFormed()) throw new SyntaxError('half of a surrogate pair');
  return value;
}

/**
 * Reads a lock file as csupervisor does (BindFs.cpp, BindFsMetadata::Unmarshal): an empty one is that of
 * a mount which is being made, and counts nobody; what cannot be read fails every later job of that user
 * and directory. The reasons begin with csupervisor's own words.
 *
 * Whether the values match the file's name is not judged: the name is made from them, a job with other
 * values looks for another name, and the rule of the name belongs to one version of csupervisor.
 */
export function readLock(bytes: Uint8Array): LockContent {
  if (bytes.length === 0) return { kind: 'read', counter: 0, user: '', source: '' };
  let value: unknown;
  try {
    // A byte order mark is skipped, and what is no UTF-8 is refused, as nlohmann's parser does.
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes), beyondNlohmann);
  } catch {
    return bad('JSON parse error');
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return bad('Type mismatch: no JSON object');
  const fields = value as { readonly [name: string]: unknown };
  for (const [name, type] of FIELDS) {
    if (!Object.hasOwn(fields, name)) return bad(`Missing required field: ${name}`);
    if (!fits(fields[name], type)) return bad(`Type mismatch: ${name}`);
  }
  // The conversion to uint32_t that C++ makes: -1 is 4294967295.
  const counter = Math.trunc(Number(fields['counter'])) >>> 0;
  return { kind: 'read', counter, user: String(fields['user']), source: String(fields['source']) };
}
