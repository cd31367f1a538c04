/** A message with what varies in it folded, so that the same fault is one row however often it happens. */
export function shapeOf(text: string): string {
  return text
    .replace(/\b(?:0x[0-9a-f]+|[0-9a-f]{12,})\b/gi, '‹id›')
    .replace(/\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?Z?\b/g, '‹time›')
    .replace(/(?<![\w.])\/[^\s'":,;()[\]]+/g, '‹path›')
    .replace(/\b\d+(?:\.\d+)*\b/g, '‹n›')
    .slice(0, 300);
}

/**
 * The job, and where it is there the step, that a message is about: `#123.1`, `job #123` of craned; the runtimes have
 * the names that CraneSched gives to containers (`job-123-1`) and to pods (`job-123-cn07`).
 */
export function jobIn(text: string): string | null {
  const own = /#(\d+\.\d+)\b/.exec(text)?.[1] ?? /\b[Jj]ob #(\d+)\b/.exec(text)?.[1];
  if (own !== undefined) return own;
  const [, job, step] = /(?<![\w.-])job-(\d+)-(?:(\d+)(?![\w.-]))?/.exec(text) ?? [];
  return job === undefined ? null : step === undefined ? job : `${job}.${step}`;
}
