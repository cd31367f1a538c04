import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/*
 * Three kinds of tests: `unit` needs nothing but npm's packages, `system` the Debian packages that
 * scripts/test-all.sh installs, `release` is slow (browser, minimal roots, packages).
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: ['test/system/**', 'test/release/**'],
          globalSetup: ['test/support/build-once.ts'],
          testTimeout: 60_000,
          // More than there are cores: many tests wait, for a program that starts or a peer that is silent.
          maxWorkers: Math.min(8, 2 * availableParallelism()),
        },
      },
      {
        test: {
          name: 'system',
          include: ['test/system/**/*.test.ts'],
          // After the unit tests: they start daemons and wait for deadlines, which a busy machine delays.
          sequence: { groupOrder: 1 },
          globalSetup: ['test/support/build-once.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'release',
          include: ['test/release/**/*.test.ts'],
          sequence: { groupOrder: 2 },
          globalSetup: ['test/support/executable-once.ts'],
          testTimeout: 120_000,
          // A minimal root is made once, from Debian's archive.
          hookTimeout: 600_000,
        },
      },
    ],
  },
});
