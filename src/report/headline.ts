import type { Lang } from '../lang.ts';
import type { Report } from './schema.ts';

function count(n: number, one: string, many: string): string {
  return n === 1 ? `one ${one}` : `${n} ${many}`;
}

/** How many warnings a report has. */
export function warningsOf(report: Report): number {
  return report.checks.flatMap((check) => check.findings).filter((finding) => finding.severity === 'warning').length;
}

/** Without these no container runs at all; a fault elsewhere stops only those that need what is broken. */
const ALL_CONTAINERS = new Set(['config', 'runtime', 'cni']);

function failedWords(report: Report, part: boolean, zh: boolean): string {
  if (part) return zh ? '所检查的部分存在问题' : 'What was checked has problems';
  const all = report.checks.some((check) => check.status === 'fail' && ALL_CONTAINERS.has(check.group));
  if (all) return zh ? '本节点无法运行容器' : 'This node cannot run containers';
  return zh ? '本节点上部分容器无法运行' : 'Some containers cannot run on this node';
}

/**
 * The answer to "is this node fit to run containers", in one sentence. Only what was seen is claimed:
 * with the feature off there is nothing to be fit for, and after a part of the checks only that part
 * is spoken of.
 */
export function headlineOf(report: Report, lang: Lang): string {
  const { verdict, subject, causes, summary } = report;
  const warnings = warningsOf(report);
  const part = report.checks.some((check) => check.skip?.reason === 'excluded');
  const off =
    subject.containerEnabled === false && report.checks.every((check) => check.skip?.note || check.group === 'config');
  const zh = lang === 'zh';
  if (verdict === 'fail') {
    const n = causes.filter((cause) =>
      report.checks.some((check) => check.id === cause.check && check.status === 'fail'),
    ).length;
    const words = failedWords(report, part, zh);
    return zh ? `${words}：${n} 个原因` : `${words}: ${count(n, 'cause', 'causes')}`;
  }
  if (verdict === 'unknown') {
    if (zh) return `未发现错误，但有 ${summary.unknown} 项未能检查`;
    return `No error was found, but ${count(summary.unknown, 'check', 'checks')} could not be made`;
  }
  const tail = warnings === 0 ? '' : zh ? `，${warnings} 条警告` : `, with ${count(warnings, 'warning', 'warnings')}`;
  if (off) return zh ? `本节点未启用容器功能${tail}` : `The container feature is off on this node${tail}`;
  if (part) return zh ? `所检查的部分没有问题${tail}` : `What was checked is in order${tail}`;
  return zh ? `本节点可以运行容器${tail}` : `This node can run containers${tail}`;
}
