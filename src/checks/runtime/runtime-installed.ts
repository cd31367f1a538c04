import { socketOf } from '../../cri/ask-cri.ts';
import { KNOWN_RUNTIMES, PROGRAM_DIRECTORIES, runtimeOfEndpoint, type KnownRuntime } from '../../cri/runtimes.ts';
import { couldNotLook, type HostError } from '../../host/answer.ts';
import type { Host } from '../../host/host.ts';
import { code, defineCheck } from '../check.ts';
import { reasonOf } from '../common-codes.ts';

/** Where systemd's unit files are (systemd.unit(5)) */
const UNIT_DIRECTORIES = ['/etc/systemd/system', '/usr/lib/systemd/system', '/lib/systemd/system'];

/** A connection that we may not make, or that hangs, is somebody's all the same. */
const SOMEBODY = new Set(['EACCES', 'EPERM', 'TIMEOUT', 'EAGAIN']);

/** What shows that a runtime is installed, or the error that kept us from seeing it. */
interface Trace {
  readonly runtime: KnownRuntime;
  readonly path: string | null;
  readonly error: HostError | null;
}

/**
 * Whether a container runtime is there at all: a program or a unit file of one that is known. A
 * runtime may also run in a container or come from a place of its own, so a socket that accepts
 * connections counts as one, whoever is behind it.
 */
export const runtimeInstalled = defineCheck({
  id: 'runtime-installed',
  group: 'runtime',
  title: { en: 'A container runtime is installed', zh: '已安装容器运行时' },
  machine: false,
  explains: ['runtime-socket/missing', 'runtime-socket/refused'],
  codes: {
    none: code<{ runtimes: string; asked: boolean }>({
      severity: 'error',
      summary: { en: 'No container runtime is installed', zh: '未安装容器运行时' },
      message: {
        en: ({ runtimes, asked }) =>
          `No container runtime is installed: neither programs nor units of ${runtimes}${asked ? ', and nothing answers at the endpoint' : ''}`,
        zh: ({ runtimes, asked }) =>
          `未安装容器运行时：没有 ${runtimes} 的程序或服务单元${asked ? '，端点上也没有应答' : ''}`,
      },
    }),
    'other-runtime-present': code<{ runtime: string; path: string; socket: string; endpoint: string }>({
      severity: 'info',
      summary: {
        en: 'Nothing answers at the endpoint, but another runtime is installed',
        zh: '端点上没有应答，但装有其他容器运行时',
      },
      message: {
        en: (args) =>
          `${args.runtime} is installed (${args.path}, socket ${args.socket} by default), but the endpoint is ${args.endpoint}`,
        zh: (args) =>
          `已安装 ${args.runtime}（${args.path}，默认套接字 ${args.socket}），但配置的端点是 ${args.endpoint}`,
      },
    }),
  },
  async run({ host, config, found, notSeen }) {
    const endpoint = socketOf(config.container?.runtimeEndpoint ?? '');
    const [traces, connection] = await Promise.all([
      Promise.all(KNOWN_RUNTIMES.map((runtime) => look(host, runtime))),
      host.ask('connect', { unix: endpoint }),
    ]);
    const installed = traces.filter((trace) => trace.path !== null);
    // An image has no machine that could be asked: then the endpoint is no evidence.
    const asked = connection.ok || connection.error.code !== 'NO_MACHINE';
    const observed = {
      ...Object.fromEntries(installed.map(({ runtime, path }) => [runtime.id, path])),
      ...(asked ? { endpoint: connection.ok ? 'answers' : reasonOf(connection.error) } : {}),
    };
    if (connection.ok || SOMEBODY.has(connection.error.code)) return { observed, findings: [] };
    if (couldNotLook(connection.error)) {
      // Whether somebody answers there is not known: that another runtime is installed says nothing.
      return { observed, findings: installed.length === 0 ? [notSeen(endpoint, connection.error)] : [] };
    }
    if (installed.length === 0) {
      const unseen = traces.find((trace) => trace.error !== null);
      if (unseen) return { observed, findings: [notSeen(unseen.runtime.name, unseen.error!)] };
      const runtimes = KNOWN_RUNTIMES.map(({ name }) => name).join(', ');
      return { observed, findings: [found('none', { runtimes, asked })] };
    }
    const configured = runtimeOfEndpoint(endpoint);
    // Without a running machine nothing answers anywhere: then only a configured runtime that is absent is worth a word.
    if (!asked && installed.some(({ runtime }) => runtime === configured)) {
      return { observed, findings: [] };
    }
    const others = installed.filter(({ runtime }) => runtime !== configured);
    return {
      observed,
      findings: others.map(({ runtime, path }) =>
        found(
          'other-runtime-present',
          { runtime: runtime.name, path: path!, socket: runtime.sockets[0]!, endpoint },
          { target: runtime.name },
        ),
      ),
    };
  },
});

/** The first trace of a runtime: its program, else its unit file. A masked unit is a link to /dev/null, and none. */
async function look(host: Host, runtime: KnownRuntime): Promise<Trace> {
  const paths = [
    ...PROGRAM_DIRECTORIES.map((directory) => `${directory}/${runtime.program}`),
    ...UNIT_DIRECTORIES.map((directory) => `${directory}/${runtime.unit}`),
  ];
  const answers = await Promise.all(paths.map((path) => host.ask('stat', { path, follow: true })));
  const path = paths.find((_, index) => {
    const answer = answers[index]!;
    return answer.ok && answer.value.type === 'file';
  });
  const error = answers
    .map((answer) => (answer.ok ? null : answer.error))
    .find((error) => error && couldNotLook(error));
  return { runtime, path: path ?? null, error: error ?? null };
}
