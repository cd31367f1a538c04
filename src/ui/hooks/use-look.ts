import { useApp } from 'ink';
import { useEffect } from 'react';

/**
 * Looks whenever the number of the look changes, and hands on what came of it. A defect on the way ends the
 * screen and is thrown by who shows it, never swallowed.
 */
export function useLook<T>(run: number, look: () => Promise<T>, onDone: (result: T) => void): void {
  const { exit } = useApp();
  useEffect(() => {
    look().then(onDone, (cause: unknown) => exit(cause instanceof Error ? cause : new Error(String(cause))));
    // Only the number of the look asks for another; the rest is the same for the life of the screen.
  }, [run]);
}
