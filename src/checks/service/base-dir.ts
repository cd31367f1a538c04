import { joinPath } from '../../config/conversions.ts';
import type { FileSystemSpace } from '../../host/questions.ts';
import { isBelow, type SpaceLimit } from '../../settings/space-limit.ts';
import { code, defineCheck } from '../check.ts';
import { nearestAbove } from '../look/directory-above.ts';
import { modeText, ownerText } from '../look/mode-text.ts';
import { mountOf } from '../look/mount-of.ts';
import { logPlaces } from './log-places.ts';

/**
 * Low is less than this part and less than these bytes: a big disk has room at 5 %, a small one is in
 * use at 1 GiB. craned's logs alone may take 3 × 50 MiB, and each supervisor's as much (Craned.cpp).
 */
const LOW: SpaceLimit = { bytes: 1024 ** 3, part: 0.05 };
/** Every step makes files: fewer inodes than this part are low as well. */
const LOW_INODES = 0.01;

function isLow(space: FileSystemSpace, limit = LOW): boolean {
  const { totalInodes, freeInodes } = space;
  // btrfs and network file systems count no inodes: their total is 0.
  return isBelow(space, limit) || (totalInodes > 0 && freeInodes < totalInodes * LOW_INODES);
}

/** CraneBaseDir holds craned's and the supervisors' logs, locks and sockets. craned makes it where it is missing. */
export const baseDir = defineCheck({
  id: 'base-dir',
  group: 'service',
  title: { en: 'CraneBaseDir can be written', zh: 'CraneBaseDir 可写' },
  machine: false,
  needs: ['CraneBaseDir'],
  codes: {
    missing: code<{ path: string }>({
      severity: 'info',
      summary: { en: 'CraneBaseDir does not exist yet', zh: 'CraneBaseDir 尚不存在' },
      message: {
        en: ({ path }) => `${path} does not exist yet; craned makes it when it starts`,
        zh: ({ path }) => `${path} 尚不存在；craned 启动时会创建`,
      },
    }),
    'not-a-directory': code<{ path: string; mode: string }>({
      severity: 'error',
      summary: { en: 'CraneBaseDir is not a directory', zh: 'CraneBaseDir 不是目录' },
      message: {
        en: ({ path, mode }) => `${path} is not a directory (${mode})`,
        zh: ({ path, mode }) => `${path} 不是目录（${mode}）`,
      },
    }),
    'not-writable': code<{ path: string; mount: string; fileSystem: string }>({
      severity: 'error',
      summary: { en: 'Not even root can write in CraneBaseDir', zh: 'root 也无法写入 CraneBaseDir' },
      message: {
        en: ({ path, mount, fileSystem }) => `${path} is on ${mount} (${fileSystem}), which is mounted read-only`,
        zh: ({ path, mount, fileSystem }) => `${path} 位于 ${mount}（${fileSystem}）上，该文件系统以只读方式挂载`,
      },
    }),
    'disk-low': code<{ path: string; freeBytes: number; freePart: number; freeInodes: number }>({
      severity: 'warning',
      summary: {
        en: 'Little space is left for CraneBaseDir (under 5 % and 1 GiB, or under 1 % of the inodes)',
        zh: 'CraneBaseDir 的剩余空间不足（低于 5 % 且低于 1 GiB，或 inode 低于 1 %）',
      },
      message: {
        en: ({ path, freeBytes, freePart, freeInodes }) =>
          `${path} has ${Math.floor(freeBytes / 1024 ** 2)} MiB (${freePart} %) and ${freeInodes} inodes left`,
        zh: ({ path, freeBytes, freePart, freeInodes }) =>
          `${path} 剩余 ${Math.floor(freeBytes / 1024 ** 2)} MiB（${freePart} %）、${freeInodes} 个 inode`,
      },
    }),
    'temp-dir-unused': code<{ path: string }>({
      severity: 'info',
      summary: {
        en: 'TempDir is configured, and nothing uses it: containers leave their files where the job was submitted',
        zh: '配置了 TempDir，但没有程序使用它：容器的文件位于作业的工作目录下',
      },
      message: {
        en: ({ path }) =>
          `Nothing is ever written to ${path} (Container.TempDir): metadata and logs of a container are in <working directory of the job>/<job id>.out`,
        zh: ({ path }) =>
          `没有程序会写入 ${path}（Container.TempDir）：容器的元数据与日志位于 <作业工作目录>/<作业号>.out`,
      },
    }),
  },
  async run({ host, found, notSeen, config, options }) {
    const path = config.paths.baseDir;
    const about = { target: path };
    const stated = await host.ask('stat', { path, follow: true });
    const absent = !stated.ok && stated.error.code === 'ENOENT';
    // What is not there yet is made in the nearest directory above, so that one has to do.
    const there = absent ? await nearestAbove(host, path) : stated;
    if (!there.ok) {
      const file = ['ENOTDIR', 'ELOOP'].includes(there.error.code);
      const finding = file
        ? found('not-a-directory', { path, mode: there.error.code }, about)
        : notSeen(path, there.error);
      return { observed: { path, error: there.error.code }, findings: [finding] };
    }
    const info = there.value;
    const mode = modeText(info);
    const seen = absent ? { path, above: info.realPath } : { path, mode, owner: ownerText(info) };
    if (info.type !== 'directory') {
      return {
        observed: seen,
        findings: [found('not-a-directory', { path: absent ? info.realPath : path, mode }, about)],
      };
    }

    const [mount, space, logs] = await Promise.all([
      mountOf(host, info.realPath),
      // Under --root the space would be that of the machine that holds the tree, not the node's.
      host.kind === 'tree' ? null : host.ask('space', { path: info.realPath }),
      logPlaces(host, config),
    ]);
    const observed = {
      ...seen,
      ...(mount.ok && mount.value ? { mount: mount.value.mountPoint, fileSystem: mount.value.fsType } : {}),
      ...(space?.ok ? { freeBytes: space.value.freeBytes, totalBytes: space.value.totalBytes } : {}),
      logs,
    };
    if (!mount.ok) return { observed, findings: [notSeen('/proc/self/mountinfo', mount.error)] };
    if (mount.value?.readOnly) {
      const args = { path, mount: mount.value.mountPoint, fileSystem: mount.value.fsType };
      return { observed, findings: [found('not-writable', args, about)] };
    }
    const findings = absent ? [found('missing', { path }, about)] : [];
    const tempDir = config.entry('Container.TempDir');
    if (tempDir !== null && config.container !== null) {
      const unused = joinPath(path, config.container.tempDir);
      findings.push(found('temp-dir-unused', { path: unused }, { target: 'Container.TempDir' }));
    }
    if (space && !space.ok) findings.push(notSeen(path, space.error));
    if (space?.ok && isLow(space.value, options.thresholds?.baseDirSpace?.warning)) {
      const { freeBytes, totalBytes, freeInodes } = space.value;
      const freePart = Math.round((freeBytes / totalBytes) * 1000) / 10;
      findings.push(found('disk-low', { path, freeBytes, freePart, freeInodes }, about));
    }
    return { observed, findings };
  },
});
