import { socketOf } from '../../cri/ask-cri.ts';
import { askRuntimeSettings } from '../../runtime/ask-runtime-settings.ts';
import { code, defineCheck } from '../check.ts';
import { oneLine } from '../look/one-line.ts';
import { unheard } from '../look/unread-settings.ts';

/**
 * craned passes `/sys/fs/cgroup/crane/job_<id>` as a pod's cgroup_parent (CgroupManager.h), which is never
 * a `*.slice`: a runtime with the systemd driver refuses each pod. CRI-O says `did not receive slice as
 * parent`, runc under containerd `expected cgroupsPath to be of format "slice:prefix:name"`.
 */
export const runtimeCgroupDriver = defineCheck({
  id: 'runtime-cgroup-driver',
  group: 'runtime',
  title: { en: 'Runtime uses the cgroupfs driver', zh: '容器运行时使用 cgroupfs 驱动' },
  needs: ['runtime-version'],
  codes: {
    systemd: code<{ runtime: string; from: string }>({
      severity: 'error',
      summary: {
        en: 'The runtime uses the systemd cgroup driver, which craned cannot work with',
        zh: '容器运行时使用 systemd cgroup 驱动，与 craned 不兼容',
      },
      message: {
        en: ({ runtime, from }) =>
          `${runtime} uses the systemd cgroup driver (${from}), and craned gives it a cgroupfs path as a pod's parent: every pod is refused`,
        zh: ({ runtime, from }) =>
          `${runtime} 使用 systemd cgroup 驱动（${from}），而 craned 传给它的 Pod 父 cgroup 是 cgroupfs 形式的路径：所有 Pod 都会被拒绝`,
      },
    }),
    'not-told': code<{ runtime: string }>({
      severity: 'info',
      summary: { en: 'Nobody tells which cgroup driver the runtime uses', zh: '无从得知容器运行时的 cgroup 驱动' },
      message: {
        en: ({ runtime }) => `Neither ${runtime} nor its configuration tells its cgroup driver; craned needs cgroupfs`,
        zh: ({ runtime }) => `${runtime} 及其配置均未说明 cgroup 驱动；craned 要求 cgroupfs`,
      },
    }),
  },
  async run(context) {
    const { host, config, found } = context;
    const socket = socketOf(config.container?.runtimeEndpoint ?? '');
    const settings = await askRuntimeSettings(host, socket);
    const runtime = oneLine(settings.name, 60) || socket;
    const { cgroupDriver: driver } = settings;
    if (!driver) {
      return unheard(context, settings, socket) ?? { findings: [found('not-told', { runtime })] };
    }
    const from = oneLine(driver.from, 200);
    const observed = { cgroupDriver: driver.value, toldBy: from };
    if (driver.value === 'cgroupfs') return { observed, findings: [] };
    return { observed, findings: [found('systemd', { runtime, from }, { target: socket })] };
  },
});
