import type { Text } from '../lang.ts';
import type { NodeControl } from './cluster.ts';

/** Why a node is left as it is although something is due. */
export function leftAlone(what: 'drain' | 'resume', node: string, { state, reason, problem }: NodeControl): Text {
  if (state === null)
    return { en: `not known how the cluster sees it (${problem})`, zh: `无法得知集群中该节点的状态（${problem}）` };
  if (state === 'other')
    return { en: 'its power is being controlled: left as it is', zh: '正处于电源控制中：不作处理' };
  if (what === 'resume')
    return {
      en: `healthy again, but the cluster does not tell whose drain it is: ccontrol update nodename=${node} state=resume reason=repaired`,
      zh: `已恢复正常，但集群未提供排空原因，请人工恢复：ccontrol update nodename=${node} state=resume reason=repaired`,
    };
  const by = reason === null ? '' : ` (${reason})`;
  return { en: `drained already${by}: left as it is`, zh: `节点已被排空${by}：不作处理` };
}

/** What was done, or would be. */
export function acted(what: 'drain' | 'resume', dryRun: boolean, reason: string): Text {
  if (what === 'drain')
    return dryRun
      ? { en: `would drain the node (dry run): ${reason}`, zh: `演练模式，本应排空节点：${reason}` }
      : { en: `drained the node: ${reason}`, zh: `已排空节点：${reason}` };
  return dryRun
    ? { en: 'would give the node back (dry run)', zh: '演练模式，本应恢复节点' }
    : { en: 'gave the node back', zh: '已恢复节点' };
}

/** What was seen, while nothing is due yet. */
export function counting(failing: { readonly [code: string]: number }, runs: number): Text | null {
  const counts = Object.entries(failing).map(([code, n]) => `${code} ${Math.min(n, runs)}/${runs}`);
  return counts.length === 0 ? null : { en: counts.join(', '), zh: counts.join('，') };
}
