import { homedir } from 'node:os';
import { resolve } from 'node:path';
import type { HostError } from '../host/answer.ts';
import type { OutputTask } from '../host/files/output-file.ts';
import { outputFile } from '../host/output.ts';
import type { Text } from '../lang.ts';
import { UsageError } from '../options/usage-error.ts';

/**
 * Writes a report to a file of its own (host/files/output-file.ts). What prevents it is a UsageError
 * (exit code 2), with nothing left behind.
 */
export async function writeOutput(
  path: string,
  what: string | Uint8Array,
  force: boolean,
  mode = 0o600,
): Promise<void> {
  const content =
    typeof what === 'string'
      ? ({ text: what, encoding: 'utf8' } as const)
      : ({ text: Buffer.from(what).toString('base64'), encoding: 'base64' } as const);
  await ask(path, { method: 'writeOutput', path, force, mode, ...content });
}

type WithoutFirst<T extends readonly unknown[]> = T extends readonly [unknown, ...infer Rest] ? Rest : never;

/** Writes to a file whose path was typed on the screen: gives the reason where that was not possible, else null. */
export async function writtenOrWhyNot(
  path: string,
  ...more: WithoutFirst<Parameters<typeof writeOutput>>
): Promise<Text | null> {
  try {
    // As a shell would have done it.
    await writeOutput(path.startsWith('~/') ? resolve(homedir(), path.slice(2)) : resolve(path), ...more);
    return null;
  } catch (cause) {
    if (!(cause instanceof UsageError)) throw cause;
    // It was no option that named the path.
    const { en, zh } = cause.text;
    return { en: en.replace(/^--output /, ''), zh: zh.replace(/^--output /, '') };
  }
}

/** Says before anything is run what can be said then: that the file cannot be written as it was asked for. */
export async function expectWritable(path: string, force: boolean): Promise<void> {
  await ask(path, { method: 'expectOutput', path, force });
}

async function ask(path: string, task: OutputTask): Promise<void> {
  const answer = await outputFile({ ...task, path: absolute(path) });
  if (!answer.ok) throw cannotWrite(path, answer.error);
}

/** The path as it is meant where the caller stands: in a directory that was removed (getcwd(3): ENOENT) nothing is made. */
function absolute(path: string): string {
  try {
    return resolve(path);
  } catch {
    throw cannotWrite(path, { code: 'ENOENT', message: '' });
  }
}

const REASONS: { readonly [code: string]: Text } = {
  EEXIST: { en: 'it is there already (--force replaces it)', zh: '文件已存在（--force 可替换）' },
  NOT_REGULAR: { en: 'it is there, and is no regular file', zh: '已存在，且不是普通文件' },
  ENOENT: { en: 'its directory is not there (ENOENT)', zh: '所在目录不存在（ENOENT）' },
  ENOTDIR: { en: 'a part of its path is no directory (ENOTDIR)', zh: '路径中有一段不是目录（ENOTDIR）' },
  EACCES: { en: 'its directory may not be written (EACCES)', zh: '所在目录不可写（EACCES）' },
  ENOSPC: { en: 'no space is left (ENOSPC)', zh: '磁盘空间不足（ENOSPC）' },
  HUNG: { en: 'its file system does not answer', zh: '所在的文件系统没有应答' },
  ENOTCONN: { en: 'its mount is dead (ENOTCONN)', zh: '所在的挂载已失效（ENOTCONN）' },
};

function cannotWrite(path: string, { code, message }: HostError): UsageError {
  const other = code === 'INTERNAL' ? message : code;
  const reason = REASONS[code] ?? { en: other, zh: other };
  return new UsageError({ en: `--output ${path}: ${reason.en}`, zh: `--output ${path}：${reason.zh}` });
}
