import type { Lang } from '../../lang.ts';
import type { Source } from '../source.ts';
import type { Style } from '../style.ts';

/** How a report is drawn as text. */
export interface TextOptions {
  readonly lang: Lang;
  readonly style: Style;
  /** The files that were read, for frames around places in them. */
  readonly sources: readonly Source[];
  readonly exitCode: number;
  /** The same run as root, for where rights were lacking; null where it cannot be pasted. */
  readonly asRoot: string | null;
  /** Every check with its evidence, and information findings too. */
  readonly verbose: boolean;
  /** The width of the terminal that it is read on; absent for a pipe or a file, in which lines stay whole. */
  readonly columns?: number;
  /** Only the headline and what is wrong, and nothing at all where nothing is. */
  readonly quiet: boolean;
}
