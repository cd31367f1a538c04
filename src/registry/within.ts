import { refused, type Answer } from '../host/answer.ts';

/**
 * An answer, or `TIMEOUT` where it does not come within `ms`. The question itself is left to the
 * host's own limit; nobody waits for it any longer.
 */
export async function within<T>(ms: number, asked: Promise<Answer<T>>): Promise<Answer<T>> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Answer<T>>((resolve) => {
    const give = (): void =>
      resolve(refused({ code: 'TIMEOUT', message: 'no answer in time', afterMs: Math.round(ms) }));
    timer = setTimeout(give, Math.max(0, ms));
  });
  try {
    return await Promise.race([asked, late]);
  } finally {
    clearTimeout(timer);
  }
}
