import type { Group } from '../../logs/groups.ts';
import { redactText } from '../../redact/redact.ts';
import { code, defineCheck } from '../check.ts';
import { oneLine } from '../look/one-line.ts';
import { recentLogs } from './recent-logs.ts';

/** A fault that was mended this morning is history by the afternoon. */
const HOURS = 6;
const MAX_KNOWN = 5;
const FEW_JOBS = 3;
const MESSAGE_LENGTH = 300;

interface KnownArgs {
  readonly id: string;
  readonly message: string;
  readonly count: number;
  readonly first: string;
  readonly last: string;
  /** A few of the jobs, and how many there are. */
  readonly jobs: readonly string[];
  readonly jobCount: number;
  readonly [name: string]: string | number | readonly string[];
}

/**
 * What craned and the supervisors wrote of late. craned tells the user `step failed` and leaves the reason in
 * these logs, which nobody looks at.
 */
export const recentErrors = defineCheck({
  id: 'recent-errors',
  group: 'service',
  title: { en: 'Logs of the last hours have no known errors', zh: '近几小时的日志中没有已知错误' },
  needs: ['CraneBaseDir', 'Supervisor.LogDir'],
  codes: {
    'known-message': code<KnownArgs>({
      severity: 'warning',
      summary: {
        en: 'A known message of a fault of the node is in the logs of the last hours',
        zh: '近几小时的日志中有已知的节点故障消息',
      },
      message: {
        en: (args) =>
          `In the logs ${args.count === 1 ? `at ${args.last}` : `${args.count} times, last at ${args.last}`}${jobsOf(args, 'en')}: ${args.message}`,
        zh: (args) =>
          `日志中${args.count === 1 ? `于 ${args.last} 出现` : `出现 ${args.count} 次，最近一次 ${args.last}`}${jobsOf(args, 'zh')}：${args.message}`,
      },
    }),
    'unknown-error': code<{ count: number; kinds: number; last: string; message: string }>({
      severity: 'info',
      summary: {
        en: 'Errors that are not known are in the logs of the last hours',
        zh: '近几小时的日志中有未知的错误',
      },
      message: {
        en: ({ count, kinds, last, message }) =>
          `${count === 1 ? 'One error' : `${count} errors of ${kinds === 1 ? 'one kind' : `${kinds} kinds`}`} that ${count === 1 ? 'is' : 'are'} not known, last at ${last}: ${message}`,
        zh: ({ count, kinds, last, message }) => `有 ${count} 条（${kinds} 种）未知错误，最近一次 ${last}：${message}`,
      },
    }),
  },
  async run({ host, config, found, notSeen }) {
    const clock = await host.ask('clock', {});
    if (!clock.ok) return { findings: [notSeen('the time', clock.error)] };
    const { logs, groups, errors } = await recentLogs(host, config, clock.value - HOURS * 3_600_000);
    const roots = groups.filter(({ entry, wraps }) => !entry?.noise && !(entry?.wraps && wraps !== null));
    // What points at no check is a user's own mistake, or what a job did.
    const known = roots.filter(({ entry }) => entry !== null && entry.findings.length > 0);
    const unknown = roots.filter(({ entry }) => entry === null);
    const findings = known
      .slice(0, MAX_KNOWN)
      .map((group) => found('known-message', knownArgs(group), { target: group.id }));
    const [latest] = unknown.toSorted((a, b) => b.last - a.last);
    if (latest)
      findings.push(
        found('unknown-error', {
          count: unknown.reduce((sum, { count }) => sum + count, 0),
          kinds: unknown.length,
          last: new Date(latest.last).toISOString(),
          message: messageOf(latest),
        }),
      );
    const more = known.length - MAX_KNOWN;
    return {
      observed: { hours: HOURS, logs, known: known.length, ...(more > 0 ? { more } : {}) },
      findings: [...findings, ...errors.slice(0, 1).map(({ path, error }) => notSeen(path, error))],
    };
  },
});

/** A message as it may be shown: logs have proxies with their passwords. */
function messageOf({ message }: Group): string {
  return oneLine(redactText(message).text, MESSAGE_LENGTH);
}

function knownArgs(group: Group): KnownArgs {
  const jobs = [...group.jobs].sort((one, other) => one.localeCompare(other, 'en', { numeric: true }));
  return {
    id: group.id,
    message: messageOf(group),
    count: group.count,
    first: new Date(group.first).toISOString(),
    last: new Date(group.last).toISOString(),
    jobs: jobs.slice(0, FEW_JOBS).map((job) => oneLine(job, 40)),
    jobCount: jobs.length,
  };
}

function jobsOf({ jobs, jobCount }: KnownArgs, lang: 'en' | 'zh'): string {
  const more = jobCount - jobs.length;
  if (jobCount === 0) return '';
  if (lang === 'zh') return `（作业 ${jobs.join('、')}${more > 0 ? ` 等 ${jobCount} 个` : ''}）`;
  return ` (${jobCount === 1 ? 'job' : 'jobs'} ${jobs.join(', ')}${more > 0 ? ` and ${more} more` : ''})`;
}
