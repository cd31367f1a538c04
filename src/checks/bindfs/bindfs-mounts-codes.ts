import { code } from '../check.ts';

const users = {
  en: (counter: number | null, unread = false): string => {
    if (counter === null) return unread ? 'its lock file cannot be read' : 'it has no lock file';
    return `its lock file counts ${counter === 1 ? '1 user' : `${counter} users`}`;
  },
  zh: (counter: number | null, unread = false): string => {
    if (counter === null) return unread ? '锁文件无法读取' : '没有锁文件';
    return `锁文件计数为 ${counter}`;
  },
};

/** The codes of `bindfs-mounts`. A `counter` is the number of processes that use the mount by its lock file, null without one or with one that is `unread`. */
export const BINDFS_MOUNTS_CODES = {
  'stale-lock': code<{ lock: string; counter: number; user: string; source: string }>({
    severity: 'error',
    summary: {
      en: 'A lock file counts users of a mount that is gone: later jobs of that user and directory fail',
      zh: '锁文件记录的挂载已不存在：同一用户挂载同一目录的后续作业都会失败',
    },
    message: {
      en: ({ lock, counter, user, source }) =>
        `${lock} counts ${counter === 1 ? '1 user' : `${counter} users`} of ${source} (${user}), but nothing is mounted: later jobs fail as "corrupted"`,
      zh: ({ lock, counter, user, source }) =>
        `${lock} 记录 ${source}（用户 ${user}）有 ${counter} 个使用者，但并没有挂载：后续作业会以 “corrupted” 失败`,
    },
  }),
  'dead-mount': code<{ mount: string; error: string; counter: number | null; unread: boolean }>({
    severity: 'error',
    summary: { en: 'The bindfs process of a mount is gone', zh: 'BindFs 挂载的 bindfs 进程已不存在' },
    message: {
      en: ({ mount, error, counter, unread }) =>
        `The bindfs of ${mount} is gone (${error}); ${users.en(counter, unread)}`,
      zh: ({ mount, error, counter, unread }) =>
        `${mount} 的 bindfs 进程已不存在（${error}），${users.zh(counter, unread)}`,
    },
  }),
  'hung-mount': code<{ mount: string; afterMs: number; counter: number | null; unread: boolean }>({
    severity: 'error',
    summary: { en: 'A BindFs mount does not answer', zh: 'BindFs 挂载没有应答' },
    message: {
      en: ({ mount, afterMs, counter, unread }) =>
        `${mount} gives no answer after ${(afterMs / 1000).toFixed(1)} s; ${users.en(counter, unread)}`,
      zh: ({ mount, afterMs, counter, unread }) =>
        `${mount} 在 ${(afterMs / 1000).toFixed(1)} 秒内没有应答，${users.zh(counter, unread)}`,
    },
  }),
  'leftover-mount': code<{ mount: string; counter: number | null }>({
    severity: 'warning',
    summary: { en: 'A BindFs mount that nobody uses is left', zh: '残留的 BindFs 挂载，已无人使用' },
    message: {
      en: ({ mount, counter }) => `${mount} is still mounted, but ${users.en(counter)}`,
      zh: ({ mount, counter }) => `${mount} 仍处于挂载状态，但${users.zh(counter)}`,
    },
  }),
  'bad-lock': code<{ lock: string; reason: string }>({
    severity: 'error',
    summary: {
      en: 'csupervisor cannot read a lock file: later jobs of that user and directory fail',
      zh: 'csupervisor 无法读取锁文件：同一用户挂载同一目录的后续作业都会失败',
    },
    message: {
      en: ({ lock, reason }) => `csupervisor cannot read ${lock}: ${reason}`,
      zh: ({ lock, reason }) => `csupervisor 无法读取 ${lock}：${reason}`,
    },
  }),
  'left-out': code<{ count: number; path: string }>({
    severity: 'unknown',
    summary: {
      en: 'There was no time to look at all mounts and lock files',
      zh: '时间所限，未能查看全部挂载和锁文件',
    },
    message: {
      en: ({ count, path }) => `No time was left for ${count} mounts and lock files below ${path}`,
      zh: ({ count, path }) => `时间所限，${path} 下有 ${count} 个挂载和锁文件未查看`,
    },
  }),
};
