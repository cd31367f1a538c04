import { socketOf } from '../../cri/ask-cri.ts';
import { runtimeAt } from '../../runtime/runtime-at.ts';
import { askUnit, type SystemdUnit } from '../look/ask-unit.ts';
import {
  failureArgs,
  hasFailed,
  isLeftOutAtBoot,
  isRunning,
  stateArgs,
  UNIT_MESSAGES,
  unitEvidence,
} from '../look/unit-state.ts';
import { code, defineCheck, type CheckContext } from '../check.ts';
import type { Finding } from '../finding.ts';

const codes = {
  inactive: code<{ unit: string; state: string; since: string; service: string }>({
    severity: ['error', 'warning'],
    summary: { en: "The runtime's service is not running", zh: '容器运行时服务未运行' },
    message: UNIT_MESSAGES.inactive,
  }),
  failed: code<{ unit: string; result: string; exit: string; since: string; service: string }>({
    severity: ['error', 'warning'],
    summary: { en: "The runtime's service has failed", zh: '容器运行时服务启动失败或异常退出' },
    message: UNIT_MESSAGES.failed,
  }),
  'not-enabled': code<{ unit: string; file: string; service: string }>({
    severity: 'warning',
    summary: { en: "The runtime's service is not started at boot", zh: '容器运行时服务未设为开机启动' },
    message: UNIT_MESSAGES['not-enabled'],
  }),
};

/**
 * The runtime's unit in systemd. craned.service neither starts it nor waits for it (no After=, no
 * Wants=), so that a runtime that is not enabled is missing after a reboot. While the socket accepts
 * connections someone serves it, whatever the unit says: then it is at most a warning.
 */
export const runtimeService = defineCheck({
  id: 'runtime-service',
  group: 'runtime',
  title: { en: 'Runtime service is running', zh: '容器运行时服务在运行' },
  needs: ['Container.RuntimeEndpoint'],
  explains: ['runtime-socket/missing', 'runtime-socket/refused'],
  codes,
  async run(context) {
    const { host, config, notSeen } = context;
    const socket = socketOf(config.container?.runtimeEndpoint ?? '');
    const runtime = await runtimeAt(host, socket);
    if (!runtime) {
      return {
        notApplicable: {
          en: `No runtime listens on ${socket} by default or by its configuration, so that its service is not known`,
          zh: `${socket} 不是任何运行时的默认套接字，运行时的配置中也没有它，无法确定对应的服务`,
        },
      };
    }
    const answer = await askUnit(host, runtime.unit);
    switch (answer.kind) {
      case 'no-systemd':
        return { notApplicable: { en: 'Process 1 is not systemd', zh: '1 号进程不是 systemd' } };
      case 'no-unit':
        return {
          notApplicable: { en: `There is no unit ${runtime.unit}`, zh: `没有 ${runtime.unit} 这一服务单元` },
        };
      case 'error':
        return { findings: [notSeen(runtime.unit, answer.error)] };
      case 'unit': {
        const answers = (await host.ask('connect', { unix: socket })).ok;
        return { observed: unitEvidence(answer.unit), findings: judge(context, answer.unit, answers) };
      }
    }
  },
});

/** The first thing that is wrong with a unit, or nothing. `answers`: its socket accepts connections. */
function judge({ found }: CheckContext<typeof codes>, unit: SystemdUnit, answers: boolean): readonly Finding[] {
  // The guide's commands know it by themselves only for a default socket.
  const service = unit.name.replace(/\.service$/, '');
  const about = { target: unit.name, severity: answers ? ('warning' as const) : ('error' as const) };
  if (hasFailed(unit)) return [found('failed', { ...failureArgs(unit), service }, about)];
  if (!isRunning(unit)) {
    // On demand it runs only once somebody connects, and a runtime that is just starting up may answer already.
    if (answers && (unit.triggeredBy.length > 0 || unit.active === 'activating')) return [];
    return [found('inactive', { ...stateArgs(unit), service }, about)];
  }
  if (!isLeftOutAtBoot(unit)) return [];
  return [found('not-enabled', { unit: unit.name, file: unit.file, service }, { target: unit.name })];
}
