import type { Check, CheckOptions, Role } from '../checks/check.ts';
import { isAccountName } from '../config/accounts.ts';
import { unknownNames, type Selection } from '../engine/plan.ts';
import type { FailOn } from '../report/exit-code.ts';
import type { FormatName } from '../report/formats/formats.ts';
import { malformed, parsed, type Parsed } from '../registry/parsed.ts';
import { parseReference } from '../registry/reference.ts';
import { parseRegistryHost } from '../registry/registry-host.ts';
import { durationOf } from './duration-of.ts';
import { didYouMean } from './nearest.ts';
import type { CommandLine } from './parse.ts';
import { placesOf, type Places } from './places.ts';
import { UsageError } from './usage-error.ts';

/** How long a check and the whole run may take where the command line does not say, ms. */
export const DEFAULT_LIMITS = { checkMs: 10_000, runMs: 30_000 } as const;

/** Everything that a command line says about a run of the checks. */
export interface CheckRequest extends Places {
  readonly format: FormatName | undefined;
  /** One line of JSON with the least that a fleet needs. */
  readonly compact: boolean;
  readonly output: string | undefined;
  readonly force: boolean;
  readonly selection: Selection;
  readonly options: CheckOptions;
  readonly role: Role | 'auto';
  readonly failOn: FailOn;
  readonly allowUnknown: readonly string[];
  readonly requireRoot: boolean;
  /** The file of an earlier report to compare with. */
  readonly baselinePath: string | undefined;
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

function formatOf(line: CommandLine): FormatName | undefined {
  const format = line.value('format') as FormatName | undefined;
  const option = line.flag('json') ? '--json' : line.flag('compact') ? '--compact' : null;
  if (option === null) return format;
  if (format !== undefined && format !== 'json')
    throw new UsageError({
      en: `${option} and --format ${format} exclude each other`,
      zh: `${option} 与 --format ${format} 不能同时使用`,
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

/** An account by name or uid: no more is asked of it than that a file of accounts could hold it. */
function parseAccount(text: string): Parsed<string> {
  return isAccountName(text) ? parsed(text) : malformed('that is no name of an account', '不是账号名');
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
  if (line.flag('quiet') && line.flag('verbose'))
    throw new UsageError({ en: '--quiet and --verbose exclude each other', zh: '--quiet 与 --verbose 不能同时使用' });
  const baselinePath = line.value('baseline');
  if (line.value('fail-on') === 'new' && baselinePath === undefined)
    throw new UsageError({ en: '--fail-on new goes with --baseline', zh: '--fail-on new 须与 --baseline 合用' });
  return {
    ...placesOf(line),
    baselinePath,
    format: formatOf(line),
    compact: line.flag('compact') ?? false,
    output: line.value('output'),
    force: line.flag('force') ?? false,
    selection,
    options: {
      registries: wellFormed(line, 'registry', parseRegistryHost),
      images: wellFormed(line, 'image', parseReference),
      users: wellFormed(line, 'user', parseAccount),
      asIfEnabled: line.flag('as-if-enabled') ?? false,
      measurePull: line.flag('measure-pull') ?? false,
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
