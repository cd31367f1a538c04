import { CHECKS } from '../checks/index.ts';
import { DEFAULT_LIMITS, checkRequestOf } from './check-request.ts';
import { durationOf } from './duration-of.ts';
import type { CommandLine } from './parse.ts';
import { absolute } from './places.ts';
import type { FailOn } from '../report/exit-code.ts';
import { UsageError } from './usage-error.ts';

export const FLEET_FORMATS = ['text', 'json', 'markdown', 'html', 'prometheus'] as const;
export type FleetFormat = (typeof FLEET_FORMATS)[number];

export type Via = 'pdsh' | 'clush' | 'exec';

/** What a node gets beyond the deadline of its run before it counts as silent: to log in, to start, to send. */
const GRACE_MS = 15_000;

/** Everything that a command line says about a run on many nodes. */
export interface FleetRequest {
  readonly configPath: string;
  /** Host lists as they were written. */
  readonly lists: readonly string[];
  readonly partitions: readonly string[];
  readonly all: boolean;
  readonly exclude: readonly string[];
  /** A folder of reports, or a stream of them on stdin, in the place of a run. */
  readonly from: string | null;
  readonly stdin: boolean;
  readonly via: Via | null;
  readonly fanout: number;
  readonly connectMs: number;
  /** How long a node may take in all, once connected. */
  readonly commandMs: number;
  readonly program: string;
  readonly push: string | null;
  /** Options of `check` for the nodes. */
  readonly passed: readonly { readonly name: string; readonly value: string | null }[];
  readonly format: FleetFormat;
  readonly output: string | undefined;
  readonly force: boolean;
  readonly failOn: FailOn;
  /** Ids of checks that may be unknown. */
  readonly allowUnknown: readonly string[];
}

/** What is said to `check` on the nodes as it was said here. */
const PASSED_VALUES = [
  'config',
  'settings',
  'only',
  'skip',
  'timeout',
  'deadline',
  'role',
  'registry',
  'image',
  'user',
];
const PASSED_FLAGS = ['offline', 'as-if-enabled', 'measure-pull', 'require-root'];

function passedOf(line: CommandLine): FleetRequest['passed'] {
  return [
    ...PASSED_VALUES.flatMap((name) => line.values(name).map((value) => ({ name, value }))),
    ...PASSED_FLAGS.filter((name) => line.flag(name)).map((name) => ({ name, value: null })),
  ];
}

function numberOf(line: CommandLine, name: string, otherwise: number, most: number): number {
  const text = line.value(name);
  if (text === undefined) return otherwise;
  const number = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (number >= 1 && number <= most) return number;
  throw new UsageError({
    en: `--${name}: ${text} is none of 1 to ${most}`,
    zh: `--${name}：${text} 不在 1 至 ${most} 之间`,
  });
}

/** The table of options has let no other format through. */
function formatOf(line: CommandLine): FleetFormat {
  const format = line.flag('json') ? 'json' : line.value('format');
  return FLEET_FORMATS.find((one) => one === format) ?? 'text';
}

function exclusive(line: CommandLine): void {
  const asks = line.values('nodes').length + line.values('partition').length > 0 || line.flag('all') === true;
  const stream = line.words.length > 0;
  const from = line.value('from') !== undefined;
  if (line.words.some((word) => word !== '-'))
    throw new UsageError({
      en: `unexpected argument: ${line.words.find((word) => word !== '-')}; nodes are named with -w`,
      zh: `多余的参数：${line.words.find((word) => word !== '-')}；请用 -w 指定节点`,
    });
  if (from && (asks || stream))
    throw new UsageError({ en: '--from takes no nodes and no -', zh: '--from 不能与节点或 - 合用' });
  if (!asks && !stream && !from)
    throw new UsageError({
      en: 'which nodes? -w cn[01-10], -p PARTITION, -a; or --from DIR, or - for a stream on stdin',
      zh: '请指定节点：-w cn[01-10]、-p 分区、-a；或 --from 目录；或用 - 读取标准输入',
    });
  if (line.value('push') !== undefined && (from || stream))
    throw new UsageError({ en: '--push goes with nodes that are asked', zh: '--push 须与要连接的节点合用' });
  if (line.value('fail-on') === 'new')
    throw new UsageError({
      en: '--fail-on new goes with --baseline, which a fleet does not have',
      zh: '--fail-on new 须与 --baseline 合用，fleet 不支持',
    });
  const push = line.value('push');
  if (push !== undefined && !/^\/[A-Za-z0-9_./-]*$/.test(push))
    throw new UsageError({
      en: `--push ${push}: give an absolute path of plain characters`,
      zh: `--push ${push}：请使用只含普通字符的绝对路径`,
    });
}

/** What a command line asks of `fleet`; wrong values, those that would be passed on to the nodes too, are UsageErrors. */
export function fleetRequestOf(line: CommandLine): FleetRequest {
  exclusive(line);
  const asked = checkRequestOf(
    { ...line, value: (name) => (name === 'format' ? undefined : line.value(name)) },
    CHECKS,
  );
  const groups = asked.allowUnknown;
  const from = line.value('from');
  return {
    configPath: asked.configPath,
    lists: line.values('nodes'),
    partitions: line.values('partition'),
    all: line.flag('all') ?? false,
    exclude: line.values('exclude'),
    from: from === undefined ? null : absolute(from),
    stdin: line.words.length > 0,
    via: (line.value('via') as Via | undefined) ?? null,
    fanout: numberOf(line, 'fanout', 32, 1024),
    connectMs: durationOf(line, 'connect-timeout', 10_000),
    commandMs: durationOf(line, 'deadline', DEFAULT_LIMITS.runMs) + GRACE_MS,
    program: line.value('program') ?? 'crane-doctor',
    push: line.value('push') ?? null,
    passed: passedOf(line),
    format: formatOf(line),
    output: asked.output,
    force: asked.force,
    failOn: asked.failOn,
    allowUnknown: CHECKS.filter(({ id, group }) => groups.includes(id) || groups.includes(group)).map(({ id }) => id),
  };
}
