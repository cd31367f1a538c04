import type { Check, CheckOptions, Role } from '../checks/check.ts';
import { unknownNames, type Selection } from '../engine/plan.ts';
import type { FailOn } from '../report/exit-code.ts';
import type { Parsed } from '../registry/parsed.ts';
import { parseReference } from '../registry/reference.ts';
import { parseRegistryHost } from '../registry/registry-host.ts';
import { parseDuration } from './duration.ts';
import { didYouMean } from './nearest.ts';
import type { CommandLine } from './parse.ts';
import { placesOf } from './places.ts';
import type { FORMATS } from './table.ts';
import { UsageError } from './usage-error.ts';

/** How long a check and the whole run may take where the command line does not say, ms. */
export const DEFAULT_LIMITS = { checkMs: 10_000, runMs: 30_000 } as const;

export type Format = (typeof FORMATS)[number];

/** Everything that a command line says about a run of the checks. */
export interface CheckRequest {
  readonly configPath: string;
  readonly root: string | null;
  readonly format: Format | undefined;
  readonly output: string | undefined;
  readonly force: boolean;
  readonly selection: Selection;
  readonly options: CheckOptions;
  readonly role: Role | 'auto';
  readonly failOn: FailOn;
  readonly allowUnknown: readonly string[];
  readonly requireRoot: boolean;
  readonly checkMs: number;
  readonly runMs: number;
  readonly quiet: boolean;
  readonly verbose: boolean;
}

function idsOf(line: CommandLine, name: string, checks: readonly Check[]): readonly string[] {
  const ids = line.values(name);
  if (ids.length === 0 && line.value(name) !== undefined)
    throw new UsageError({
      en: `--${name} names no check and no group`,
      zh: `--${name} 未指定任何检查或组`,
    });
  const [wrong] = unknownNames(checks, ids);
  if (wrong === undefined) return ids;
  const hint = didYouMean(wrong, [...new Set(checks.flatMap((check) => [check.id, check.group]))]);
  throw new UsageError({
    en: `--${name}: no check or group is called ${wrong}${hint.en}`,
    zh: `--${name}：没有名为 ${wrong} 的检查或组${hint.zh}`,
  });
}

function durationOf(line: CommandLine, name: string, otherwise: number): number {
  const text = line.value(name);
  if (text === undefined) return otherwise;
  const ms = parseDuration(text);
  if (ms !== undefined) return ms;
  throw new UsageError({
    en: `--${name}: ${text} is no duration (such as 500ms, 5s, 2m)`,
    zh: `--${name}：${text} 不是时长（例如 500ms、5s、2m）`,
  });
}

function formatOf(line: CommandLine): Format | undefined {
  const format = line.value('format') as Format | undefined;
  if (!line.flag('json')) return format;
  if (format !== undefined && format !== 'json')
    throw new UsageError({
      en: `--json and --format ${format} exclude each other`,
      zh: `--json 与 --format ${format} 不能同时使用`,
    });
  return 'json';
}

/** References and hosts are checked when they are read, so that a typing error is a usage error and not a finding. */
function wellFormed(line: CommandLine, name: string, parse: (text: string) => Parsed<unknown>): readonly string[] {
  const values = line.values(name);
  for (const value of values) {
    const read = parse(value);
    if (read.ok) continue;
    throw new UsageError({
      en: `--${name} ${value}: ${read.reason.en}`,
      zh: `--${name} ${value}：${read.reason.zh}`,
    });
  }
  return values;
}

/** What a command line asks of `check`; wrong values are UsageErrors. An empty selection is one too. */
export function checkRequestOf(line: CommandLine, checks: readonly Check[]): CheckRequest {
  const selection = {
    only: idsOf(line, 'only', checks),
    skip: idsOf(line, 'skip', checks),
    offline: line.flag('offline') ?? false,
  };
  const chosen = (check: Check): boolean =>
    (selection.only.length === 0 || selection.only.includes(check.id) || selection.only.includes(check.group)) &&
    !selection.skip.includes(check.id) &&
    !selection.skip.includes(check.group);
  if (!checks.some(chosen))
    throw new UsageError({
      en: 'nothing to check: --skip leaves nothing of what was chosen',
      zh: '没有可运行的检查：--skip 排除了所有选中的检查',
    });
  if (line.flag('force') && line.value('output') === undefined)
    throw new UsageError({ en: '--force goes with --output', zh: '--force 须与 --output 合用' });
  return {
    ...placesOf(line),
    format: formatOf(line),
    output: line.value('output'),
    force: line.flag('force') ?? false,
    selection,
    options: {
      registries: wellFormed(line, 'registry', parseRegistryHost),
      images: wellFormed(line, 'image', parseReference),
      asIfEnabled: line.flag('as-if-enabled') ?? false,
    },
    role: (line.value('role') as Role | 'auto' | undefined) ?? 'auto',
    failOn: (line.value('fail-on') as FailOn | undefined) ?? 'error',
    allowUnknown: idsOf(line, 'allow-unknown', checks),
    requireRoot: line.flag('require-root') ?? false,
    checkMs: durationOf(line, 'timeout', DEFAULT_LIMITS.checkMs),
    runMs: durationOf(line, 'deadline', DEFAULT_LIMITS.runMs),
    quiet: line.flag('quiet') ?? false,
    verbose: line.flag('verbose') ?? false,
  };
}
