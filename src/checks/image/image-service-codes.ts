import { code } from '../check.ts';
import { socketCodes } from '../look/socket-codes.ts';
import { versionCodes } from '../look/version-codes.ts';

const mebibytes = (bytes: number): string => `${Math.floor(bytes / 1024 ** 2)} MiB`;

/** What can be wrong with the image endpoint: the layers of the runtime endpoint, and the disk behind them. */
export const IMAGE_SERVICE_CODES = {
  ...socketCodes({ en: 'image endpoint', zh: '镜像端点' }),
  ...versionCodes,
  'other-store': code<{ socket: string; runtime: string; images: readonly string[]; more: number }>({
    severity: 'warning',
    summary: {
      en: 'The image endpoint has images that the runtime does not know: containers are not made of them',
      zh: '镜像端点中的镜像不为运行时所知，无法用于创建容器',
    },
    message: {
      en: ({ socket, runtime, images, more }) =>
        `The runtime at ${runtime} does not know images of ${socket} (${images.join(', ')}${more === 0 ? '' : ` and ${more} more`}): what craned pulls there is not found when a container is created`,
      zh: ({ socket, runtime, images, more }) =>
        `${runtime} 的运行时没有 ${socket} 中的镜像（${images.join('、')}${more === 0 ? '' : ` 等，另有 ${more} 个`}）：craned 在后者拉取的镜像，创建容器时找不到`,
    },
  }),
  'disk-low': code<{ path: string; freeBytes: number; freePart: number; freeInodes: number }>({
    severity: ['warning', 'error'],
    summary: {
      en: 'Little space is left for images (under 10 % and 10 GiB, or under 1 % of the inodes; an error under 5 % and 256 MiB, or without inodes)',
      zh: '镜像所在文件系统剩余空间不足（低于 10 % 且低于 10 GiB，或 inode 低于 1 %；低于 5 % 且低于 256 MiB，或 inode 用尽时为错误）',
    },
    message: {
      en: ({ path, freeBytes, freePart, freeInodes }) =>
        `${path}, where images are unpacked, has ${mebibytes(freeBytes)} (${freePart} %) and ${freeInodes} inodes left`,
      zh: ({ path, freeBytes, freePart, freeInodes }) =>
        `解包镜像的 ${path} 剩余 ${mebibytes(freeBytes)}（${freePart} %）、${freeInodes} 个 inode`,
    },
  }),
};
