import type { Examination } from '../engine/examination.ts';

/** A file whose lines are shown around a place in it; null where it was not read. */
export interface Source {
  readonly path: string;
  readonly text: string | null;
}

/** The files that findings have places in, as they were read: the configuration and the site's settings. */
export function sourcesOf({ config, settings }: Pick<Examination, 'config' | 'settings'>): Source[] {
  return settings ? [config, settings] : [config];
}

/** The text of the file at a path, or null where it is none of these. */
export function textAt(path: string, sources: readonly Source[]): string | null {
  return sources.find((source) => source.path === path)?.text ?? null;
}
