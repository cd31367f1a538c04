import type { Text } from '../lang.ts';

/** A number or name by which CraneSched, ccon or gRPC tells what went wrong. */
export interface ErrorCode {
  readonly id: string;
  /** Whose code it is; the same number means other things to others. */
  readonly family: 'CraneSched error code' | 'exit code of a step' | 'exit code of ccon' | 'gRPC status';
  readonly number: number;
  /** Names under which it is written, in capitals. */
  readonly names: readonly string[];
  readonly meaning: Text;
  readonly findings: readonly string[];
}

type Entry = readonly [number, names: readonly string[], en: string, zh: string, findings?: readonly string[]];

/** proto enum ErrCode (CS protos/PublicDefs.proto:917), with the texts of FE util/err.go:240. */
const CRANE: readonly Entry[] = [
  [
    40,
    ['ERR_GENERIC_FAILURE'],
    'Something failed; the lines above in the same log say what.',
    '通用失败；原因在同一日志的上方几行。',
  ],
  [
    49,
    ['ERR_SYSTEM_ERR'],
    "A system error, which csupervisor gives for every failure of preparing a pod or container (pull, mounts, subordinate ids, BindFs): the lines above in the supervisor's log say what.",
    '系统错误：准备 Pod 或容器时的任何失败（拉取、挂载、从属 ID、BindFs）都用它；原因在 supervisor 日志的上方几行。',
  ],
  [52, ['ERR_INVALID_PARAM'], 'A parameter of the job is not valid.', '作业参数无效。'],
  [
    57,
    ['ERR_RPC_FAILURE'],
    'One of the daemons did not reach another.',
    '守护进程之间的 RPC 失败。',
    ['craned-service/inactive'],
  ],
  [
    61,
    ['ERR_CGROUP'],
    'A control group could not be made or set.',
    '无法创建或设置 cgroup。',
    ['runtime-cgroup-driver/systemd'],
  ],
  [
    62,
    ['ERR_PROTOBUF'],
    'A message between the daemons could not be read: their versions differ.',
    '守护进程之间的消息无法解析：版本不一致。',
  ],
  [
    70,
    ['ERR_SUPERVISOR'],
    'csupervisor did not start or has ended.',
    'csupervisor 未能启动或已退出。',
    ['config-cluster/supervisor-path-missing'],
  ],
  [
    80,
    ['ERR_CRI_GENERIC'],
    "The runtime on the node returned an error; it is in the supervisor's log of the step there. Users see `CRI runtime returns error. Check logs for details.`",
    '节点上的运行时返回错误；详情在该节点 supervisor 的作业步日志中。用户看到的是 `CRI runtime returns error. Check logs for details.`',
    ['runtime-status/runtime-not-ready'],
  ],
  [
    81,
    ['ERR_CRI_DISABLED'],
    'cranectld refuses container jobs: Container.Enabled is not true in its own copy of the configuration, or it was not restarted since. Users see `CRI support is disabled in the cluster.`',
    'cranectld 拒绝容器作业：它自己的配置中 Container.Enabled 不为 true，或改后未重启。用户看到的是 `CRI support is disabled in the cluster.`',
    ['cranectld-service/stale-config', 'config-container/disabled'],
  ],
  [
    82,
    ['ERR_CRI_CONTAINER_NOT_READY'],
    'The job waits for its turn, or its container is not there yet; ccon tries again every 10 seconds.',
    '作业在排队，或容器尚未就绪；ccon 每 10 秒重试。',
  ],
  [
    83,
    ['ERR_CRI_MULTIPLE_NODES'],
    'The step runs on several nodes: name the node. ccon has no text for it and prints `Unknown error occurred`.',
    '作业步运行在多个节点上：请指定节点。ccon 没有对应文字，显示 `Unknown error occurred`。',
  ],
];

/** Exit codes that are shown for jobs (enum base 320; CS TaskManager.cpp:2866, 3261). */
const STEP: readonly Entry[] = [
  [
    323,
    ['EC_FILE_NOT_FOUND'],
    'A container step could not be prepared, for whatever reason (pull, subordinate ids, BindFs, mounts), not only for a missing file.',
    '容器作业步准备失败：任何原因（拉取、从属 ID、BindFs、挂载）都用它，不只是文件不存在。',
    ['registry-image/failed', 'subid-ranges/missing', 'bindfs-binary/missing'],
  ],
  [
    324,
    ['EC_SPAWN_FAILED'],
    'The pod or the container was not started (RunPodSandbox, StartContainer), or craned on that node has the feature off.',
    'Pod 或容器未能启动（RunPodSandbox、StartContainer），或该节点 craned 未启用容器功能。',
    ['runtime-socket/refused', 'runtime-status/network-not-ready', 'config-container/disabled'],
  ],
];

/** FE util/err.go:36. */
const CCON: readonly Entry[] = [
  [0, [], 'ccon did what it was asked.', 'ccon 执行成功。'],
  [1, [], 'ccon failed for a reason that has no code of its own.', 'ccon 失败，原因没有专门的代码。'],
  [
    2,
    [],
    'ccon was called wrongly, or config.yaml cannot be read by the Go tools.',
    'ccon 的参数有误，或 Go 工具无法读取 config.yaml。',
    ['config-file/duplicate-key'],
  ],
  [3, [], 'ccon did not reach cranectld.', 'ccon 无法连接 cranectld。', ['cranectld-service/inactive']],
  [4, [], 'cranectld or craned refused.', 'cranectld 或 craned 拒绝了请求。'],
  [5, [], 'ccon could not read or write a format.', 'ccon 的格式错误。'],
  [6, [], 'The system of the login node failed ccon.', '登录节点系统错误。'],
];

/** gRPC's status codes, as they appear between the daemons and the runtime. */
const GRPC: readonly Entry[] = [
  [1, ['CANCELED', 'CANCELLED'], 'The caller gave up.', '调用方取消。'],
  [2, ['UNKNOWN'], 'The runtime failed; its own words stand behind it.', '运行时出错；其原话在后面。'],
  [
    3,
    ['INVALIDARGUMENT', 'INVALID_ARGUMENT'],
    'The runtime does not take what it was asked.',
    '运行时不接受请求的参数。',
  ],
  [
    4,
    ['DEADLINEEXCEEDED', 'DEADLINE_EXCEEDED'],
    'No answer in the time that craned gives: 5 s a call, 60 s a pull. `Failed to stop container … [gRPC:4]` alone is no fault.',
    '在 craned 给定的时间内没有应答：每次调用 5 秒，拉取 60 秒。单独的 `Failed to stop container … [gRPC:4]` 不是故障。',
    ['runtime-version/timeout', 'runtime-sandbox-image/absent', 'registry-image/slow-pull'],
  ],
  [
    5,
    ['NOTFOUND', 'NOT_FOUND'],
    'The image, pod or container is not there.',
    '镜像、Pod 或容器不存在。',
    ['registry-image/not-found'],
  ],
  [
    6,
    ['ALREADYEXISTS', 'ALREADY_EXISTS'],
    'There is one of this name already: a pod that is left over.',
    '同名对象已存在：有遗留的 Pod。',
    ['runtime-pods/orphan'],
  ],
  [
    7,
    ['PERMISSIONDENIED', 'PERMISSION_DENIED'],
    'The runtime does not permit it.',
    '运行时不允许。',
    ['lsm-denials/denied'],
  ],
  [
    8,
    ['RESOURCEEXHAUSTED', 'RESOURCE_EXHAUSTED'],
    'An answer larger than 4 MiB, or something is full.',
    '应答超过 4 MiB，或资源已满。',
    ['image-service/disk-low'],
  ],
  [
    9,
    ['FAILEDPRECONDITION', 'FAILED_PRECONDITION'],
    'Something is in the wrong state, such as a container that is not running.',
    '状态不符，例如容器并未运行。',
  ],
  [
    12,
    ['UNIMPLEMENTED'],
    'Who answers has no such service: CRI is switched off, or the runtime is too old.',
    '对方没有该服务：CRI 被禁用，或运行时太旧。',
    ['runtime-version/unimplemented', 'runtime-events/unsupported'],
  ],
  [
    13,
    ['INTERNAL'],
    'gRPC itself failed: often something that is no runtime listens there.',
    'gRPC 自身出错：往往监听者并不是运行时。',
    ['runtime-version/not-grpc'],
  ],
  [
    14,
    ['UNAVAILABLE'],
    'Nobody to talk to: no socket, nobody behind it, or not permitted. The words behind it tell which.',
    '没有可通信的对象：没有套接字、无人监听或无权限；后面的文字说明是哪一种。',
    ['runtime-socket/refused', 'runtime-socket/missing', 'runtime-socket/permission-denied'],
  ],
  [16, ['UNAUTHENTICATED'], 'Who asks is not known.', '未通过身份验证。'],
];

const family = (name: ErrorCode['family'], prefix: string, entries: readonly Entry[]): ErrorCode[] =>
  entries.map(([number, names, en, zh, findings = []]) => ({
    id: names[0]?.startsWith('E') ? names[0] : `${prefix}-${number}`,
    family: name,
    number,
    names,
    meaning: { en, zh },
    findings,
  }));

/** All of them, CraneSched's own first. */
export const ERROR_CODES: readonly ErrorCode[] = [
  ...family('CraneSched error code', 'crane', CRANE),
  ...family('exit code of a step', 'step', STEP),
  ...family('gRPC status', 'grpc', GRPC),
  ...family('exit code of ccon', 'ccon', CCON),
];

/** A word that is a code, or has one in it: `81`, `ERR_CRI_DISABLED`, `gRPC:14`, `[gRPC:14]`, `code: 49`, `code = Unavailable`. */
export function errorCodesIn(text: string): readonly ErrorCode[] {
  const word = text.trim();
  const grpc = /^(?:.*\b)?(?:grpc|gRPC)[:\s-]*(\d+)\]?$/.exec(word) ?? /^code = (\w+)$/.exec(word);
  if (grpc) return ERROR_CODES.filter((code) => code.family === 'gRPC status' && isNamed(code, grpc[1]!));
  const crane = /^code: (\d+)$/.exec(word);
  if (crane)
    return ERROR_CODES.filter(
      (code) => code.family !== 'gRPC status' && code.family !== 'exit code of ccon' && isNamed(code, crane[1]!),
    );
  return ERROR_CODES.filter((code) => isNamed(code, word));
}

/** Whether a word is a code's number or one of its names. */
export function isNamed({ number, names }: ErrorCode, word: string): boolean {
  return /^\d+$/.test(word) ? Number(word) === number : names.includes(word.toUpperCase());
}
