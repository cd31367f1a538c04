import { EXIT } from '../exit-code.ts';
import type { Smoked } from './schema.ts';

/** The exit code of a smoke test, by its verdict alone. */
export function exitCodeOfSmoke({ verdict }: Pick<Smoked, 'verdict'>): number {
  if (verdict === 'fail') return EXIT.problems;
  return verdict === 'unknown' ? EXIT.notChecked : EXIT.ok;
}
