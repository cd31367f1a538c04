import type { Lang } from '../../lang.ts';
import type { Style } from '../style.ts';

/** How a report is drawn as text. */
export interface TextOptions {
  readonly lang: Lang;
  readonly style: Style;
  /** The text of the configuration, for code frames, or null. */
  readonly source: string | null;
  readonly exitCode: number;
  /** Every check with its evidence, and information findings too. */
  readonly verbose: boolean;
  /** Only the headline and what is wrong. */
  readonly quiet: boolean;
}
