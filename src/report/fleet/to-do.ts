import { differs } from './differing.ts';
import type { Lang, Text } from '../../lang.ts';
import type { Remedy } from '../schema.ts';
import { whereWords } from './fleet-words.ts';
import { listWords } from './list-words.ts';
import type { FleetDocument, FleetFinding } from './schema.ts';

/** The heading of what guide steps 4 and 5 ask: is the configuration everywhere, and worked by? */
export const DISTRIBUTION: Text = { en: 'Distribution', zh: '配置分发' };

/** The findings about which something is to be done, worst first: causes, and warnings. What follows from a cause goes with it. */
export function toDo({ findings }: FleetDocument): readonly FleetFinding[] {
  return findings.filter(
    ({ severity, isCause, remedy }) => remedy && (severity === 'error' ? isCause : severity === 'warning'),
  );
}

/** Something to be done on some nodes: a finding's remedy, or that of another configuration. */
export interface Task extends Pick<FleetFinding, 'nodes' | 'count'> {
  readonly title: string;
  /** On which of them, in the reader's words. */
  readonly where: (most?: number) => string;
  readonly remedy: Remedy | undefined;
}

/** All that is to be done, worst first; the configuration last, as nothing may hang on it. */
export function tasksOf(document: FleetDocument, lang: Lang): readonly Task[] {
  const tasks = toDo(document).map((finding): Task => {
    const { nodes, count, code, remedy } = finding;
    return { nodes, count, title: code, where: (most) => whereWords(finding, lang, most), remedy };
  });
  const { different, remedy } = document.distribution ?? {};
  if (!different || !remedy) return tasks;
  const where = (most?: number): string => listWords(different.nodes, different.count, lang, most);
  return [...tasks, { ...different, title: DISTRIBUTION[lang], where, remedy }];
}

/** How a fleet stands as a whole. */
export function worstOf(document: FleetDocument): 'pass' | 'warn' | 'fail' | 'unknown' {
  const { nodes } = document;
  if (nodes.fail > 0) return 'fail';
  if (nodes.unknown > 0 || nodes.answered < nodes.total || nodes.total === 0) return 'unknown';
  return nodes.warn > 0 || differs(document) ? 'warn' : 'pass';
}

export const STATUS_OF = { error: 'fail', unknown: 'unknown', warning: 'warn' } as const;
