import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './checkout.ts';

/** The YAML between `<!-- name -->` and `<!-- /name -->` of a page in docs/. */
export function documented(page: string, name: string): string {
  const text = readFileSync(join(ROOT, 'docs', page), 'utf8');
  const [, yaml] =
    new RegExp(`<!-- ${name} -->\\n\`\`\`yaml\\n([\\s\\S]*?)\`\`\`\\n<!-- /${name} -->`).exec(text) ?? [];
  if (yaml === undefined) throw new Error(`docs/${page} has no ${name}`);
  return yaml;
}
