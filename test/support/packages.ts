import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import { ROOT } from './checkout.ts';

/** The package in dist that ends so, of which there is one. */
export function packageNamed(end: '.deb' | '.rpm'): string {
  const dist = join(ROOT, 'dist');
  const [file, ...more] = readdirSync(dist).filter((name) => name.endsWith(end));
  if (file === undefined || more.length > 0) throw new Error(`Not one package ${end} in dist: npm run build:packages`);
  return join(dist, file);
}
