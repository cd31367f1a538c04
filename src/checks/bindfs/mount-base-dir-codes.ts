import { code } from '../check.ts';

/** The codes of `mount-base-dir`. */
export const MOUNT_BASE_DIR_CODES = {
  missing: code<{ path: string }>({
    severity: 'info',
    summary: { en: 'MountBaseDir does not exist yet', zh: 'MountBaseDir 尚不存在' },
    message: {
      en: ({ path }) => `${path} does not exist yet; csupervisor makes it at the first mount`,
      zh: ({ path }) => `${path} 尚不存在；csupervisor 会在首次挂载时创建`,
    },
  }),
  'not-a-directory': code<{ path: string; mode: string }>({
    severity: 'error',
    summary: { en: 'MountBaseDir is not a directory', zh: 'MountBaseDir 不是目录' },
    message: {
      en: ({ path, mode }) => `${path} is not a directory (${mode})`,
      zh: ({ path, mode }) => `${path} 不是目录（${mode}）`,
    },
  }),
  'read-only': code<{ path: string; mount: string; fileSystem: string }>({
    severity: 'error',
    summary: { en: 'MountBaseDir is on a read-only file system', zh: 'MountBaseDir 位于只读文件系统上' },
    message: {
      en: ({ path, mount, fileSystem }) => `${path} is on ${mount} (${fileSystem}), which is mounted read-only`,
      zh: ({ path, mount, fileSystem }) => `${path} 位于 ${mount}（${fileSystem}）上，该文件系统以只读方式挂载`,
    },
  }),
  hung: code<{ path: string; error: string; afterMs: number }>({
    severity: 'error',
    summary: {
      en: 'The file system of MountBaseDir does not answer',
      zh: 'MountBaseDir 所在的文件系统没有应答',
    },
    message: {
      en: ({ path, error, afterMs }) =>
        error === 'HUNG'
          ? `${path} gives no answer after ${(afterMs / 1000).toFixed(1)} s`
          : `${path} is dead: ${error}`,
      zh: ({ path, error, afterMs }) =>
        error === 'HUNG' ? `${path} 在 ${(afterMs / 1000).toFixed(1)} 秒内没有应答` : `${path} 已失效：${error}`,
    },
  }),
  insecure: code<{ path: string; mode: string }>({
    severity: 'warning',
    summary: { en: 'Others than root may write in MountBaseDir', zh: 'root 以外的用户可写 MountBaseDir' },
    message: {
      en: ({ path, mode }) => `${path} can be written by others than root (${mode})`,
      zh: ({ path, mode }) => `root 以外的用户可写 ${path}（${mode}）`,
    },
  }),
  'wrong-owner': code<{ path: string; owner: string }>({
    severity: 'warning',
    summary: { en: 'MountBaseDir does not belong to root', zh: 'MountBaseDir 不属于 root' },
    message: {
      en: ({ path, owner }) => `${path} belongs to ${owner}, not to root`,
      zh: ({ path, owner }) => `${path} 属于 ${owner}，而不是 root`,
    },
  }),
  'network-filesystem': code<{ path: string; mount: string; fileSystem: string }>({
    severity: 'warning',
    summary: { en: 'MountBaseDir is not on a local file system', zh: 'MountBaseDir 不在本地文件系统上' },
    message: {
      en: ({ path, mount, fileSystem }) => `${path} is on ${mount} (${fileSystem}), which is not a local file system`,
      zh: ({ path, mount, fileSystem }) => `${path} 位于 ${mount}（${fileSystem}）上，它不是本地文件系统`,
    },
  }),
};
