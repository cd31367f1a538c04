import type { Host } from '../host/host.ts';

/** What the control daemon says of a node; `reason` is null where it does not tell, `state` where it was not understood. */
export interface NodeControl {
  readonly state: 'none' | 'drain' | 'other' | null;
  readonly reason: string | null;
  /** Why `state` is null, for a person. */
  readonly problem: string | null;
}

type Fields = { readonly [name: string]: unknown };

function entries(value: unknown, name: string): readonly Fields[] {
  const list = value !== null && typeof value === 'object' ? (value as Fields)[name] : undefined;
  return Array.isArray(list) ? list.filter((each): each is Fields => each !== null && typeof each === 'object') : [];
}

function parsedOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Asks a client of CraneSched, within the host's limit. Its words where it failed. */
async function client(
  host: Host,
  file: string,
  args: readonly string[],
): Promise<{ readonly stdout: string } | { readonly problem: string }> {
  const ran = await host.ask('command', { file, args });
  if (!ran.ok) return { problem: `${file}: ${ran.error.code}` };
  const { exitCode, stdout, stderr } = ran.value;
  if (exitCode === 0) return { stdout };
  const last = stderr.trim().split('\n').at(-1) ?? '';
  return { problem: `${file} ended with ${exitCode ?? 'a signal'}${last === '' ? '' : `: ${last.slice(0, 200)}`}` };
}

/**
 * The node's state by `ccontrol show node NAME --json` (protojson of QueryCranedInfoReply, which has no
 * reason), and the reason by `cinfo --json` (of QueryClusterInfoReply, in CraneSched since PR 817).
 */
export async function nodeControl(host: Host, node: string): Promise<NodeControl> {
  const shown = await client(host, 'ccontrol', ['show', 'node', node, '--json']);
  if ('problem' in shown) return { state: null, reason: null, problem: shown.problem };
  const found = entries(parsedOrNull(shown.stdout), 'craned_info_list').find(({ hostname }) => hostname === node);
  if (!found) return { state: null, reason: null, problem: `ccontrol shows no node ${node}` };
  const state = { CRANE_NONE: 'none', CRANE_DRAIN: 'drain' }[String(found['control_state'])] ?? 'other';
  return {
    state: state as 'none' | 'drain' | 'other',
    reason: state === 'drain' ? await reasonOf(host, node) : null,
    problem: null,
  };
}

/** Why a node is drained, as far as the cluster tells. */
async function reasonOf(host: Host, node: string): Promise<string | null> {
  const listed = await client(host, 'cinfo', ['--json', '-n', node]);
  if ('problem' in listed) return null;
  const groups = entries(parsedOrNull(listed.stdout), 'partitions').flatMap((each) => entries(each, 'craned_lists'));
  const own = groups.find(({ craned_list_regex: nodes }) => nodes === node);
  const reason = own?.['reason'];
  // Some versions of ccontrol leave the quotes in which they put it themselves.
  return typeof reason === 'string' && reason !== '' ? reason.replace(/^"(.*)"$/s, '$1') : null;
}

/** Drains a node or gives it back; null where ccontrol says that it is done, else why not. Some versions want a reason for both. */
export async function setNode(
  host: Host,
  node: string,
  state: 'drain' | 'resume',
  reason: string,
): Promise<string | null> {
  const set = await client(host, 'ccontrol', ['update', `nodename=${node}`, `state=${state}`, `reason=${reason}`]);
  return 'problem' in set ? set.problem : null;
}
