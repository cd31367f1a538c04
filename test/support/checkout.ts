import { join } from 'node:path';

/** This checkout's own directory. */
export const ROOT = join(import.meta.dirname, '../..');

/** The bundle that the tests run: the file that a user gets. */
export const BUNDLE = join(ROOT, 'dist/crane-doctor.cjs');

/** The Node that package.json pins, whatever Node the machine has. */
export const NODE = join(ROOT, 'node_modules/node/bin/node');

/** The single executable (`npm run build:binary`). */
export const EXECUTABLE = join(ROOT, 'dist/crane-doctor');
