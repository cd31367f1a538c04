import { setTimeout as pause } from 'node:timers/promises';

/**
 * Waits until a condition holds and gives back what it gave. It is asked every 20 ms; an exception
 * counts as "not yet". Fails after `limitMs`, with the last exception.
 */
export async function waitFor<T>(
  what: string,
  condition: () => T | false | null | undefined | Promise<T | false | null | undefined>,
  limitMs = 15_000,
): Promise<T> {
  const end = performance.now() + limitMs;
  let last: unknown;
  for (;;) {
    try {
      const value = await condition();
      if (value !== false && value !== null && value !== undefined) return value;
    } catch (error) {
      last = error;
    }
    if (performance.now() > end) throw new Error(`Waited ${limitMs} ms in vain for ${what}`, { cause: last });
    await pause(20);
  }
}
