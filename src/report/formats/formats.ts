import type { Render } from './render.ts';

/** An output format: the file names it goes with, and what makes it, imported when it is wanted. */
export interface Format {
  readonly extensions: readonly string[];
  /** The mode of a file that is written in it, where that is not 0600. */
  readonly mode?: number;
  load(): Promise<Render>;
}

/** Every output format of the commands that end with a report, in the order in which help names them. */
export const FORMATS = {
  text: { extensions: ['.txt', '.log'], load: async () => (await import('../text/text.ts')).renderText },
  json: { extensions: ['.json'], load: async () => (await import('../json.ts')).renderJson },
  ndjson: { extensions: ['.ndjson', '.jsonl'], load: async () => (await import('./ndjson.ts')).renderNdjson },
  junit: { extensions: ['.xml'], load: async () => (await import('./junit.ts')).renderJunit },
  sarif: { extensions: ['.sarif', '.sarif.json'], load: async () => (await import('./sarif.ts')).renderSarif },
  github: { extensions: [], load: async () => (await import('./github.ts')).renderGithub },
  markdown: { extensions: ['.md', '.markdown'], load: async () => (await import('./markdown.ts')).renderMarkdown },
  html: { extensions: ['.html', '.htm'], load: async () => (await import('./html/html.ts')).renderHtml },
  // node_exporter reads it as a user of its own; it holds codes and counts.
  prometheus: {
    extensions: ['.prom'],
    mode: 0o644,
    load: async () => (await import('./prometheus.ts')).renderPrometheus,
  },
  nagios: { extensions: [], load: async () => (await import('./nagios.ts')).renderNagios },
} as const satisfies { readonly [name: string]: Format };

export type FormatName = keyof typeof FORMATS;

export const FORMAT_NAMES = Object.keys(FORMATS) as readonly FormatName[];

/** A format by its name. */
export function formatNamed(name: FormatName): Format {
  return FORMATS[name];
}

/** All extensions that name a format. */
export const EXTENSIONS: readonly string[] = FORMAT_NAMES.flatMap((name) => formatNamed(name).extensions);

/** The format that a file's name asks for by its extension (the longest one), or undefined where it names none that is known. */
export function formatOfPath(path: string): FormatName | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  const fits = EXTENSIONS.filter((extension) => name.endsWith(extension)).sort((a, b) => b.length - a.length);
  return FORMAT_NAMES.find((format) => fits[0] !== undefined && formatNamed(format).extensions.includes(fits[0]));
}
