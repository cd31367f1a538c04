import { askNodes } from '../fleet/ask.ts';
import { foldNames } from '../fleet/fold.ts';
import type { Hearing } from '../fleet/hearing.ts';
import { literal, type LaunchPlan, type Launcher } from '../fleet/launcher.ts';
import { pushTo } from '../fleet/push.ts';
import { shellQuote } from '../guide/shell-quote.ts';
import type { HostError } from '../host/answer.ts';
import { ownFile } from '../host/file-child/self-command.ts';
import { locate } from '../host/launch.ts';
import type { Lang } from '../lang.ts';
import type { FleetRequest } from '../options/fleet-request.ts';
import { UsageError } from '../options/usage-error.ts';
import type { FleetSurroundings } from './fleet-surroundings.ts';

/** The first launcher of those wanted that is on this machine. */
async function launcherOf({ via }: FleetRequest): Promise<Launcher> {
  const wanted: readonly Launcher[] = via === 'pdsh' || via === 'clush' ? [via] : ['pdsh', 'clush'];
  for (const launcher of wanted) if ((await locate(launcher)).ok) return launcher;
  const names = wanted.join(' or ');
  throw new UsageError({
    en: `${names} is not on this machine (packages: pdsh, clustershell); crane-doctor fleet - reads what any launcher prints`,
    zh: `本机没有 ${wanted.join(' 或 ')}（软件包：pdsh、clustershell）；crane-doctor fleet - 可读取任何工具的输出`,
  });
}

/** How the nodes of a request are reached. */
export async function launchPlanOf(request: FleetRequest, env: NodeJS.ProcessEnv): Promise<LaunchPlan> {
  const { fanout, connectMs, commandMs, via } = request;
  const rcmd = env['PDSH_RCMD_TYPE'] ?? '';
  return {
    launcher: await launcherOf(request),
    local: via === 'exec',
    fanout,
    connectMs,
    commandMs,
    rcmd: /^[a-z0-9]+$/.test(rcmd) ? rcmd : null,
  };
}

/** An option as the shell of a node reads it. */
function quoted({ name, value }: FleetRequest['passed'][number]): string {
  if (value === null) return `--${name}`;
  const word = shellQuote(value);
  if (word !== null) return `--${name}=${word}`;
  throw new UsageError({
    en: `--${name} ${value}: that cannot be passed on to a node`,
    zh: `--${name} ${value}：无法传递给节点`,
  });
}

/** The command that every node's shell runs. */
function commandOf(program: string, { passed }: FleetRequest, plan: LaunchPlan, lang: Lang): string {
  const words = ['check', '--compact', `--lang=${lang}`, ...passed.map(quoted)].join(' ');
  // pdsh fills in `%h` whatever it runs, clush where it runs something here: the program may have it, the rest is meant as it stands.
  return `${program} ${plan.local || plan.launcher === 'pdsh' ? literal(words) : words}`;
}

function broken(launcher: string, { message, code }: HostError): UsageError {
  return new UsageError({ en: `${launcher}: ${message || code}`, zh: `${launcher}：${message || code}` });
}

/** Copies the program to the nodes, runs it there, and takes it away again whatever happened. */
async function runPushed(
  request: FleetRequest,
  plan: LaunchPlan,
  nodes: readonly string[],
  hearing: Hearing,
  { lang, signal, note }: Pick<FleetSurroundings, 'lang' | 'signal' | 'note'>,
): Promise<HostError | null> {
  const file = ownFile();
  if (file === null || plan.local)
    throw new UsageError({
      en: '--push goes with the built program, and with pdsh or clush',
      zh: '--push 须使用构建好的程序，并配合 pdsh 或 clush',
    });
  const pushed = await pushTo(plan, nodes, file, request.push!, hearing, signal);
  if ('error' in pushed) return pushed.error;
  try {
    if (pushed.nodes.length === 0) return null;
    return await askNodes(plan, pushed.nodes, commandOf(pushed.program, request, plan, lang), hearing, signal);
  } finally {
    const left = await pushed.remove();
    if (left.length > 0) {
      const where = `${foldNames(left)}:${pushed.folder}`;
      note({ en: `${where} could not be removed`, zh: `未能删除 ${where}` });
    }
  }
}

/** Runs the checks on nodes and hears them. */
export async function runOnNodes(
  request: FleetRequest,
  plan: LaunchPlan,
  nodes: readonly string[],
  hearing: Hearing,
  surroundings: Pick<FleetSurroundings, 'lang' | 'signal' | 'note'>,
): Promise<void> {
  if (nodes.length === 0) return;
  const { lang, signal } = surroundings;
  const failed =
    request.push === null
      ? await askNodes(plan, nodes, commandOf(request.program, request, plan, lang), hearing, signal)
      : await runPushed(request, plan, nodes, hearing, surroundings);
  if (failed) throw broken(plan.launcher, failed);
}
