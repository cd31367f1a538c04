import type { Text } from '../../lang.ts';
import { code } from '../check.ts';

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

/** What can be wrong with an endpoint's socket, below CRI. `endpoint` is what the summaries call it. */
export function socketCodes(endpoint: Text) {
  return {
    missing: code<{ socket: string; reason: string }>({
      severity: 'error',
      summary: {
        en: `There is nothing at the path of the ${endpoint.en}`,
        zh: `${endpoint.zh}的路径上没有任何文件`,
      },
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
  };
}

export type SocketCodes = ReturnType<typeof socketCodes>;
