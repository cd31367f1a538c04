/** A line longer than this is no report: one of `check --json` has some 200 kB, of `--compact` below 100. */
export const MOST_LINE_BYTES = 2 * 1024 * 1024;

/** Of a line that is too long so much is told as says whose it is. */
const HEAD_BYTES = 512;

/**
 * Cuts a stream of bytes into lines of text with bounded memory. Of a line that is too long only the
 * beginning is given, with `cut`. `end` gives what follows the last line end.
 */
export function lineReader(
  onLine: (line: string, cut: boolean) => void,
  most = MOST_LINE_BYTES,
): { push(chunk: Buffer): void; end(): void } {
  let parts: Buffer[] = [];
  let bytes = 0;
  let cut = false;

  const add = (part: Buffer): void => {
    bytes += part.length;
    if (cut || part.length === 0) return;
    if (bytes <= most) parts.push(part);
    else {
      cut = true;
      parts = [Buffer.concat([...parts, part]).subarray(0, HEAD_BYTES)];
    }
  };
  const flush = (): void => {
    const [only] = parts;
    const line = parts.length === 1 ? only! : Buffer.concat(parts);
    onLine(line.toString('utf8').replace(/\r$/, ''), cut);
    parts = [];
    bytes = 0;
    cut = false;
  };
  return {
    push(chunk) {
      let from = 0;
      for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, from)) {
        add(chunk.subarray(from, at));
        flush();
        from = at + 1;
      }
      // A copy: the chunk may be a window on a buffer that is much larger or used again.
      if (from < chunk.length) add(Buffer.from(chunk.subarray(from)));
    },
    end() {
      if (bytes > 0) flush();
    },
  };
}
