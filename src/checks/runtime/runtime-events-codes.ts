import { code, type Codes } from '../check.ts';

const nameOf = (runtime: string, version: string): string => (version === '' ? runtime : `${runtime} ${version}`);

/** What runtime-events can find; in each case craned does not learn that a container has ended. */
export const RUNTIME_EVENTS_CODES = {
  unsupported: code<{ runtime: string; version: string; details: string }>({
    severity: 'error',
    summary: {
      en: 'The runtime has no container events: craned never learns that a container has ended',
      zh: '容器运行时没有容器事件：craned 无法得知容器已退出',
    },
    message: {
      en: ({ runtime, version, details }) =>
        `${nameOf(runtime, version)} has no GetContainerEvents (${details}): the exit of a container is never noticed, and its job stays Running`,
      zh: ({ runtime, version, details }) =>
        `${nameOf(runtime, version)} 没有 GetContainerEvents（${details}）：容器退出不会被察觉，作业一直停在 Running`,
    },
  }),
  disabled: code<{ runtime: string; from: string }>({
    severity: 'error',
    summary: {
      en: "The runtime's container events are switched off",
      zh: '容器运行时的容器事件已关闭',
    },
    message: {
      en: ({ runtime, from }) =>
        `${runtime} gives no container events (${from}): the exit of a container is never noticed, and its job stays Running`,
      zh: ({ runtime, from }) => `${runtime} 不提供容器事件（${from}）：容器退出不会被察觉，作业一直停在 Running`,
    },
  }),
  refused: code<{ runtime: string; status: string; details: string }>({
    severity: 'error',
    summary: { en: 'The runtime refuses the stream of container events', zh: '容器运行时拒绝容器事件流' },
    message: {
      en: ({ runtime, status, details }) =>
        `${runtime} refuses GetContainerEvents: ${status}: ${details}; the exit of a container is not noticed, and its job stays Running`,
      zh: ({ runtime, status, details }) =>
        `${runtime} 拒绝 GetContainerEvents：${status}：${details}；容器退出不会被察觉，作业一直停在 Running`,
    },
  }),
  'shared-stream': code<{ version: string }>({
    severity: 'warning',
    summary: {
      en: 'containerd 1.7 gives each event to one listener only: with several jobs exits get lost',
      zh: 'containerd 1.7 的每个事件只发给一个监听者：多个作业并存时会丢失退出事件',
    },
    message: {
      en: ({ version }) =>
        `containerd ${version} gives each container event to one of its listeners: with two or more container steps on the node an exit can go to another job's supervisor, and the job stays Running`,
      zh: ({ version }) =>
        `containerd ${version} 的每个容器事件只发给一个监听者：节点上有两个以上容器步骤时，退出事件可能落到其他作业的 supervisor，作业一直停在 Running`,
    },
  }),
} satisfies Codes;
