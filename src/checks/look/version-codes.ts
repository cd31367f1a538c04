import { code } from '../check.ts';

/** What can be wrong with CRI on a socket that accepts connections, from the wire upwards. */
export const versionCodes = {
  unimplemented: code<{ socket: string; details: string }>({
    severity: 'error',
    summary: {
      en: 'The runtime speaks gRPC but has no CRI v1: its CRI plugin is disabled, did not load, or is too old',
      zh: '运行时提供 gRPC 但没有 CRI v1：CRI 插件被禁用、加载失败或版本过低',
    },
    message: {
      en: ({ socket, details }) =>
        `${socket} speaks gRPC but has no CRI v1 (${details}): the CRI plugin is disabled, failed to load, or is older than v1`,
      zh: ({ socket, details }) =>
        `${socket} 提供 gRPC 但没有 CRI v1（${details}）：CRI 插件被禁用、加载失败，或早于 v1`,
    },
  }),
  'not-grpc': code<{ socket: string; said: string }>({
    severity: 'error',
    summary: { en: 'What listens on the socket does not speak gRPC', zh: '套接字上的服务不是 gRPC' },
    message: {
      en: ({ socket, said }) =>
        said === ''
          ? `${socket} is not gRPC: the connection is closed at once, without a word`
          : `${socket} is not gRPC, it answers: ${said}`,
      zh: ({ socket, said }) =>
        said === ''
          ? `${socket} 不是 gRPC 服务：连接后立即被对方关闭，没有任何应答`
          : `${socket} 不是 gRPC 服务，其应答为：${said}`,
    },
  }),
  timeout: code<{ socket: string; seconds: number; queueFull?: true }>({
    severity: 'error',
    summary: {
      en: 'The runtime does not answer in the time that craned gives it',
      zh: '运行时未在 craned 的限时内应答',
    },
    message: {
      en: ({ socket, seconds, queueFull }) =>
        queueFull
          ? `${socket} takes no more connections: its queue is full (EAGAIN), as whoever listens no longer accepts any`
          : `No answer on ${socket} within ${seconds} s, the time that craned waits for each call`,
      zh: ({ socket, seconds, queueFull }) =>
        queueFull
          ? `${socket} 不再接受新连接：等待队列已满（EAGAIN），监听进程已不再处理连接`
          : `${socket} 在 ${seconds} 秒内没有应答，这也是 craned 每次调用的等待时间`,
    },
  }),
  'api-unsupported': code<{ socket: string; api: string; runtime: string }>({
    severity: 'error',
    summary: { en: 'The runtime reports another CRI API than v1', zh: '运行时报告的 CRI API 不是 v1' },
    message: {
      en: ({ api, runtime }) => `${runtime} reports CRI API '${api}'; craned speaks only v1`,
      zh: ({ api, runtime }) => `${runtime} 报告的 CRI API 为 '${api}'；craned 只支持 v1`,
    },
  }),
  failed: code<{ socket: string; method: string; status: string; details: string }>({
    severity: 'error',
    summary: { en: 'A CRI call fails', zh: 'CRI 调用失败' },
    message: {
      en: ({ socket, method, status, details }) => `${method} on ${socket} fails with ${status}: ${details}`,
      zh: ({ socket, method, status, details }) => `${socket} 的 ${method} 调用失败，${status}：${details}`,
    },
  }),
};

export type VersionCodes = typeof versionCodes;
