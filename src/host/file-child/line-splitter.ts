/** Cuts a stream of text into lines. What follows the last newline is kept until its own comes. */
export function lineSplitter(onLine: (line: string) => void): (chunk: string) => void {
  let parts: string[] = [];
  return (chunk) => {
    // Lines can be megabytes long, so only the new chunk is searched.
    const lines = chunk.split('\n');
    for (const [index, line] of lines.entries()) {
      parts.push(line);
      if (index === lines.length - 1) continue;
      const whole = parts.join('');
      parts = [];
      onLine(whole);
    }
  };
}
