import type { Lang, Text } from '../lang.ts';

/** What the screen itself says, beside the report's own words. */
export const WORDS = {
  cause: { en: 'CAUSE', zh: '原因' },
  causes: { en: 'CAUSES', zh: '原因' },
  checks: { en: 'CHECKS', zh: '检查' },
  readingConfig: { en: 'Reading the configuration', zh: '正在读取配置' },
  waiting: { en: 'waiting', zh: '等待中' },
  running: { en: 'running', zh: '检查中' },
  notRun: { en: 'Not looked at', zh: '未检查' },
  nothingFound: { en: 'Nothing is wrong here', zh: '未发现问题' },
  blockedBy: { en: 'Blocked by', zh: '受阻于' },
  whatToDo: { en: 'What to do', zh: '解决方法' },
  guide: { en: 'guide', zh: '指南' },
  root: { en: 'root', zh: '需要 root' },
  changes: { en: 'changes the node', zh: '会改变系统' },
  next: { en: 'next', zh: '下一步' },
  report: { en: 'report', zh: '完整报告' },
} satisfies { readonly [name: string]: Text };

/** What follows from a cause, in few words: how many checks were not looked at, or failed because of it. */
export function hangingWords(blocked: number, failed: number, lang: Lang): string {
  const parts =
    lang === 'zh'
      ? [blocked > 0 ? `${blocked} 项因此未检查` : '', failed > 0 ? `${failed} 项由此引起` : '']
      : [
          blocked > 0 ? `${blocked} not looked at because of it` : '',
          failed > 0 ? `${failed} ${failed === 1 ? 'follows' : 'follow'} from it` : '',
        ];
  return parts.filter((part) => part !== '').join(lang === 'zh' ? '，' : ', ');
}

/** How far the run is. */
export function progressWords(done: number, all: number, again: boolean, lang: Lang): string {
  if (lang === 'zh') return again ? `正在重新检查：剩余 ${all - done} 项` : `正在检查：${done}/${all}`;
  return again ? `Looking again: ${all - done} to go` : `Checking: ${done} of ${all}`;
}

/** The line in the place of what a pane has no room for. */
export function hiddenWords(n: number, opens: boolean, lang: Lang): string {
  if (lang === 'zh') return `另有 ${n} 行${opens ? '，按 ⏎ 打开' : ''}`;
  return `${n} more${opens ? ', Enter opens' : ''}`;
}

/** A duration for people: one decimal below a minute. */
export function seconds(ms: number, lang: Lang): string {
  const text = ms < 1000 ? ms.toPrecision(2) : (ms / 1000).toFixed(1);
  const unit = ms < 1000 ? (lang === 'zh' ? '毫秒' : 'ms') : lang === 'zh' ? '秒' : 's';
  return `${text} ${unit}`;
}
