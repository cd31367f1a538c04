import type { CommandLine } from './parse.ts';
import { absolute } from './places.ts';
import { timeOf } from './time-of.ts';
import { UsageError } from './usage-error.ts';

/** What of the logs is asked for; times are Unix time, ms. */
export interface LogsAsked {
  readonly since: number;
  readonly until: number;
  /** `123` or `123.1`. */
  readonly job: string | null;
  readonly user: string | null;
  /** Logs and folders of logs, in place of those of the configuration. */
  readonly named: readonly string[];
}

export interface TriageRequest {
  readonly withChecks: boolean;
  /** What is asked for at a moment: `--since 2h` is another time whenever it is looked again. */
  logsAt(this: void, now: number): LogsAsked;
}

/** What a command line asks of `triage`. Throws a `UsageError` for a time or a job that is none. */
export function triageRequestOf(line: CommandLine): TriageRequest {
  const job = line.value('job') ?? null;
  if (job !== null && !/^\d+(?:\.\d+)?$/.test(job))
    throw new UsageError({
      en: `--job: ${job} is no job (123 or 123.1)`,
      zh: `--job：${job} 不是作业号（123 或 123.1）`,
    });
  const named = line.values('log').map(absolute);
  if (named.length > 0 && line.value('from') !== undefined)
    throw new UsageError({ en: '--from and --log exclude each other', zh: '--from 与 --log 不能同时使用' });
  const logsAt = (now: number): LogsAsked => ({
    since: timeOf(line.value('since') ?? '24h', now, '--since'),
    until: now,
    job,
    user: line.value('user') ?? null,
    named,
  });
  logsAt(Date.now());
  return {
    withChecks: line.flag('check') !== false,
    logsAt,
  };
}
