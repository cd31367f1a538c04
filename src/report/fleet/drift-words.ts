import type { Lang, Text } from '../../lang.ts';
import { listWords, plural } from './list-words.ts';
import { differingConfigs } from './differing.ts';
import type { FleetDocument } from './schema.ts';

const NAMES: { readonly [fact in 'runtime' | 'kernel' | 'doctor']: Text } = {
  runtime: { en: 'runtime', zh: '容器运行时' },
  kernel: { en: 'kernel', zh: '内核' },
  doctor: { en: 'crane-doctor', zh: 'crane-doctor' },
};

/** Of so many differences the values are said. */
const MOST_VALUES = 3;

function configLines(document: FleetDocument, lang: Lang): string[] {
  const zh = lang === 'zh';
  const here = document.drift.against === 'here';
  const than = zh ? (here ? '本机' : '多数节点') : here ? 'this machine' : 'most nodes';
  return differingConfigs(document).map(({ nodes, count, differences }) => {
    const who = listWords(nodes, count, lang);
    const values = differences
      .slice(0, MOST_VALUES)
      .map(({ path, here: one, there }) =>
        zh ? `${path} 为 ${there ?? '无'}，而非 ${one ?? '无'}` : `${path} is ${there ?? 'none'}, not ${one ?? 'none'}`,
      )
      .join(zh ? '；' : '; ');
    const more = differences.length - MOST_VALUES;
    const others = more <= 0 ? '' : zh ? ` 等 ${differences.length} 处` : ` and ${more} more`;
    const only = zh ? '只在顺序或机密值上不同' : 'only in order or in secret values';
    const what = differences.length === 0 ? only : `${values}${others}`;
    return zh ? `${who} 的配置与${than}不同：${what}` : `${who}: configuration differs from ${than}: ${what}`;
  });
}

function versionLines({ drift }: FleetDocument, lang: Lang): string[] {
  const zh = lang === 'zh';
  return (['runtime', 'kernel', 'doctor'] as const).flatMap((fact) => {
    const told = drift[fact].map(({ value, nodes, count }, index) =>
      index === 0 ? `${value} (${count})` : `${value}: ${listWords(nodes, count, lang)}`,
    );
    return told.length === 0 ? [] : [`${NAMES[fact][lang]}${zh ? '：' : ': '}${told.join(zh ? '；' : '; ')}`];
  });
}

/** A span of time in its largest unit of which there are two or more. */
function spanWords(seconds: number): string {
  const size = Math.abs(seconds);
  const [length, unit] =
    (
      [
        [86_400, 'd'],
        [3_600, 'h'],
        [60, 'min'],
      ] as const
    ).find(([one]) => size >= 2 * one) ?? ([1, 's'] as const);
  return `${Math.floor(size / length)} ${unit}`;
}

function timeLines({ drift }: FleetDocument, lang: Lang): string[] {
  const zh = lang === 'zh';
  const clocks = drift.clock.map(({ seconds, nodes, count }) => {
    const who = listWords(nodes, count, lang);
    const span = spanWords(seconds);
    return zh
      ? `${who} 的时钟至少${seconds > 0 ? '快' : '慢'} ${span}`
      : `${who}: clock at least ${span} ${seconds > 0 ? 'ahead' : 'behind'}`;
  });
  const apart = drift.apart.map(({ seconds, nodes, count }) => {
    const who = listWords(nodes, count, lang);
    const span = spanWords(seconds);
    const early = seconds < 0;
    if (zh)
      return `${who} 的报告比多数节点${early ? '早' : '晚'}${count === 1 ? ' ' : '至多 '}${span}：来自另一次运行，或其时钟偏${early ? '慢' : '快'}`;
    const reports = count === 1 ? 'its report began' : 'their reports began up to';
    return `${who}: ${reports} ${span} ${early ? 'before' : 'after'} most others: of another run, or a clock that is ${early ? 'behind' : 'ahead'}`;
  });
  return [...clocks, ...apart];
}

/** What drifts, a line each: the odd ones out beside how most are. */
export function driftLines(document: FleetDocument, lang: Lang): string[] {
  return [...configLines(document, lang), ...versionLines(document, lang), ...timeLines(document, lang)];
}

/** Whether what was distributed has arrived and is worked by; empty without a configuration here, or where nobody answered. */
export function distributionWords({ distribution, nodes }: FleetDocument, lang: Lang): string[] {
  if (!distribution || nodes.answered === 0) return [];
  const { same, different, notRestarted, notSeen } = distribution;
  const zh = lang === 'zh';
  const list = (one: typeof same): string => listWords(one.nodes, one.count, lang);
  const config =
    different.count === 0
      ? zh
        ? `全部 ${same.count} 个应答节点的配置与本机一致`
        : `All ${plural(same.count)} that answered have this machine's configuration`
      : zh
        ? `${different.count} 个节点的配置与本机不同：${list(different)}`
        : `${plural(different.count)} with another configuration than this machine: ${list(different)}`;
  const restarted =
    notRestarted.count > 0
      ? zh
        ? `${notRestarted.count} 个节点在配置更改后尚未重启守护进程：${list(notRestarted)}`
        : `${plural(notRestarted.count)} whose daemon was not restarted since its configuration changed: ${list(notRestarted)}`
      : zh
        ? '没有守护进程仍在使用更早的配置'
        : 'No daemon still runs with an earlier configuration';
  const unseen = zh
    ? `${notSeen.count} 个节点未能查看守护进程是否在配置更改后重启过：${list(notSeen)}`
    : `${plural(notSeen.count)} on which it was not seen whether the daemon was restarted since: ${list(notSeen)}`;
  return [
    config,
    ...(notRestarted.count > 0 || notSeen.count < nodes.answered ? [restarted] : []),
    ...(notSeen.count > 0 ? [unseen] : []),
  ];
}
