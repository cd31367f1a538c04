import { execFileSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';

import buildOnce from './build-once.ts';
import { BUNDLE, EXECUTABLE, NODE, ROOT } from './checkout.ts';

/** Vitest's global setup of the release tests: the executable and the packages, where the bundle is newer. */
export default async function executableOnce(): Promise<void> {
  await buildOnce();
  if (existsSync(EXECUTABLE) && statSync(EXECUTABLE).mtimeMs > statSync(BUNDLE).mtimeMs) return;
  for (const script of ['scripts/build-binary.ts', 'scripts/build-packages.ts'])
    execFileSync(NODE, [script], { cwd: ROOT, stdio: 'inherit' });
}
