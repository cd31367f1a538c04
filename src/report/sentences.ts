import type { Lang } from '../lang.ts';
import type { Report, ReportCause, ReportCheck, Step } from './schema.ts';
import { visible } from './visible.ts';
import { SKIP_REASONS } from './words.ts';

/* Sentences about a report that several formats print; each is one line, safe for a terminal. */

/** At most so many consequences are named; more are counted. */
const NAMED = 6;

/** What was examined with what: the doctor, the node, its system, the configuration, the runtime, the time it took. */
export function subjectWords({ host, subject, tool, durationMs }: Report, lang: Lang): string[] {
  const runtime = subject.runtime?.version ? `${subject.runtime.name ?? ''} ${subject.runtime.version}`.trim() : '';
  const root = host.root === null ? '' : `--root ${host.root}`;
  const seconds = (durationMs / 1000).toFixed(2);
  const parts = [`${tool.name} ${tool.version}`, host.hostname, host.os.prettyName, root, subject.configPath, runtime];
  return [...parts.filter((part) => part !== '').map(visible), lang === 'zh' ? `${seconds} 秒` : `${seconds} s`];
}

/** What hangs on a cause: `Because of it: runtime-version, … (4 not looked at)`; null where nothing does. */
export function consequencesOf(report: Report, { blocks }: ReportCause, lang: Lang): string | null {
  if (blocks.length === 0) return null;
  const skipped = blocks.filter((id) => report.checks.find((check) => check.id === id)?.status === 'skip').length;
  const named = blocks.slice(0, NAMED).join(lang === 'zh' ? '、' : ', ');
  const more = blocks.length - NAMED;
  if (lang === 'zh') {
    const all = more > 0 ? `${named} 等 ${blocks.length} 项` : named;
    return visible(`因此受影响：${all}${skipped > 0 ? `（${skipped} 项未检查）` : ''}`);
  }
  const all = more > 0 ? `${named} and ${more} more` : named;
  return visible(`Because of it: ${all}${skipped > 0 ? ` (${skipped} not looked at)` : ''}`);
}

/** What must be known before a step's command is run, in brackets: root, and that it changes the node; else ''. */
export function notesOf({ command, needsRoot, changes }: Step, lang: Lang): string {
  const notes = [...(needsRoot ? ['root'] : []), ...(changes ? [lang === 'zh' ? '会改变系统' : 'changes'] : [])];
  if (command === undefined || notes.length === 0) return '';
  return lang === 'zh' ? `（${notes.join('，')}）` : ` (${notes.join(', ')})`;
}

/** Why a check was skipped, with the checks at the root of a block: `blocked: runtime-socket`; '' where it was not. */
export function skipWords({ skip }: ReportCheck, lang: Lang): string {
  if (!skip) return '';
  const by = skip.by.length > 0 ? `: ${skip.by.join(', ')}` : '';
  return visible(`${SKIP_REASONS[skip.reason]![lang]}${by}${skip.note ? ` (${skip.note})` : ''}`);
}
