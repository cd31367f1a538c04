/** What a message is about, and when it was written (Unix time, ms). */
export interface Met {
  readonly at: number;
  /** `123.1` or `123`; null where it does not say. */
  readonly job: string | null;
}

/** A wrapper is written at once behind what it wraps. */
const WRAPPED_WITHIN_MS = 2000;
/** Threads write side by side: so many roots of other jobs may stand between. */
const KEPT = 32;

/** Whether of two messages of one log one may pass on the other: at about the same time, and not of different jobs. */
export function belong(one: Met, other: Met): boolean {
  return Math.abs(one.at - other.at) <= WRAPPED_WITHIN_MS && isSameJob(one.job, other.job);
}

function isSameJob(one: string | null, other: string | null): boolean {
  if (one === null || other === null || one === other) return true;
  return one.startsWith(`${other}.`) || other.startsWith(`${one}.`);
}

/** The latest roots of one log: what a wrapper passes on stands above it in the same log. */
export class RootsOfLog {
  readonly #latest: (Met & { readonly id: string })[] = [];

  add(id: string, { at, job }: Met): void {
    this.#latest.push({ id, at, job });
    if (this.#latest.length > KEPT) this.#latest.shift();
  }

  /** The root that a wrapper passes on; null where none was found. */
  of(wrapper: Met): string | null {
    return this.#latest.findLast((root) => belong(root, wrapper))?.id ?? null;
  }
}
