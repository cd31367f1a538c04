import { socketOf } from '../cri/ask-cri.ts';
import { reasonOf } from './common-codes.ts';
import { code, defineCheck } from './check.ts';
import { modeText, ownerText } from './mode-text.ts';

/** Errors that say for sure that the path leads nowhere. */
const NOT_THERE = new Set(['ENOENT', 'ENOTDIR', 'ELOOP']);

/** A listener whose queue is full: it is there, and how it answers is for runtime-version to say. */
const SILENT = new Set(['TIMEOUT', 'EAGAIN']);

const type = {
  file: { en: 'a regular file', zh: '普通文件' },
  directory: { en: 'a directory', zh: '目录' },
  fifo: { en: 'a FIFO', zh: '命名管道' },
  'character-device': { en: 'a character device', zh: '字符设备' },
  'block-device': { en: 'a block device', zh: '块设备' },
  socket: { en: 'a socket', zh: '套接字' },
  symlink: { en: 'a symbolic link', zh: '符号链接' },
  other: { en: 'something else', zh: '其他类型' },
} as const;

/**
 * Path, type, permission, connection: the layers below CRI. craned goes through none of them when it
 * starts (its channel connects at the first call), so that a dead socket shows only in a job.
 */
export const runtimeSocket = defineCheck({
  id: 'runtime-socket',
  group: 'runtime',
  title: { en: 'Runtime socket accepts connections', zh: '容器运行时套接字可连接' },
  needs: ['Container.RuntimeEndpoint'],
  needsRoot: true,
  codes: {
    missing: code<{ socket: string; reason: string }>({
      severity: 'error',
      summary: { en: 'There is nothing at the path of the runtime endpoint', zh: '运行时端点的路径上没有任何文件' },
      message: {
        en: ({ socket, reason }) => `${socket} is not there (${reason})`,
        zh: ({ socket, reason }) => `${socket} 不存在（${reason}）`,
      },
    }),
    'not-a-socket': code<{ socket: string; type: keyof typeof type }>({
      severity: 'error',
      summary: { en: 'What is at the path is no socket', zh: '该路径不是套接字' },
      message: {
        en: (args) => `${args.socket} is ${type[args.type].en}, not a socket`,
        zh: (args) => `${args.socket} 是${type[args.type].zh}，不是套接字`,
      },
    }),
    refused: code<{ socket: string }>({
      severity: 'error',
      summary: { en: 'Nobody listens on the socket', zh: '套接字上没有进程监听' },
      message: {
        en: ({ socket }) => `${socket} refuses connections: the socket file is there, but nobody listens on it`,
        zh: ({ socket }) => `${socket} 拒绝连接：套接字文件存在，但没有进程监听`,
      },
    }),
    'wrong-type': code<{ socket: string }>({
      severity: 'error',
      summary: { en: 'The socket is of another type than stream', zh: '套接字不是流式（stream）套接字' },
      message: {
        en: ({ socket }) => `${socket} is not a stream socket (EPROTOTYPE), so that no gRPC server can be behind it`,
        zh: ({ socket }) => `${socket} 不是流式套接字（EPROTOTYPE），其后不可能是 gRPC 服务`,
      },
    }),
    'permission-denied': code<{ socket: string; reason: string; root: boolean }>({
      severity: ['unknown', 'error'],
      summary: { en: 'This user may not connect to the socket', zh: '当前用户无权连接该套接字' },
      message: {
        en: ({ socket, reason, root }) =>
          root
            ? `Not even root may connect to ${socket} (${reason})`
            : `Only root may connect to ${socket} (${reason}); craned runs as root, so that this says nothing about it`,
        zh: ({ socket, reason, root }) =>
          root
            ? `root 也无法连接 ${socket}（${reason}）`
            : `只有 root 可以连接 ${socket}（${reason}）；craned 以 root 运行，因此无法据此判断`,
      },
    }),
  },
  async run({ host, config, found, notSeen }) {
    const socket = socketOf(config.container?.runtimeEndpoint ?? '');
    const about = { target: socket };
    const observed = { socket };
    const denied = async (reason: string) => {
      const identity = await host.ask('identity', {});
      const root = identity.ok && identity.value.root;
      return found('permission-denied', { socket, reason, root }, { ...about, severity: root ? 'error' : 'unknown' });
    };

    const there = await host.ask('stat', { path: socket, follow: true });
    if (!there.ok) {
      const { error } = there;
      if (error.code === 'EACCES' || error.code === 'EPERM') return { observed, findings: [await denied(error.code)] };
      if (!NOT_THERE.has(error.code)) return { observed, findings: [notSeen(socket, error)] };
      return { observed, findings: [found('missing', { socket, reason: error.code }, about)] };
    }
    const seen = {
      ...observed,
      ...(there.value.realPath === socket ? {} : { realPath: there.value.realPath }),
      mode: modeText(there.value),
      owner: ownerText(there.value),
      modified: new Date(there.value.mtimeMs).toISOString(),
    };
    if (there.value.type !== 'socket') {
      return { observed: seen, findings: [found('not-a-socket', { socket, type: there.value.type }, about)] };
    }

    const connection = await host.ask('connect', { unix: socket });
    if (connection.ok) return { observed: { ...seen, connect: 'ok' }, findings: [] };
    const { error } = connection;
    const connected = { ...seen, connect: error.code };
    if (SILENT.has(error.code)) return { observed: { ...connected, connect: reasonOf(error) }, findings: [] };
    switch (error.code) {
      case 'ECONNREFUSED':
        return { observed: connected, findings: [found('refused', { socket }, about)] };
      case 'EPROTOTYPE':
        return { observed: connected, findings: [found('wrong-type', { socket }, about)] };
      case 'ENOENT':
        return { observed: connected, findings: [found('missing', { socket, reason: error.code }, about)] };
      case 'EACCES':
      case 'EPERM':
        return { observed: connected, findings: [await denied(error.code)] };
      default:
        return { observed: connected, findings: [notSeen(socket, error)] };
    }
  },
});
