import { code } from '../check.ts';
import { UNIT_MESSAGES } from '../look/unit-state.ts';

/** What can be wrong with the service of one of CraneSched's daemons. */
export function daemonCodes(name: string) {
  return {
    inactive: code<{ unit: string; state: string; since: string }>({
      severity: ['error', 'warning'],
      summary: { en: `${name} is not running`, zh: `${name} 未运行` },
      message: UNIT_MESSAGES.inactive,
    }),
    failed: code<{ unit: string; result: string; exit: string; since: string }>({
      severity: ['error', 'warning'],
      summary: { en: `${name} has failed`, zh: `${name} 启动失败或异常退出` },
      message: UNIT_MESSAGES.failed,
    }),
    'stale-config': code<{ daemon: string; used: string; changed: string; started: string }>({
      severity: 'error',
      summary: {
        en: `The configuration is newer than the ${name} that runs: ${name} does not know it`,
        zh: `配置文件比正在运行的 ${name} 更新：${name} 尚未加载`,
      },
      message: {
        en: (args) =>
          `${args.used} was written ${args.changed}, after ${args.daemon} was started (${args.started}): ${args.daemon} reads it only when it starts`,
        zh: (args) =>
          `${args.used} 写入于 ${args.changed}，晚于 ${args.daemon} 的启动时间（${args.started}）：${args.daemon} 只在启动时读取配置`,
      },
    }),
    'other-config': code<{ daemon: string; used: string; examined: string }>({
      severity: 'warning',
      summary: {
        en: `${name} uses another configuration than the one that is examined`,
        zh: `${name} 使用的不是所检查的配置文件`,
      },
      message: {
        en: ({ daemon, used, examined }) =>
          `${daemon} is started with ${used}, and not with ${examined}, which is examined here`,
        zh: ({ daemon, used, examined }) => `${daemon} 启动时使用 ${used}，而此处检查的是 ${examined}`,
      },
    }),
    'not-enabled': code<{ unit: string; file: string }>({
      severity: 'warning',
      summary: { en: `${name} is not started at boot`, zh: `${name} 未设为开机启动` },
      message: UNIT_MESSAGES['not-enabled'],
    }),
  };
}
