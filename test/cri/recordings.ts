import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

import type { CriRecording } from '../../src/demo/cri-recording.ts';

const DIRECTORY = join(import.meta.dirname, '../fixtures/recordings');

/** What a real runtime answered, by its name and version (test/fixtures/recordings/README.md). */
export function recordingOf(name: string): CriRecording {
  return JSON.parse(readFileSync(join(DIRECTORY, `${name}.json`), 'utf8')) as CriRecording;
}

/** The names of all recordings. */
export const RECORDINGS: readonly string[] = readdirSync(DIRECTORY)
  .filter((file) => file.endsWith('.json'))
  .map((file) => basename(file, '.json'))
  .sort();
