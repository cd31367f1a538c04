import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/**
 * What has to be undone at the end of a test or of a file, whatever happened: the last first, each
 * even where another failed. Use: `const cleanup = new Cleanup(); afterAll(() => cleanup.run());`
 */
export class Cleanup {
  #steps: (() => unknown)[] = [];

  defer(step: () => unknown): void {
    this.#steps.push(step);
  }

  async run(): Promise<void> {
    const errors: unknown[] = [];
    for (let step = this.#steps.pop(); step; step = this.#steps.pop()) {
      try {
        await step();
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length > 0) throw new AggregateError(errors, 'Something could not be undone');
  }
}

/**
 * A directory of its own that is removed afterwards. It lies in /tmp and not in TMPDIR, because a
 * socket's path holds 107 bytes (unix(7)).
 */
export function temporaryDirectory(cleanup: Cleanup): string {
  const directory = mkdtempSync(join('/tmp', 'cd-'));
  cleanup.defer(() => rmSync(directory, { recursive: true, force: true, maxRetries: 5 }));
  return directory;
}
