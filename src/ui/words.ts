import type { Lang, Text } from '../lang.ts';

/** What the screen itself says, beside the report's own words. */
export const WORDS = {
  cause: { en: 'CAUSE', zh: '原因' },
  causes: { en: 'CAUSES', zh: '原因' },
  checks: { en: 'CHECKS', zh: '检查' },
  readingConfig: { en: 'Reading the configuration', zh: '正在读取配置' },
  askingNodes: { en: 'Asking the nodes', zh: '正在询问各节点' },
  seenInside: { en: 'Seen inside', zh: '容器内所见' },
  stepRuns: { en: 'running', zh: '进行中' },
  clearingUp: {
    en: 'Ending: what was made is being taken away (once more: leave it to the next test)',
    zh: '正在结束：清除已创建的内容（再按一次：留给下次测试清除）',
  },
  leftBehind: { en: 'left behind: ', zh: '残留：' },
  endRun: { en: 'end it', zh: '中止' },
  testAgain: { en: 'again', zh: '再次测试' },
  readingLogs: { en: 'Reading the logs', zh: '正在读取日志' },
  waiting: { en: 'waiting', zh: '等待中' },
  running: { en: 'running', zh: '检查中' },
  notRun: { en: 'Not looked at', zh: '未检查' },
  nothingFound: { en: 'Nothing is wrong here', zh: '未发现问题' },
  blockedBy: { en: 'Blocked by', zh: '受阻于' },
  whatToDo: { en: 'What to do', zh: '解决方法' },
  guide: { en: 'guide', zh: '指南' },
  root: { en: 'root', zh: '需要 root' },
  changes: { en: 'changes the node', zh: '会改变系统' },
  onlyProblems: { en: 'Only problems', zh: '只看问题' },
  escShowsAll: { en: '(Esc: all)', zh: '（Esc：全部）' },
  noProblems: { en: 'No problems', zh: '没有问题' },
  notFound: { en: 'Nothing is found', zh: '没有找到' },
  search: { en: 'Search', zh: '搜索' },
  writeTo: { en: 'Write the report to', zh: '将报告写入' },
  foldedSpoken: { en: 'folded', zh: '已折叠' },
  unfoldedSpoken: { en: 'unfolded', zh: '已展开' },
  upSpoken: { en: 'Up', zh: '上' },
  downSpoken: { en: 'Down', zh: '下' },
  leftSpoken: { en: 'Left', zh: '左' },
  rightSpoken: { en: 'Right', zh: '右' },
  chosenSpoken: { en: 'Chosen command:', zh: '所选命令：' },
  checkingSpoken: { en: 'The checks are running', zh: '正在检查' },
  asRoot: { en: 'as root it sees the rest', zh: '以 root 运行可查看其余部分' },
  next: { en: 'next', zh: '下一步' },
  report: { en: 'report', zh: '完整报告' },
} satisfies { readonly [name: string]: Text };

/** What follows from a cause, or from several, in few words: how many checks were not looked at, or failed because of it. */
export function hangingWords(causes: number, blocked: number, failed: number, lang: Lang): string {
  const it = causes === 1 ? 'it' : 'them';
  const parts =
    lang === 'zh'
      ? [blocked > 0 ? `${blocked} 项因此未检查` : '', failed > 0 ? `${failed} 项由此引起` : '']
      : [
          blocked > 0 ? `${blocked} not looked at because of ${it}` : '',
          failed > 0 ? `${failed} ${failed === 1 ? 'follows' : 'follow'} from ${it}` : '',
        ];
  return parts.filter((part) => part !== '').join(lang === 'zh' ? '，' : ', ');
}

/** How far the run is. */
export function progressWords(done: number, all: number, again: boolean, lang: Lang): string {
  if (lang === 'zh') return again ? `正在重新检查：剩余 ${all - done} 项` : `正在检查：${done}/${all}`;
  return again ? `Looking again: ${all - done} to go` : `Checking: ${done} of ${all}`;
}

/** How many checks were under way when the screen was left. */
export function unfinishedWords(n: number, lang: Lang): string {
  if (lang === 'zh') return `${n} 项检查尚未结束`;
  return n === 1 ? 'One check was not finished' : `${n} checks were not finished`;
}

/** The line in the place of what a pane has no room for. */
export function hiddenWords(n: number, opens: boolean, lang: Lang): string {
  if (lang === 'zh') return `另有 ${n} 行${opens ? '，按 ⏎ 打开' : ''}`;
  return `${n} more${opens ? ', Enter opens' : ''}`;
}

/** A duration for people: one decimal where it is below 10 ms or above a second. */
export function seconds(ms: number, lang: Lang): string {
  const text = ms >= 1000 ? (ms / 1000).toFixed(1) : ms < 10 ? ms.toFixed(1) : ms.toFixed(0);
  const unit = ms < 1000 ? (lang === 'zh' ? '毫秒' : 'ms') : lang === 'zh' ? '秒' : 's';
  return `${text} ${unit}`;
}
