import type { Lang } from '../lang.ts';
import type { Report, ReportFinding } from './schema.ts';

function count(n: number, one: string, many: string): string {
  return n === 1 ? `one ${one}` : `${n} ${many}`;
}

function isWarning({ severity, expected }: ReportFinding): boolean {
  return severity === 'warning' && !expected;
}

/** How many warnings a report has, apart from those that are expected. */
export function warningsOf(report: Report): number {
  return report.checks.flatMap((check) => check.findings).filter(isWarning).length;
}

/** Without these no container runs at all; a fault elsewhere stops only those that need what is broken. */
const ALL_CONTAINERS = new Set(['config', 'runtime', 'cni']);

/** A craned that does not run takes no job at all. */
const NO_CRANED = new Set(['craned-service/inactive', 'craned-service/failed', 'craned-service/foreground-off']);

/** Nothing is broken then: craned goes on by the configuration that it read when it started. */
const RESTART_PENDING = 'craned-service/stale-config';

/** What is looked at while the container feature is off (design: the container feature is off). */
const LOOKED_AT_WHEN_OFF = new Set(['config-file', 'config-cluster', 'config-container', 'config-gres']);

/**
 * Whether the container feature is on, off, or off but examined as though it were on: then checks
 * that an absent feature has no use for were made, or held up.
 */
export function featureOf(report: Report): 'on' | 'off' | 'as-if' {
  if (report.subject.containerEnabled !== false) return 'on';
  const looked = report.checks.some(
    ({ id, skip }) => !LOOKED_AT_WHEN_OFF.has(id) && (!skip || skip.reason === 'blocked' || skip.reason === 'offline'),
  );
  return looked ? 'as-if' : 'off';
}

type Said = { readonly en: string; readonly zh: string };

/** The causes that are failures, not what could not be looked at. */
function failuresOf({ causes, checks }: Report): Report['causes'] {
  return causes.filter((cause) => checks.some(({ id, status }) => id === cause.check && status === 'fail'));
}

function failedWords(report: Report, part: boolean): Said {
  if (part) return { en: 'What was checked has problems', zh: '所检查的部分存在问题' };
  const feature = featureOf(report);
  const codes = failuresOf(report).map(({ code }) => code);
  const all =
    report.checks.some((check) => check.status === 'fail' && ALL_CONTAINERS.has(check.group)) ||
    codes.some((code) => NO_CRANED.has(code));
  if (codes.every((code) => code === RESTART_PENDING))
    return { en: 'craned has to be restarted to read its configuration', zh: 'craned 需要重启才能加载当前配置' };
  if (feature === 'off')
    return { en: 'The configuration has problems; the container feature is off', zh: '配置存在问题；容器功能未启用' };
  if (feature === 'as-if' && all)
    return {
      en: 'With containers switched on, this node could not run any',
      zh: '启用容器功能后，本节点将无法运行容器',
    };
  if (feature === 'as-if')
    return {
      en: 'With containers switched on, some could not run on this node',
      zh: '启用容器功能后，本节点上部分容器将无法运行',
    };
  if (all) return { en: 'This node cannot run containers', zh: '本节点无法运行容器' };
  return { en: 'Some containers cannot run on this node', zh: '本节点上部分容器无法运行' };
}

function isExpectedProblem({ severity, expected }: ReportFinding): boolean {
  return expected !== undefined && (severity === 'error' || severity === 'unknown');
}

function passedWords(report: Report, part: boolean): Said {
  if (report.checks.every((check) => check.status === 'skip'))
    return { en: 'Nothing was looked at', zh: '未检查任何内容' };
  // Whether containers run is not said where an error stands that is only not counted.
  if (report.checks.some((check) => check.findings.some(isExpectedProblem)))
    return { en: 'Nothing was found but what is expected', zh: '除预期的问题外，没有发现问题' };
  const feature = featureOf(report);
  if (part && feature === 'off')
    return {
      en: 'What was checked is in order; the container feature is off',
      zh: '所检查的部分没有问题；容器功能未启用',
    };
  if (part) return { en: 'What was checked is in order', zh: '所检查的部分没有问题' };
  if (feature === 'off') return { en: 'The container feature is off on this node', zh: '本节点未启用容器功能' };
  if (feature === 'as-if')
    return {
      en: 'The container feature is off; once it is on, this node can run containers',
      zh: '容器功能未启用；启用后本节点可以运行容器',
    };
  return { en: 'This node can run containers', zh: '本节点可以运行容器' };
}

/**
 * Whether only a part was looked at, so that nothing can be said of the node: checks were left out, the
 * node is no compute node, or a tree was examined in which nothing runs and all else is well.
 */
function isPart(report: Report): boolean {
  const { checks, subject, host, verdict } = report;
  const excluded = checks.some((check) => check.skip?.reason === 'excluded');
  const tree = host.root !== null && verdict !== 'fail' && featureOf(report) !== 'off';
  return excluded || subject.role !== 'compute' || tree;
}

/**
 * The answer to "is this node fit to run containers", in one sentence. Only what was seen is claimed:
 * with the feature off there is nothing to be fit for, and after a part of the checks only that part
 * is spoken of.
 */
export function headlineOf(report: Report, lang: Lang): string {
  const { verdict, summary } = report;
  const warnings = warningsOf(report);
  const part = isPart(report);
  const zh = lang === 'zh';
  if (verdict === 'fail') {
    const n = failuresOf(report).length;
    const words = failedWords(report, part)[lang];
    return zh ? `${words}：${n} 个原因` : `${words}: ${count(n, 'cause', 'causes')}`;
  }
  if (verdict === 'unknown') {
    if (zh) return `未发现错误，但有 ${summary.unknown} 项未能检查`;
    return `No error was found, but ${count(summary.unknown, 'check', 'checks')} could not be made`;
  }
  const tail = warnings === 0 ? '' : zh ? `，${warnings} 条警告` : `, with ${count(warnings, 'warning', 'warnings')}`;
  return `${passedWords(report, part)[lang]}${tail}`;
}
