import { jsonDocument } from '../report/json.ts';
import type { Smoked } from '../report/smoke/schema.ts';
import { smokeMarkdown } from '../report/smoke/smoke-markdown.ts';
import { smokeText } from '../report/smoke/smoke-text.ts';
import type { TextOptions } from '../report/text/text-options.ts';
import type { ByExtension } from './write-by-extension.ts';

/** The formats of `smoke`. */
export type SmokeFormat = 'text' | 'json' | 'markdown';

/** The extensions of the files that the screen's `w` writes. */
export const SMOKE_BY_EXTENSION: ByExtension<SmokeFormat> = { '.txt': 'text', '.json': 'json', '.md': 'markdown' };

/** A whole smoke test in a format. */
export function renderedSmoke(format: SmokeFormat, smoked: Smoked, options: TextOptions): string {
  if (format === 'json') return jsonDocument(smoked);
  return format === 'markdown' ? smokeMarkdown(smoked, options.lang) : smokeText(smoked, options);
}
