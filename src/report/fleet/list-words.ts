import type { Lang } from '../../lang.ts';

/** A folded list that is no longer than this stands whole. */
export const LIST_WIDTH = 60;

/** A folded list that is too long for a line: its beginning, and how many nodes it stands for in any case. */
export function listWords(nodes: string, count: number, lang: Lang, most = LIST_WIDTH): string {
  if (nodes.length <= most) return nodes;
  // Never within brackets, where a list would mean something else.
  let depth = 0;
  let end = 0;
  for (let at = 0; at < most; at += 1) {
    if (nodes[at] === '[') depth += 1;
    if (nodes[at] === ']') depth -= 1;
    if (nodes[at] === ',' && depth === 0) end = at;
  }
  const beginning = end === 0 ? `${nodes.slice(0, nodes.lastIndexOf(',', most - 2) + 1)}…` : `${nodes.slice(0, end)},…`;
  return lang === 'zh' ? `${beginning}（共 ${count} 个）` : `${beginning} (${count} nodes)`;
}

/** How many nodes, in English. */
export const plural = (n: number): string => (n === 1 ? '1 node' : `${n} nodes`);
