import { UsageError } from '../options/usage-error.ts';

/** More than anybody pastes; a whole log is for `triage`. */
const MOST_BYTES = 64 * 1024 * 1024;

/** All of stdin as text, whatever its bytes are. What is too much for a paste is a wrong call. */
export async function readStdin(stdin: NodeJS.ReadStream): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stdin as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MOST_BYTES)
      throw new UsageError({
        en: 'more than 64 MiB on stdin: crane-doctor triage --log reads whole logs',
        zh: '标准输入超过 64 MiB：整份日志请用 crane-doctor triage --log',
      });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
