import type { Lang, Text } from '../../lang.ts';
import { localTime } from './triage-words.ts';

/** Why a log was not read, or not to its end. */
const WORDS: { readonly [error: string]: Text } = {
  'not-a-log': {
    en: "nothing in it is in the format of craned's logs: not read",
    zh: '内容不是 craned 的日志格式：未读取',
  },
  'not-a-file': { en: 'not a regular file', zh: '不是普通文件' },
  compressed: { en: 'compressed, and not read: unpack it first', zh: '是压缩文件，未读取：请先解压' },
  'no-logs': { en: 'there are no logs in it', zh: '其中没有日志' },
  'only-a-part': { en: 'only the newest part was read', zh: '只读取了最新的部分' },
  'only-the-end': { en: 'only its end was searched for the account', zh: '只在其末尾查找了该账号' },
  'long-lines': { en: 'entries of more than 1 MiB were left out', zh: '跳过了超过 1 MiB 的条目' },
  'journal-hidden': {
    en: 'hidden from this user but for their own messages: root, or a member of the group systemd-journal, sees it',
    zh: '当前用户只能看到自己的消息：需要 root 或 systemd-journal 组成员身份',
  },
  'journal-damaged': {
    en: 'some of its files are damaged, or of a newer systemd, and were passed over',
    zh: '其中有损坏（或由更新版本的 systemd 写入）的文件，已跳过',
  },
  'journal-failed': { en: 'journalctl failed', zh: 'journalctl 运行失败' },
  TIMEOUT: { en: 'it was not read in time', zh: '未在限时内读完' },
  HUNG: { en: 'its file system does not answer', zh: '所在文件系统没有响应' },
  EACCES: { en: 'EACCES: this user may not read it', zh: 'EACCES：当前用户无权读取' },
  EPERM: { en: 'EPERM: this user may not read it', zh: 'EPERM：当前用户无权读取' },
  ENOENT: { en: 'ENOENT: it is not there', zh: 'ENOENT：不存在' },
  ENOTDIR: { en: 'ENOTDIR: a part of the path is no directory', zh: 'ENOTDIR：路径中有一部分不是目录' },
  ELOOP: { en: 'ELOOP: a symlink that is not followed', zh: 'ELOOP：不跟随的符号链接' },
  EIO: { en: 'EIO: the disk does not give it', zh: 'EIO：磁盘读取出错' },
  ESTALE: { en: 'ESTALE: its server has another file there now', zh: 'ESTALE：其服务器上的文件已变' },
  NOT_RECORDED: { en: 'it is not in the bundle', zh: '诊断包中没有' },
};

/** What stands in the place of a log that was not read, or not to its end. `from` is where it begins, where it was cut. */
export function sourceError(error: string, from: string | undefined, lang: Lang): string {
  const why = WORDS[error]?.[lang] ?? error;
  if (from === undefined) return why;
  const time = localTime(from);
  return lang === 'zh' ? `${why}（自 ${time} 起）` : `${why}, from ${time} on`;
}
