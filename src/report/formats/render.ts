import type { Report } from '../schema.ts';
import type { TextOptions } from '../text/text-options.ts';

/** What a format may want to know beside the report. Formats for programs need hardly any of it. */
export interface RenderOptions extends TextOptions {
  /**
   * The directory that paths are told from where a reader looks for files in a checkout (SARIF, GitHub);
   * '' where there is none.
   */
  readonly base: string;
}

/** A report in a format: pure, with a line end at its end. */
export type Render = (report: Report, options: RenderOptions) => string;
