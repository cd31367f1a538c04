import { oneLine } from '../../checks/look/one-line.ts';
import type { Finding } from '../../checks/finding.ts';
import { found, notSeen } from '../findings.ts';
import type { IdRange } from '../parameters.ts';
import { addressesOf, idMapIn, isHostMap, isMapOf } from '../seen.ts';
import type { Seen, Step, StepEnd } from '../step.ts';

/* Looks into the container, out of what it printed. */

export const SAID_NOTHING = { en: 'the container has said nothing', zh: '容器没有输出' };

/** A look that needs the container's words. */
export function lookInto(seen: Seen | undefined, look: (seen: Seen) => StepEnd): StepEnd {
  return seen && seen.output !== '' ? look(seen) : { skipped: SAID_NOTHING };
}

const mapText = (text: string): string => oneLine(text.replace(/\s+/g, ' '), 200);

function judgeMap(which: 'uid_map' | 'gid_map', seen: Seen, asked: IdRange): readonly Finding[] {
  const text = seen.parts.get(which);
  if (text === undefined) return [notSeen(which, { code: 'ENOENT', message: 'the container did not print it' })];
  const lines = idMapIn(text);
  if (isHostMap(lines)) return [found('userns-not-real', { uidMap: mapText(text) })];
  if (isMapOf(lines, asked)) return [];
  return [found('mapping-differs', { which, seen: mapText(text), expected: `0 ${asked.start} ${asked.count}` })];
}

/** Whether the user namespace is there, and maps as it was asked for: cri-dockerd ignores it without a word. */
export const userns: Step = {
  name: 'userns',
  title: { en: 'user namespace as asked', zh: '用户命名空间符合要求' },
  deadlineMs: null,
  kind: 'look',
  run({ p, reached }) {
    const asked = p.userns;
    if (!asked) return { skipped: { en: 'none was asked for', zh: '未要求' } };
    return lookInto(reached.seen, (seen) => {
      const [first] = judgeMap('uid_map', seen, asked.uids);
      const findings = first ? [first] : judgeMap('gid_map', seen, asked.gids);
      return { findings, note: `0 → ${asked.uids.start} (${asked.uids.count})` };
    });
  },
};

/** Whether the container has the address that the runtime tells for the pod. */
export const network: Step = {
  name: 'network',
  title: { en: "the pod's own addresses", zh: 'Pod 自身的地址' },
  deadlineMs: null,
  kind: 'look',
  run({ p, reached }) {
    if (p.network === 'host') return { skipped: { en: "the host's network was asked for", zh: '要求使用主机网络' } };
    return lookInto(reached.seen, (seen) => {
      if (!seen.parts.has('fib_trie'))
        return { findings: [notSeen('/proc/net/fib_trie', { code: 'ENOENT', message: 'not printed' })] };
      const own = addressesOf(seen);
      const [told = ''] = reached.podAddresses ?? [];
      if (own.length > 0 && (told === '' || own.includes(told))) return { note: own.join(', ') };
      return { findings: [found('no-address', { told: own.length === 0 ? '' : oneLine(told, 60) })] };
    });
  },
};
