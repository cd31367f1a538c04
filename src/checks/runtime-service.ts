import { socketOf } from '../cri/ask-cri.ts';
import { runtimeOfEndpoint } from '../cri/runtimes.ts';
import { askUnit, type SystemdUnit } from './ask-unit.ts';
import { code, defineCheck, type CheckContext, type Observed } from './check.ts';
import type { Finding } from './finding.ts';

/** UnitFileState of a unit that nothing starts at boot; `masked` cannot be started at all. */
const NOT_AT_BOOT = new Set(['disabled', 'masked', 'enabled-runtime', 'linked', 'linked-runtime', 'masked-runtime']);

const since = (at: string, en: boolean): string => (at === '' ? '' : en ? ` since ${at}` : `，始于 ${at}`);

const codes = {
  inactive: code<{ unit: string; state: string; since: string }>({
    severity: ['error', 'warning'],
    summary: { en: "The runtime's service is not running", zh: '容器运行时服务未运行' },
    message: {
      en: (args) => `${args.unit} is ${args.state}${since(args.since, true)}`,
      zh: (args) => `${args.unit} 状态为 ${args.state}${since(args.since, false)}`,
    },
  }),
  failed: code<{ unit: string; result: string; exit: string; since: string }>({
    severity: ['error', 'warning'],
    summary: { en: "The runtime's service has failed", zh: '容器运行时服务启动失败或异常退出' },
    message: {
      en: (args) =>
        `${args.unit} has failed (${args.result}${args.exit === '' ? '' : `, ${args.exit}`})${since(args.since, true)}`,
      zh: (args) =>
        `${args.unit} 已失败（${args.result}${args.exit === '' ? '' : `，${args.exit}`}）${since(args.since, false)}`,
    },
  }),
  'not-enabled': code<{ unit: string; file: string }>({
    severity: 'warning',
    summary: { en: "The runtime's service is not started at boot", zh: '容器运行时服务未设为开机启动' },
    message: {
      en: ({ unit, file }) => `${unit} runs but is ${file}: it will not be started at the next boot`,
      zh: ({ unit, file }) => `${unit} 正在运行，但其开机启动状态为 ${file}：下次开机不会启动`,
    },
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
    const runtime = runtimeOfEndpoint(socket);
    if (!runtime) {
      return {
        notApplicable: {
          en: `No runtime listens on ${socket} by default, so that its service is not known`,
          zh: `${socket} 不是任何运行时的默认套接字，无法确定对应的服务`,
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
        return { observed: evidence(answer.unit), findings: judge(context, answer.unit, answers) };
      }
    }
  },
});

/** The first thing that is wrong with a unit, or nothing. `answers`: its socket accepts connections. */
function judge({ found }: CheckContext<typeof codes>, unit: SystemdUnit, answers: boolean): readonly Finding[] {
  const about = { target: unit.name, severity: answers ? ('warning' as const) : ('error' as const) };
  const restarting = unit.active === 'activating' && unit.sub === 'auto-restart';
  if (unit.active === 'failed' || restarting) {
    return [found('failed', { unit: unit.name, result: unit.result, exit: exitText(unit), since: unit.since }, about)];
  }
  // On demand it runs only once somebody connects, and a runtime that is just starting up may answer already.
  const onDemand = unit.triggeredBy.length > 0;
  if (unit.active !== 'active' && unit.active !== 'reloading') {
    if (answers && (onDemand || unit.active === 'activating')) return [];
    const state = unit.active === unit.sub ? unit.active : `${unit.active} (${unit.sub})`;
    return [found('inactive', { unit: unit.name, state, since: unit.since }, about)];
  }
  if (NOT_AT_BOOT.has(unit.file) && !onDemand && unit.wantedBy.length === 0) {
    return [found('not-enabled', { unit: unit.name, file: unit.file }, { target: unit.name })];
  }
  return [];
}

function exitText({ exitStatus, killed }: SystemdUnit): string {
  if (exitStatus === null || (exitStatus === 0 && !killed)) return '';
  return killed ? `signal ${exitStatus}` : `exit ${exitStatus}`;
}

function evidence(unit: SystemdUnit): Observed {
  return {
    unit: unit.name,
    state: `${unit.active} (${unit.sub})`,
    unitFile: unit.file,
    ...(unit.since === '' ? {} : { since: unit.since }),
    ...(exitText(unit) === '' ? {} : { exit: exitText(unit) }),
  };
}
