import { joinPath } from '../../config/conversions.ts';
import { code, defineCheck } from '../check.ts';
import { isRunning } from '../look/unit-state.ts';
import { daemonCodes } from './daemon-codes.ts';
import { lookAtDaemon } from './look-at-daemon.ts';
import { mountNamespaceOf } from './mount-namespace.ts';

/** Types whose unit ends with the process that was started (systemd.service(5)). */
const ENDS_WITH_ITS_PROCESS = new Set(['simple', 'exec']);

/**
 * craned's own service: without it the node takes no jobs, and it reads its configuration only when it
 * starts. With CranedForeground false its parent exits with 0, at which systemd ends a Type=simple unit
 * and all that is left of it: nothing fails, and nothing runs (Craned.cpp; etc/craned.service.in).
 */
export const cranedService = defineCheck({
  id: 'craned-service',
  group: 'service',
  title: { en: 'craned runs with this configuration', zh: 'craned 在运行且已加载当前配置' },
  codes: {
    ...daemonCodes('craned'),
    'foreground-off': code<{ unit: string; type: string; since: string }>({
      severity: ['error', 'warning'],
      summary: {
        en: 'craned went into the background, and systemd ended it: CranedForeground is not true',
        zh: 'craned 转入后台后被 systemd 结束：CranedForeground 不为 true',
      },
      message: {
        en: ({ unit, type, since }) =>
          `${unit} (Type=${type}) ended without an error${since === '' ? '' : ` at ${since}`}: CranedForeground is not true, so craned goes into the background, and systemd ends it`,
        zh: ({ unit, type, since }) =>
          `${unit}（Type=${type}）${since === '' ? '' : `于 ${since} `}正常退出：CranedForeground 不为 true，craned 转入后台，随即被 systemd 结束`,
      },
    }),
    'private-mounts': code<{ unit: string; bindFs: boolean; tmp: boolean }>({
      severity: ['error', 'warning'],
      summary: {
        en: 'craned has mounts of its own: the runtime does not see BindFs mounts, or craned does not find running jobs after a restart',
        zh: 'craned 使用私有的挂载空间：容器运行时看不到 BindFs 挂载，或 craned 重启后找不到运行中的作业',
      },
      message: {
        en: ({ unit, bindFs, tmp }) =>
          `${unit} has a mount namespace of its own (PrivateTmp=, ProtectSystem= or the like): ${[
            ...(bindFs
              ? ['the container runtime does not see BindFs mounts, and containers find empty directories']
              : []),
            ...(tmp
              ? [
                  'its /tmp is another one after each restart, where craned does not find the supervisors of running jobs',
                ]
              : []),
          ].join('; ')}`,
        zh: ({ unit, bindFs, tmp }) =>
          `${unit} 使用私有的挂载命名空间（PrivateTmp=、ProtectSystem= 等）：${[
            ...(bindFs ? ['容器运行时看不到 BindFs 挂载，容器中的目录是空的'] : []),
            ...(tmp ? ['每次重启后 /tmp 都是新的，craned 在其中找不到运行中作业的 supervisor'] : []),
          ].join('；')}`,
      },
    }),
  },
  run(context) {
    const { host, config, found } = context;
    return lookAtDaemon(context, {
      name: 'craned',
      async isAlive() {
        // kDefaultCranedUnixSockPath, PublicHeader.h: craned listens there for its own tools.
        const written = config.entry('CranedUnixSockPath')?.value;
        const socket = joinPath(config.paths.baseDir, written?.kind === 'scalar' ? written.text : 'craned/craned.sock');
        return (await host.ask('connect', { unix: socket })).ok;
      },
      // craned's own unit asks for none. Supervisors inherit it, with their mounts and their sockets in /tmp/crane.
      async ofProcess(pid) {
        const bindFs = config.container?.bindFs.enabled === true;
        const namespace = await mountNamespaceOf(host, pid);
        const tmp = namespace === 'own-tmp';
        if (namespace === null || namespace === 'system' || !(bindFs || tmp)) return [];
        const unit = 'craned.service';
        return [
          found('private-mounts', { unit, bindFs, tmp }, { target: unit, severity: bindFs ? 'error' : 'warning' }),
        ];
      },
      reason(unit, about) {
        const ended = !isRunning(unit) && unit.active === 'inactive' && unit.exitStatus === 0 && unit.since !== '';
        if (config.foreground !== false || !ended || !ENDS_WITH_ITS_PROCESS.has(unit.type)) return undefined;
        return found('foreground-off', { unit: unit.name, type: unit.type, since: unit.since }, about);
      },
    });
  },
});
