/** A drain of our own, as it was asked for. */
export interface OwnDrain {
  readonly reason: string;
  /** What it was for: the node is given back only where none of that is found any more. */
  readonly codes: readonly string[];
  /** RFC 3339. */
  readonly since: string;
  /** Whether the node was seen drained afterwards. */
  readonly confirmed: boolean;
}

/** What one run leaves for the next. */
export interface Memory {
  readonly schemaVersion: 1;
  /** The kernel's boot id: what was before a reboot is no row with what is after it. */
  readonly bootId: string;
  /** When the last run began, RFC 3339. */
  readonly lastRun: string;
  /** In how many runs in a row each code that drains was found. */
  readonly failing: { readonly [code: string]: number };
  /** In how many runs in a row everything was looked at and none was found. */
  readonly healthyRuns: number;
  readonly drained: OwnDrain | null;
  /** Somebody gave back the node while it was drained by us: until it is healthy it is not drained again. */
  readonly overruled: boolean;
}

/** Where there was no run yet, or none that can be read: then nothing is known to be our own. */
export const NOTHING: Memory = {
  schemaVersion: 1,
  bootId: '',
  lastRun: new Date(0).toISOString(),
  failing: {},
  healthyRuns: 0,
  drained: null,
  overruled: false,
};

function isCount(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 0;
}

function isOwnDrain(value: unknown): boolean {
  if (value === null) return true;
  if (typeof value !== 'object') return false;
  const { reason, codes, since, confirmed } = value as { [name: string]: unknown };
  const named = Array.isArray(codes) && codes.length > 0 && codes.every((code) => typeof code === 'string');
  return typeof reason === 'string' && named && typeof since === 'string' && typeof confirmed === 'boolean';
}

/** The memory in a file's text, or nothing where the text is not all of it (cut short, another version). */
export function memoryIn(text: string): Memory {
  let read: { readonly [name: string]: unknown } | null;
  try {
    read = JSON.parse(text) as { readonly [name: string]: unknown } | null;
  } catch {
    return NOTHING;
  }
  const { schemaVersion, bootId, lastRun, failing, healthyRuns, drained, overruled } = read ?? {};
  const right =
    schemaVersion === 1 &&
    typeof bootId === 'string' &&
    typeof lastRun === 'string' &&
    !Number.isNaN(Date.parse(lastRun)) &&
    typeof failing === 'object' &&
    failing !== null &&
    Object.values(failing).every(isCount) &&
    isCount(healthyRuns) &&
    drained !== undefined &&
    isOwnDrain(drained) &&
    typeof overruled === 'boolean';
  return right ? ({ schemaVersion, bootId, lastRun, failing, healthyRuns, drained, overruled } as Memory) : NOTHING;
}
