import type { Lang, Text } from '../../lang.ts';
import type { Report } from '../schema.ts';
import type { Triaged, TriagedChange, TriagedGroup } from './schema.ts';

const pad = (n: number): string => String(n).padStart(2, '0');

/** A point of time as the logs have it: this machine's own. */
export function localTime(at: string): string {
  const date = new Date(at);
  const day = [date.getFullYear(), pad(date.getMonth() + 1), pad(date.getDate())].join('-');
  return `${day} ${[date.getHours(), date.getMinutes(), date.getSeconds()].map(pad).join(':')}`;
}

/** `2026-07-02 09:49:46 – 10:20:01`; the day once where it is the same. */
export function spanWords({ first, last }: Pick<TriagedGroup, 'first' | 'last'>): string {
  const [from, to] = [localTime(first), localTime(last)];
  if (from === to) return from;
  return `${from} – ${from.slice(0, 10) === to.slice(0, 10) ? to.slice(11) : to}`;
}

const FEW = 5;

/** The jobs of a group, a few of them by name. */
export function jobWords({ jobs }: TriagedGroup, lang: Lang): string {
  if (jobs.length === 0) return '';
  const zh = lang === 'zh';
  const named = jobs.slice(0, FEW).join(zh ? '、' : ', ');
  const more = jobs.length > FEW ? (zh ? ` 等 ${jobs.length} 个` : ` and ${jobs.length - FEW} more`) : '';
  if (zh) return `作业 ${named}${more}`;
  return `${jobs.length === 1 ? 'job' : 'jobs'} ${named}${more}`;
}

/** Whether the checks find the same now; '' where they were not made, or have nothing to do with it. */
export function nowWords(group: TriagedGroup, triaged: Triaged, lang: Lang): string {
  const { findings, now } = group;
  const { report } = triaged;
  const zh = lang === 'zh';
  if (!report || findings.length === 0) return '';
  if (now.length > 0) return zh ? `现在仍然如此：${now.join('、')}` : `The checks find the same now: ${now.join(', ')}`;
  const bad = checksBehind(findings, report).filter(({ status }) => status === 'fail');
  if (bad.length > 0) {
    const names = bad.map(({ id }) => id);
    return zh
      ? `相关检查现在另有问题：${names.join('、')}`
      : `The checks behind it find something else now: ${names.join(', ')}`;
  }
  if (isOver(group, triaged)) return zh ? '现在已正常' : 'The checks behind it pass now: it is over';
  return zh ? '现在未能查看' : 'It could not be looked at now';
}

const KINDS: { readonly [kind in TriagedChange['kind']]: Text } = {
  boot: { en: 'the node was started', zh: '节点启动' },
  config: { en: 'configuration written', zh: '配置文件被写入' },
  service: { en: 'service', zh: '服务' },
  package: { en: 'package', zh: '软件包' },
};

/** What dpkg's log and rpm say became of a package, and systemd of a service, in Chinese. */
const BECAME: { readonly [word: string]: string } = {
  install: '安装',
  upgrade: '升级',
  remove: '卸载',
  active: '已启动',
  inactive: '已停止',
  failed: '已失败',
};

/** A change as it is told: its kind stands in front of what it was of. */
export function changeWords({ at, kind, what }: TriagedChange, lang: Lang): string {
  const said =
    lang === 'zh' && (kind === 'package' || kind === 'service')
      ? what.replace(kind === 'package' ? /^[a-z]+/ : /[a-z]+$/, (word) => BECAME[word] ?? word)
      : what;
  return `${localTime(at)}  ${KINDS[kind][lang]}${said === '' ? '' : ` ${said}`}`;
}

/** That the times of a log go back, of each log in which they do. */
export function clockWords({ sources }: Triaged, lang: Lang): readonly string[] {
  return sources
    .filter(({ clockJumps }) => clockJumps !== undefined)
    .map(({ path }) =>
      lang === 'zh' ? `${path} 中的时间曾经倒退：时钟被调整过` : `In ${path} the times go back: the clock was set`,
    );
}

/** Groups by what is to be done with them. */
export function partsOf({ groups }: Triaged): {
  readonly roots: readonly TriagedGroup[];
  readonly passing: readonly TriagedGroup[];
  readonly unknown: readonly TriagedGroup[];
  readonly noise: readonly TriagedGroup[];
} {
  const known = groups.filter((group) => group.known && !group.noise);
  return {
    roots: known.filter(({ wraps }) => wraps === null),
    passing: known.filter(({ wraps }) => wraps !== null),
    unknown: groups.filter((group) => !group.known),
    noise: groups.filter(({ noise }) => noise),
  };
}

/** The messages that pass on a fault, and how often each. */
export function passedOnBy(
  { id }: TriagedGroup,
  passing: readonly TriagedGroup[],
): readonly { readonly id: string; readonly count: number }[] {
  return passing.flatMap((one) => {
    const count = one.passes?.find((root) => root.id === id)?.count;
    return count === undefined ? [] : [{ id: one.id, count }];
  });
}

/** The verdict of a triage in a line. */
export function headlineOf(triaged: Triaged, lang: Lang): string {
  const { roots, unknown } = partsOf(triaged);
  const zh = lang === 'zh';
  const unread = triaged.sources.some(({ error }) => error !== undefined);
  if (roots.length > 0) {
    const failures = roots.reduce((sum, { count }) => sum + count, 0);
    if (zh) return `${roots.length} 种已知故障，共 ${failures} 次`;
    return `${roots.length === 1 ? 'One known fault' : `${roots.length} known faults`}, ${failures} ${failures === 1 ? 'time' : 'times'}`;
  }
  if (unknown.length > 0)
    return zh ? '没有已知的故障，有未知的错误信息' : 'No fault that is known, but errors that are not';
  if (unread) return zh ? '有日志无法读取' : 'Some logs could not be read';
  if (triaged.sources.length === 0) return zh ? '没有日志' : 'There are no logs';
  return zh ? '日志中没有错误' : 'There are no errors in the logs';
}

/** The finding whose remedy is that of a fault: one that the checks find now before others. */
export function findingOf({ now, findings }: TriagedGroup): string | undefined {
  return now[0] ?? findings[0];
}

/** The checks of a report that findings are of. */
function checksBehind(codes: readonly string[], { checks }: Report): Report['checks'] {
  const ids = codes.map((code) => code.slice(0, code.indexOf('/')));
  return checks.filter(({ id }) => ids.includes(id));
}

/** Whether the checks behind a fault were made and are well now. */
function isOver({ findings, now }: TriagedGroup, { report }: Triaged): boolean {
  if (!report || now.length > 0) return false;
  const looked = checksBehind(findings, report);
  return looked.length > 0 && looked.every(({ status }) => status === 'pass' || status === 'warn');
}

/**
 * The finding whose remedy is the first thing to do: of the most frequent fault that the checks find now; else what
 * they find in its place; else of a fault that they do not know to be over.
 */
export function firstFinding(triaged: Triaged): string | undefined {
  const { roots } = partsOf(triaged);
  const there = roots.find(({ now }) => now.length > 0);
  if (there) return findingOf(there);
  const { report } = triaged;
  const failure = report?.causes.find(({ check }) =>
    report.checks.some(({ id, status }) => id === check && status === 'fail'),
  );
  if (failure) return failure.code;
  const known = roots.find((group) => group.findings.length > 0 && !isOver(group, triaged));
  return known && findingOf(known);
}
