/**
 * Does something with each of many, at most `atOnce` at the same time, and begins nothing any more after
 * `until` (on the clock of `performance.now()`). The results are in the order of the items; `undefined`
 * stands for those that were left out.
 */
export async function inTurns<T, R>(
  items: readonly T[],
  { atOnce, until }: { readonly atOnce: number; readonly until: number },
  look: (item: T) => Promise<R>,
): Promise<readonly (R | undefined)[]> {
  const results = new Array<R | undefined>(items.length).fill(undefined);
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < items.length && performance.now() < until) {
      const index = next;
      next += 1;
      results[index] = await look(items[index]!);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker));
  return results;
}
