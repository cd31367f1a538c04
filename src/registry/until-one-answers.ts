/** How long one is waited for before the next is begun besides, ms. */
const IMPATIENCE_MS = 1_000;

/**
 * Looks at things in their order until one is enough, and gives back what was seen of them, the enough
 * one last. A slow one does not use up the time of those behind it: the next is begun after a second,
 * and its outcome counts only where it is needed. `look` does not throw.
 */
export async function untilOneAnswers<A, B>(
  items: readonly A[],
  look: (item: A) => Promise<B>,
  enough: (seen: B) => boolean,
): Promise<readonly B[]> {
  const begun = new Map<number, Promise<B>>();
  const begin = (index: number): Promise<B> => {
    const promise = begun.get(index) ?? look(items[index]!);
    begun.set(index, promise);
    return promise;
  };
  const all: B[] = [];
  for (const index of items.keys()) {
    const timers = items.slice(index + 1).map((_, after) => {
      const give = (): void => void begin(index + 1 + after).catch(() => undefined);
      return setTimeout(give, (after + 1) * IMPATIENCE_MS);
    });
    try {
      const seen = await begin(index);
      all.push(seen);
      if (enough(seen)) return all;
    } finally {
      for (const timer of timers) clearTimeout(timer);
    }
  }
  return all;
}
