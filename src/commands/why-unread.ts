import type { Text } from '../lang.ts';

const REASONS: { readonly [code: string]: Text } = {
  ENOENT: { en: 'there is no such file', zh: '没有这个文件' },
  ENOTDIR: { en: 'a part of its path is no directory (ENOTDIR)', zh: '路径中有一段不是目录（ENOTDIR）' },
  NOT_REGULAR: { en: 'it is no regular file', zh: '它不是普通文件' },
  EACCES: { en: 'it may not be read (EACCES)', zh: '没有读取权限（EACCES）' },
  TOO_LARGE: { en: 'it is too large', zh: '文件过大' },
  HUNG: { en: 'its file system does not answer', zh: '所在的文件系统没有应答' },
  ENOTCONN: { en: 'its mount is dead (ENOTCONN)', zh: '所在的挂载已失效（ENOTCONN）' },
};

/** Why a file that an option names could not be read, by the host's code; a code that is none of the usual ones as it is. */
export function whyUnread(code: string): Text {
  return REASONS[code] ?? { en: code, zh: code };
}
