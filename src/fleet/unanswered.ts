import type { Text } from '../lang.ts';
import { visible } from '../report/visible.ts';

export type Reason = 'unreachable' | 'no-doctor' | 'timeout' | 'bad-output';

/** Why there is no report of a node. */
export interface Why {
  readonly reason: Reason;
  readonly detail: Text;
}

/** What a node, and the launcher about it, have told beside a report. */
export interface Heard {
  /** The first and the last words of its own that are no report. */
  readonly first: string | null;
  readonly last: string | null;
  readonly exit: number | null;
  readonly timedOut: boolean;
  readonly connectFailed: boolean;
  /** Why what looked like a report is none. */
  readonly bad: Text | null;
}

const same = (text: string): Text => ({ en: text, zh: text });

/** As ssh, rsh and mrsh say it (openssh 9.2 sshconnect.c, readconf.c, sshkey error texts; pdsh's own modules). */
const NO_CONNECTION =
  /\bConnection (?:refused|reset|closed|timed out)|No route to host|Network is unreachable|Could not resolve hostname|Host key verification failed|Permission denied \((?:publickey|password|keyboard|gssapi|hostbased)|Name or service not known|kex_exchange_identification|connect(?:ion)?: .*(?:refused|timed out)/i;
/** As shells say that there is no such program, in the languages that nodes are set to. */
const NO_PROGRAM = /not found|No such file or directory|Permission denied$|未找到命令|没有那个文件或目录|权限不够$/i;

/** One line of what was said, short, the node's own name left out: so that nodes of the same fault say the same. */
function quoted(words: string, name: string): string {
  const line = visible(words.trim().toWellFormed()).slice(0, 200);
  return name.length < 2 ? line : line.replaceAll(name, '…');
}

/** Why a node has not answered, from all that is known of it. `ended` says whether its launcher has told all. */
export function whyUnanswered(name: string, heard: Heard | undefined): Why {
  const { first = null, last = null, exit = null, timedOut = false, connectFailed = false, bad = null } = heard ?? {};
  const said = last ?? first;
  if (bad) return { reason: 'bad-output', detail: bad };
  if (timedOut) return { reason: 'timeout', detail: { en: 'no answer in time', zh: '超时未应答' } };
  const words = [last, first].find((text) => text !== null && NO_CONNECTION.test(text));
  if (words !== undefined) return { reason: 'unreachable', detail: same(quoted(words!, name)) };
  if (exit === 255 || connectFailed)
    return {
      reason: 'unreachable',
      detail: said === null ? { en: 'no connection', zh: '无法连接' } : same(quoted(said, name)),
    };
  if (exit === 127 || exit === 126 || (said !== null && exit === null && NO_PROGRAM.test(said)))
    return {
      reason: 'no-doctor',
      detail: said === null ? { en: 'no crane-doctor there', zh: '节点上没有 crane-doctor' } : same(quoted(said, name)),
    };
  if (said !== null) {
    const shown = quoted(first ?? said, name);
    return { reason: 'bad-output', detail: { en: `no report: ${shown}`, zh: `不是报告：${shown}` } };
  }
  if (exit !== null)
    return {
      reason: 'bad-output',
      detail: { en: `it ended without a word (exit ${exit})`, zh: `没有输出就结束了（退出码 ${exit}）` },
    };
  return { reason: 'timeout', detail: { en: 'nothing was heard of it', zh: '没有任何消息' } };
}
