import { answered, refused } from '../../../src/host/answer.ts';
import type { Handlers, Host } from '../../../src/host/host.ts';
import { PROXY_VARIABLES } from '../../../src/host/processes/environment.ts';
import { withAnswers, type RecordedAnswer } from '../../../src/host/replay.ts';
import type { Cleanup } from '../../support/cleanup.ts';
import { recordingOf } from '../../cri/recordings.ts';
import { runtimeNode } from '../../runtime/runtime-node.ts';
import { networkHost, type Names } from './network-host.ts';

/** A node whose runtime has files and a proxy of its own. */
export interface RoutedNode {
  /** The recorded runtime that answers. */
  readonly runtime: string;
  readonly files?: { readonly [path: string]: string };
  readonly names?: Names;
  /** PEM of the authorities that the system trusts. */
  readonly trusted?: readonly string[];
  /** `Environment=` of the runtime's unit as systemd shows it; without it there is no systemd. */
  readonly unit?: string;
  /** Its files were changed since systemd read them. */
  readonly needsDaemonReload?: boolean;
  /** The variables of the running process and of the caller; as the unit has them where not given. */
  readonly process?: { readonly [name: string]: string };
  readonly caller?: { readonly [name: string]: string };
}

const UNITS: { readonly [runtime: string]: string } = { 'cri-o': 'crio.service', containerd: 'containerd.service' };
const PROPERTIES = 'LoadState,MainPID,NeedDaemonReload,Environment,EnvironmentFiles,PassEnvironment,UnsetEnvironment';

/** `A=1 B=2` as an object. */
function variablesIn(environment = ''): { readonly [name: string]: string } {
  const words = environment.split(' ').filter(Boolean);
  return Object.fromEntries(words.map((word) => [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)]));
}

/** What systemctl and /proc tell about the runtime's unit. */
function unitAnswers({
  runtime,
  unit,
  process,
  caller = variablesIn(unit),
  needsDaemonReload,
}: RoutedNode): readonly RecordedAnswer[] {
  const callers: RecordedAnswer = {
    method: 'environment',
    args: { pid: null, names: PROXY_VARIABLES },
    answer: answered(caller),
  };
  if (unit === undefined) return [callers];
  const name = UNITS[runtime.startsWith('cri-o') ? 'cri-o' : 'containerd']!;
  const shown = (args: readonly string[], stdout: string): RecordedAnswer => ({
    method: 'command',
    args: { file: 'systemctl', args: ['show', ...args] },
    answer: answered({ exitCode: 0, signal: null, stdout, stderr: '', truncated: false }),
  });
  const running = process ? answered(process) : refused({ code: 'EACCES', message: 'permission denied' });
  return [
    callers,
    shown(
      [name, '--no-pager', `--property=${PROPERTIES}`],
      `LoadState=loaded\nMainPID=77\nNeedDaemonReload=${needsDaemonReload ? 'yes' : 'no'}\nEnvironment=${unit}\n`,
    ),
    shown(['--no-pager', '--property=Environment'], 'Environment=\n'),
    { method: 'environment', args: { pid: 77, names: PROXY_VARIABLES }, answer: running },
  ];
}

const NETWORK: readonly (keyof Handlers)[] = ['connect', 'greet', 'resolve', 'http'];

/**
 * Real files of the runtime in a tree, its recorded answers on the real wire, this machine's real
 * sockets, TLS and HTTP, and a resolver that knows only `names`.
 */
export async function routedNode(cleanup: Cleanup, node: RoutedNode): Promise<Host> {
  const tree = await runtimeNode(cleanup, { recording: recordingOf(node.runtime), files: node.files ?? {} });
  const network = networkHost(cleanup, node.names ?? {}, node.trusted ?? []);
  const asked = withAnswers(tree, unitAnswers(node));
  return {
    ...asked,
    ask: (method, args) => (NETWORK.includes(method) ? network : asked).ask(method, args),
  };
}
