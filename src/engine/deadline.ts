/** How a race against a deadline ended: with the work's value, its error, or without either. */
export type Raced<T> =
  | { readonly ended: 'done'; readonly value: T }
  | { readonly ended: 'broke'; readonly error: unknown }
  | { readonly ended: 'deadline' }
  | { readonly ended: 'aborted' };

/**
 * Waits for the work, but no longer than `ms`, and not beyond the signal. The work itself is not
 * ended by this (the host's own limits do that); it is only waited for no more.
 */
export async function within<T>(work: Promise<T>, ms: number, signal: AbortSignal): Promise<Raced<T>> {
  let timer: NodeJS.Timeout | undefined;
  let onAbort: (() => void) | undefined;
  try {
    return await Promise.race([
      work.then(
        (value): Raced<T> => ({ ended: 'done', value }),
        (error: unknown): Raced<T> => ({ ended: 'broke', error }),
      ),
      new Promise<Raced<T>>((resolve) => {
        // Where the time is over already, work that is quickly done does not count as done in time either.
        if (ms <= 0) resolve({ ended: 'deadline' });
        else timer = setTimeout(() => resolve({ ended: 'deadline' }), ms);
      }),
      new Promise<Raced<T>>((resolve) => {
        onAbort = () => resolve({ ended: 'aborted' });
        if (signal.aborted) onAbort();
        else signal.addEventListener('abort', onAbort, { once: true });
      }),
    ]);
  } finally {
    clearTimeout(timer);
    if (onAbort) signal.removeEventListener('abort', onAbort);
  }
}
