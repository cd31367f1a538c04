import { createHash } from 'node:crypto';
import type { Lang } from '../../../lang.ts';
import { htmlText } from './html-text.ts';
import { copyScript } from './script.ts';
import { STYLE } from './style.ts';

/** What is particular to a page: its title as text, its own style behind the common one, and the HTML of its main part. */
export interface PageParts {
  readonly lang: Lang;
  readonly title: string;
  readonly style?: string;
  readonly main: readonly string[];
}

/** A source of the page's own, and of nothing else: its hash in the Content-Security-Policy. */
function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

/** A point of time (RFC 3339) as people read it, never broken into two lines. */
export function timeHtml(time: string): string {
  return `<time datetime="${htmlText(time)}">${htmlText(time.slice(0, 19).replace('T', ' '))} UTC</time>`;
}

/**
 * One page that needs nothing beside itself and leads nowhere: its policy forbids it to load anything and to
 * run any script but the one for copying. Empty parts are left out.
 */
export function pageHtml({ lang, title, style: own = '', main }: PageParts): string {
  const zh = lang === 'zh';
  const script = copyScript(zh ? '复制' : 'Copy', zh ? '已复制' : 'Copied');
  const style = STYLE + own;
  const policy = `default-src 'none'; img-src data:; style-src ${hashOf(style)}; script-src ${hashOf(script)}; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html lang="${zh ? 'zh-CN' : 'en'}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<link rel="icon" href="data:,">
<title>${htmlText(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
${main.filter((text) => text !== '').join('\n')}
</main>
<script>${script}</script>
</body>
</html>
`;
}
