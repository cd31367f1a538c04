import { code, type Codes } from '../checks/check.ts';

/* What a smoke test can find once the container runs: its end, its log, and what it sees from inside. */

export const CONTAINER_CODES = {
  'no-events': code<{ details: string }>({
    severity: 'error',
    summary: {
      en: 'The runtime gives no container events: jobs stay Running',
      zh: '运行时不提供容器事件：作业会一直处于 Running',
    },
    message: {
      en: ({ details }) => `The runtime gives no container events, so a job would stay Running: ${details}`,
      zh: ({ details }) => `运行时不提供容器事件，作业会一直处于 Running：${details}`,
    },
  }),
  'events-not-tried': code<{ version: string; pods: number }>({
    severity: 'warning',
    summary: {
      en: 'Container events were not tried, so as not to take them from jobs that run',
      zh: '为避免抢走正在运行作业的事件，没有测试容器事件',
    },
    message: {
      en: ({ version, pods }) =>
        `Not tried: containerd ${version} has one channel of events for all listeners, and ${pods} pods of jobs run here`,
      zh: ({ version, pods }) =>
        `未测试：containerd ${version} 的所有监听者共用一个事件通道，而本节点有 ${pods} 个作业 Pod 在运行`,
    },
  }),
  'exit-event-missing': code<{ waitedMs: number }>({
    severity: 'error',
    summary: { en: 'The container ended, and no event told so', zh: '容器已结束，但没有收到事件' },
    message: {
      en: ({ waitedMs }) =>
        `The container ended, and no event told so within ${waitedMs / 1000} s: a job would stay Running`,
      zh: ({ waitedMs }) => `容器已结束，但 ${waitedMs / 1000} 秒内没有收到事件：作业会一直处于 Running`,
    },
  }),
  'not-ended': code<{ seconds: number; state: string }>({
    severity: 'error',
    summary: { en: 'The container does not end', zh: '容器没有结束' },
    message: {
      en: ({ seconds, state }) => `The container had not ended after ${seconds} s (${state})`,
      zh: ({ seconds, state }) => `${seconds} 秒后容器仍未结束（${state}）`,
    },
  }),
  'exit-code': code<{ code: number; reason: string }>({
    severity: 'error',
    summary: { en: 'The container ended with an error', zh: '容器以错误结束' },
    message: {
      en: ({ code, reason }) => `The container ended with ${code}${reason === '' ? '' : `: ${reason}`}`,
      zh: ({ code, reason }) => `容器以 ${code} 结束${reason === '' ? '' : `：${reason}`}`,
    },
  }),
  'log-missing': code<{ path: string; reason: string }>({
    severity: 'error',
    summary: { en: "The container's line is not in its log", zh: '容器的输出不在日志中' },
    message: {
      en: ({ path, reason }) => `What the container printed is not in ${path}: ${reason}`,
      zh: ({ path, reason }) => `容器的输出不在 ${path} 中：${reason}`,
    },
  }),
  'userns-not-real': code<{ uidMap: string }>({
    severity: 'error',
    summary: {
      en: 'The container runs as root of the host, though a user namespace was asked for',
      zh: '要求了用户命名空间，但容器以主机 root 运行',
    },
    message: {
      en: ({ uidMap }) =>
        `A user namespace was asked for, and the container is in the host's (uid_map ${uidMap}): root in it is root of the node`,
      zh: ({ uidMap }) =>
        `要求了用户命名空间，但容器处于主机的命名空间（uid_map ${uidMap}）：容器内的 root 就是节点的 root`,
    },
  }),
  'mapping-differs': code<{ which: string; seen: string; expected: string }>({
    severity: 'error',
    summary: { en: 'The ids are mapped otherwise than asked', zh: 'id 映射与要求的不同' },
    message: {
      en: ({ which, seen, expected }) => `${which} is ${seen}, and ${expected} was asked for`,
      zh: ({ which, seen, expected }) => `${which} 为 ${seen}，要求的是 ${expected}`,
    },
  }),
  'no-address': code<{ told: string }>({
    severity: 'error',
    summary: { en: 'The pod has no address of its own', zh: 'Pod 没有自己的地址' },
    message: {
      en: ({ told }) =>
        told === ''
          ? 'The pod has no address beside its loopback'
          : `The runtime tells the address ${told}, and the container does not have it`,
      zh: ({ told }) =>
        told === '' ? 'Pod 除回环地址外没有其他地址' : `运行时给出的地址是 ${told}，但容器中没有该地址`,
    },
  }),
  'dns-not-as-asked': code<{ seen: string; expected: string }>({
    severity: 'warning',
    summary: {
      en: "The container's name servers are not those of the configuration",
      zh: '容器的域名服务器与配置不同',
    },
    message: {
      en: ({ seen, expected }) => `The container asks ${seen || 'nobody'}; the configuration has ${expected}`,
      zh: ({ seen, expected }) => `容器使用 ${seen || '（无）'}；配置为 ${expected}`,
    },
  }),
  'dns-loopback': code<{ servers: string }>({
    severity: 'warning',
    summary: {
      en: "The container's name server is its own loopback, where nobody listens",
      zh: '容器的域名服务器是其自身的回环地址，没有服务监听',
    },
    message: {
      en: ({ servers }) =>
        `${servers} is the loopback of the pod itself, not of the node: names are not found in containers`,
      zh: ({ servers }) => `${servers} 是 Pod 自身的回环地址而非节点的：容器内无法解析域名`,
    },
  }),
  'dns-silent': code<{ servers: string; reason: string }>({
    severity: 'warning',
    summary: {
      en: 'A name server does not answer from the network of the pod',
      zh: '域名服务器在 Pod 的网络中没有应答',
    },
    message: {
      en: ({ servers, reason }) => `${servers} does not answer from the network of the pod: ${reason}`,
      zh: ({ servers, reason }) => `在 Pod 的网络中 ${servers} 没有应答：${reason}`,
    },
  }),
  'mount-owner': code<{ path: string; seen: string; expected: string }>({
    severity: 'error',
    summary: { en: 'The container sees other owners in the mount than it should', zh: '容器看到的挂载目录属主不正确' },
    message: {
      en: ({ path, seen, expected }) => `In the container ${path} belongs to ${seen}, and should belong to ${expected}`,
      zh: ({ path, seen, expected }) => `容器中 ${path} 属于 ${seen}，应属于 ${expected}`,
    },
  }),
  'mount-not-writable': code<{ path: string }>({
    severity: 'error',
    summary: { en: 'The container cannot write into the mount', zh: '容器无法写入挂载目录' },
    message: {
      en: ({ path }) => `The user may write into the directory, and the container cannot (${path})`,
      zh: ({ path }) => `用户可以写入该目录，而容器不能（${path}）`,
    },
  }),
  'mount-file-owner': code<{ path: string; seen: string; expected: string }>({
    severity: 'error',
    summary: { en: 'What the container writes does not belong to the user', zh: '容器写出的文件不属于用户' },
    message: {
      en: ({ path, seen, expected }) =>
        `What the container wrote (${path}) belongs to ${seen} on the node, not to ${expected}`,
      zh: ({ path, seen, expected }) => `容器写出的文件（${path}）在节点上属于 ${seen}，而不是 ${expected}`,
    },
  }),
} satisfies Codes;
