import type { Lang, Text } from '../../lang.ts';
import { differing } from './differing.ts';
import { LIST_WIDTH, listWords, plural } from './list-words.ts';
import type { FleetDocument, FleetFinding } from './schema.ts';

export const REASONS: { readonly [reason in FleetDocument['unanswered'][number]['reason']]: Text } = {
  unreachable: { en: 'unreachable', zh: '无法连接' },
  'no-doctor': { en: 'no crane-doctor there', zh: '节点上没有 crane-doctor' },
  timeout: { en: 'no answer in time', zh: '超时未应答' },
  'bad-output': { en: 'bad output', zh: '输出异常' },
};

/** Why nodes did not answer: the kind, and what is known beyond it. */
export function whyWords({ reason, detail }: FleetDocument['unanswered'][number], lang: Lang): string {
  const kind = REASONS[reason][lang];
  return detail === kind ? kind : `${kind}${lang === 'zh' ? '：' : ': '}${detail}`;
}

/** On which nodes a finding is: all, all but a few, or these. */
export function whereWords({ scope, nodes, count, except }: FleetFinding, lang: Lang, most = LIST_WIDTH): string {
  if (scope === 'all') return lang === 'zh' ? `全部 ${count} 个节点` : `all ${count} nodes`;
  if (except === undefined || except.length > most) return listWords(nodes, count, lang, most);
  return lang === 'zh' ? `除 ${except} 外全部（${count} 个）` : `all but ${except} (${count} nodes)`;
}

/** The one sentence about a fleet. */
export function fleetHeadline(document: FleetDocument, lang: Lang): string {
  const { nodes, findings } = document;
  const { total, answered, fail, unknown, warn } = nodes;
  const zh = lang === 'zh';
  const silent = total - answered;
  if (total === 0) return zh ? '没有收到任何节点的报告' : 'No node was heard of';
  const causes = findings.filter(({ severity, isCause }) => severity === 'error' && isCause).length;
  const parts = [
    ...(fail > 0
      ? [
          zh
            ? `${fail} 个节点有错误${causes > 0 ? `，共 ${causes} 种原因` : ''}`
            : `${plural(fail)} with errors${causes > 0 ? `, ${causes === 1 ? 'one cause' : `${causes} causes`}` : ''}`,
        ]
      : []),
    ...(unknown > 0 ? [zh ? `${unknown} 个节点未能完整检查` : `${plural(unknown)} not fully checked`] : []),
    ...(silent > 0 ? [zh ? `${silent} 个节点没有报告` : `${plural(silent)} without a report`] : []),
  ];
  if (parts.length > 0) return parts.join(zh ? '；' : '; ');
  const { config, clock } = differing(document);
  const milder = [
    ...(warn > 0 ? [zh ? `${warn} 个节点有警告` : `warnings on ${plural(warn)}`] : []),
    ...(config > 0 ? [zh ? `${config} 个节点配置不同` : `another configuration on ${plural(config)}`] : []),
    ...(clock > 0 ? [zh ? `${clock} 个节点时钟有偏差` : `a clock that is off on ${plural(clock)}`] : []),
  ];
  if (milder.length > 0) return zh ? `没有错误；${milder.join('，')}` : `No errors; ${milder.join(', ')}`;
  return zh ? `${total} 个节点全部正常` : `All is well on ${plural(total)}`;
}
