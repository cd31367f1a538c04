import { code, defineCheck, type Check } from '../../src/checks/check.ts';
import type { Request } from '../../src/engine/examination.ts';
import { MAX_CONFIG_BYTES } from '../../src/config/read-config.ts';
import { answered } from '../../src/host/answer.ts';
import { contentOf } from '../../src/host/files/content.ts';
import { recordingOf, replayHost } from '../../src/host/replay.ts';

/** The configuration of the node of these tests; its endpoint stands on line 11. */
export const CONFIG = `ControlMachine: control
ClusterName: test
Nodes:
  - name: cn07
    cpu: 2
    memory: 4G
Partitions:
  - {name: CPU, nodes: cn07}
Container:
  Enabled: true
  RuntimeEndpoint: /run/containerd/containerd.sock
`;

const SOCKET = '/run/containerd/containerd.sock';
const summary = { en: 'wrong', zh: '有误' };
const text = (en: string, zh: string) => ({ en: () => en, zh: () => zh });

export type Fault = 'refused' | 'scheme' | 'slow-name' | 'hostile' | 'words-throw';

/** What can be wrong with the node, and who waits at a check. Both may change while the screen is open. */
export interface Faults {
  readonly now: Set<Fault>;
  /** A check that is named here ends only when its promise does. */
  readonly held: Map<string, Promise<void>>;
}

/** A gate for `held`: the check waits until it is opened. */
export function gate(): { readonly closed: Promise<void>; readonly open: () => void } {
  let open = (): void => {};
  const closed = new Promise<void>((resolve) => (open = resolve));
  return { closed, open };
}

/** Checks with ids and codes of real ones, so that the guide knows them, and with faults that a test can switch. */
function checksOf({ now, held }: Faults): Check[] {
  return [
    defineCheck({
      id: 'config-file',
      group: 'config',
      title: { en: 'Configuration can be read', zh: '配置文件可读' },
      feature: 'any',
      codes: {},
      run: () => Promise.resolve({ findings: [], observed: { path: '/etc/crane/config.yaml', mode: '-rw-r--r--' } }),
    }),
    defineCheck({
      id: 'config-endpoints',
      group: 'config',
      title: { en: 'Endpoints are right', zh: '端点正确' },
      feature: 'any',
      codes: {
        scheme: code({
          severity: 'error',
          summary,
          message: text(`RuntimeEndpoint has a scheme that craned adds itself`, 'RuntimeEndpoint 带有协议前缀'),
        }),
      },
      run: ({ found, config }) => {
        const location = { path: config.path, line: 11, column: 20, length: 31 };
        return Promise.resolve({ findings: now.has('scheme') ? [found('scheme', {}, { location })] : [] });
      },
    }),
    defineCheck({
      id: 'runtime-socket',
      group: 'runtime',
      title: { en: 'CRI socket accepts connections', zh: 'CRI 套接字可连接' },
      feature: 'any',
      codes: {
        refused: code({
          severity: 'error',
          summary,
          message: text(`Nothing listens on ${SOCKET}`, `${SOCKET} 上没有进程监听`),
        }),
        missing: code({ severity: 'error', summary, message: text('a\u001b[2Jb', 'a\u001b[2Jb') }),
        failed: code({
          severity: 'error',
          summary,
          message: {
            en: () => {
              throw new Error('no words for it');
            },
            zh: () => '',
          },
        }),
      },
      async run({ found }) {
        await held.get('runtime-socket');
        const observed = { path: SOCKET, mode: 'srw-rw----', owner: 'root:root', connect: 'ECONNREFUSED' };
        if (now.has('words-throw')) return { findings: [found('failed', {})] };
        if (now.has('hostile'))
          return { observed: { path: '/run/\u001b]0;x\u0007\u202e' }, findings: [found('missing', {})] };
        return now.has('refused') ? { observed, findings: [found('refused', {})] } : { findings: [] };
      },
    }),
    defineCheck({
      id: 'runtime-version',
      group: 'runtime',
      title: { en: 'CRI answers Version', zh: 'CRI 应答 Version' },
      feature: 'any',
      needs: ['runtime-socket'],
      codes: {},
      run: () => Promise.resolve({ findings: [], observed: { runtimeName: 'containerd', runtimeVersion: 'v1.7.24' } }),
    }),
    defineCheck({
      id: 'runtime-status',
      group: 'runtime',
      title: { en: 'Runtime and network are ready', zh: '运行时与网络就绪' },
      feature: 'any',
      needs: ['runtime-version'],
      codes: {},
      run: () => Promise.resolve({ findings: [] }),
    }),
    defineCheck({
      id: 'dns',
      group: 'network',
      title: { en: 'Registry names resolve', zh: '镜像仓库域名可解析' },
      feature: 'any',
      codes: {
        timeout: code({ severity: 'warning', summary, message: text('No answer for docker.io', 'docker.io 无应答') }),
      },
      run: ({ found }) => Promise.resolve({ findings: now.has('slow-name') ? [found('timeout', {})] : [] }),
    }),
    defineCheck({
      id: 'fuse-device',
      group: 'bindfs',
      title: { en: '/dev/fuse is there', zh: '/dev/fuse 存在' },
      feature: 'bindfs',
      codes: {},
      run: () => Promise.resolve({ findings: [] }),
    }),
  ];
}

/** What a screen of these tests examines: cn07, with these faults. `stop` is the signal that ends the run. */
export function nodeOfATest(...faults: readonly Fault[]): {
  readonly request: Request;
  readonly faults: Faults;
  readonly stop: AbortController;
} {
  const wrong: Faults = { now: new Set(faults), held: new Map() };
  const stop = new AbortController();
  const host = replayHost(
    recordingOf([
      {
        method: 'identity',
        args: {},
        answer: answered({
          hostname: 'cn07',
          os: { id: 'rocky', idLike: ['rhel'], versionId: '9.4', prettyName: 'Rocky Linux 9.4' },
          kernel: '5.14.0',
          arch: 'x64',
          uid: 0,
          root: true,
          init: 'systemd',
        }),
      },
      { method: 'clock', args: {}, answer: answered(Date.UTC(2026, 10, 23)) },
      {
        method: 'readFile',
        args: { path: '/etc/crane/config.yaml', maxBytes: MAX_CONFIG_BYTES },
        answer: answered(contentOf(Buffer.from(CONFIG), 0)),
      },
    ]),
  );
  const request: Request = {
    checks: checksOf(wrong),
    host,
    configPath: '/etc/crane/config.yaml',
    selection: { only: [], skip: [], offline: false },
    options: { registries: [], images: [], users: [], asIfEnabled: false },
    role: 'auto',
    limits: { checkMs: 30_000, runMs: 60_000, signal: stop.signal },
  };
  return { request, faults: wrong, stop };
}
