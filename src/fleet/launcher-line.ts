import { parseHostList } from '../config/host-list.ts';
import { isHostName } from './host-name.ts';

/** What a launcher itself tells of nodes, on its stderr. */
export interface LauncherWord {
  readonly hosts: readonly string[];
  readonly kind: 'exit' | 'timeout' | 'connect';
  /** The exit code, of `exit`. */
  readonly code: number | null;
}

/** A line of a node's own: whose it is, and what stands behind the label. */
export interface NodeLine {
  readonly host: string;
  readonly text: string;
}

/*
 * As the two say it (pdsh 2.34 src/pdsh/dsh.c, ClusterShell 1.9 CLI/Clush.py):
 *   pdsh@mgmt: cn3: ssh exited with exit code 255      clush: cn3: exited with exit code 255
 *   pdsh@mgmt: cn3: command timeout                    clush: cn[3-4]: command timeout
 *   pdsh@mgmt: cn3: connect: timed out
 * clush writes its progress in front, without a line end.
 */
const WORD = /(?:^|\r|.*\d\/\d+ *)(?:pdcp|pdsh|clush)(?:@[^:\s]{1,255})?: ([^\s:]{1,4096})(?: \(\d+\))?: (.{1,500})/;

/** What a launcher says of nodes, or null where a line is no such word. */
export function launcherWord(line: string): LauncherWord | null {
  const [, list = '', said = ''] = (line.length < 8192 && WORD.exec(line)) || [];
  if (list === '') return null;
  const read = parseHostList(list);
  const hosts = 'hosts' in read ? read.hosts.filter(isHostName) : [];
  const code = /exited with exit code (\d{1,3})\b/.exec(said)?.[1];
  if (code !== undefined) return { hosts, kind: 'exit', code: Number(code) };
  if (/command timeout/.test(said)) return { hosts, kind: 'timeout', code: null };
  if (/^(?:connect|mcmd|xrcmd|poll)\b|connection|timed out/i.test(said)) return { hosts, kind: 'connect', code: null };
  return { hosts, kind: 'exit', code: null };
}

/** Words that programs put in front of what they say, and no node is called by. */
const NO_NODE = /^(?:pdsh|pdcp|clush|ssh|error|warning|fatal|note|info)$/i;

/** A line with a node's label, or null. */
export function nodeLine(line: string): NodeLine | null {
  const colon = line.slice(0, 300).indexOf(':');
  if (colon <= 0) return null;
  const host = line.slice(0, colon);
  if (!isHostName(host) || NO_NODE.test(host)) return null;
  const from = line[colon + 1] === ' ' ? colon + 2 : colon + 1;
  return { host, text: line.slice(from) };
}
