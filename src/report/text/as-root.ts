import type { TextOptions } from './text-options.ts';

/** What sees the rest, where something could not be looked at for lack of rights; nothing where no line can be pasted. */
export function asRootLines(lacking: boolean, { asRoot, lang, style }: TextOptions): readonly string[] {
  if (!lacking || asRoot === null) return [];
  const why =
    lang === 'zh' ? '权限不足，部分内容未能查看。以 root 运行：' : 'Not permitted to look at everything. As root:';
  return [why, `  ${style.paint('cyan', asRoot)}`, ''];
}
