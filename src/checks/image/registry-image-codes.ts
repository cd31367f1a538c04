import type { Json } from '../../json.ts';
import { code } from '../check.ts';

/** An image that is on the node, and that craned then does not ask for again, is no error. */
const SEVERITY = ['error', 'warning'] as const;

/** Names, and that there are more than these. */
const named = (names: readonly string[], count: number, between: string, more: string): string =>
  [...names, ...(count > names.length ? [more] : [])].join(between);

const sizeText = (bytes: number): string =>
  bytes < 1024 ** 2
    ? `${(bytes / 1024).toFixed(0)} KiB`
    : `${(bytes / 1024 ** 2).toFixed(bytes < 10 * 1024 ** 2 ? 1 : 0)} MiB`;

/** Who was refused, and how: the account whose login it was, null where there is none. */
interface Refused {
  readonly [name: string]: Json;
  readonly account: string | null;
  readonly status: number;
}

/** What a registry can say of an image. `registry` is who was asked: the registry itself, or a mirror of it. */
export const REGISTRY_IMAGE_CODES = {
  'not-found': code<{ image: string; registry: string; error: string | null }>({
    severity: SEVERITY,
    summary: { en: 'The registry has no such image or tag', zh: '仓库中没有该镜像或标签' },
    message: {
      en: ({ image, registry, error }) => {
        const what = error === 'NAME_UNKNOWN' ? 'has no repository of' : 'does not have';
        return `${registry} ${what} ${image} (404${error === null ? '' : ` ${error}`})`;
      },
      zh: ({ image, registry, error }) =>
        `${registry} 没有 ${image}${error === 'NAME_UNKNOWN' ? ' 所在的镜像库' : ''}（404${error === null ? '' : ` ${error}`}）`,
    },
  }),
  unauthorized: code<{
    image: string;
    registry: string;
    status: number;
    account: string | null;
    hub: boolean;
    refused: readonly Refused[];
  }>({
    severity: SEVERITY,
    summary: {
      en: 'The registry does not give this image to whoever asks here',
      zh: '仓库拒绝向本次访问者提供该镜像',
    },
    message: {
      en: ({ image, registry, hub, refused }) => {
        const who = refused.map(({ account, status }) =>
          account === null ? `without a login (${status})` : `with the login of ${account} (${status})`,
        );
        const hint = hub ? '; Docker Hub says the same of an image that does not exist' : '';
        return `${registry} refuses ${image} ${who.join(', ')}${hint}`;
      },
      zh: ({ image, registry, hub, refused }) => {
        const who = refused.map(({ account, status }) =>
          account === null ? `${status}，未登录` : `${status}，使用 ${account} 的登录信息`,
        );
        const hint = hub ? '；镜像不存在时，Docker Hub 也返回同样的结果' : '';
        return `${registry} 拒绝提供 ${image}（${who.join('；')}）${hint}`;
      },
    },
  }),
  'logins-left-out': code<{
    image: string;
    registry: string;
    tried: number;
    count: number;
    accounts: readonly string[];
  }>({
    severity: 'unknown',
    summary: {
      en: 'The registry was not asked with all logins: too many are there for it',
      zh: '登录信息过多，未逐一向仓库验证',
    },
    message: {
      en: ({ image, registry, tried, count, accounts }) =>
        `${registry} was asked for ${image} with ${tried} logins and not with ${count === 1 ? 'one more' : `${count} more`} (${named(accounts, count, ', ', '…')}): a registry may lock out who asks too often`,
      zh: ({ image, registry, tried, count, accounts }) =>
        `向 ${registry} 请求 ${image} 时只使用了 ${tried} 份登录信息，另有 ${count} 份未验证（${named(accounts, count, '、', '等')}）：频繁请求可能被仓库封禁`,
    },
  }),
  'no-platform': code<{ image: string; registry: string; platform: string; platforms: readonly string[] }>({
    severity: SEVERITY,
    summary: { en: "The image is not built for this node's processor", zh: '镜像不支持本节点的处理器架构' },
    message: {
      en: ({ image, platform, platforms }) =>
        `${image} is not there for ${platform}, only for ${platforms.join(', ') || 'none that is told'}`,
      zh: ({ image, platform, platforms }) =>
        `${image} 没有 ${platform} 版本，只有 ${platforms.join('、') || '未注明的平台'}`,
    },
  }),
  'not-an-image': code<{ image: string; registry: string; mediaType: string }>({
    severity: SEVERITY,
    summary: {
      en: 'What the registry has under this name is no image that runtimes pull',
      zh: '仓库中该名称下的内容不是运行时可拉取的镜像',
    },
    message: {
      en: ({ image, registry, mediaType }) =>
        `What ${registry} has as ${image} is no image that a runtime pulls: ${mediaType || 'no manifest'}`,
      zh: ({ image, registry, mediaType }) =>
        `${registry} 中的 ${image} 不是运行时可拉取的镜像：${mediaType || '不是清单'}`,
    },
  }),
  failed: code<{ image: string; registry: string; reason: string }>({
    severity: SEVERITY,
    summary: { en: 'The registry answers, but not about the image', zh: '仓库有应答，但无法获得该镜像的信息' },
    message: {
      en: ({ image, registry, reason }) => `${registry} tells nothing usable of ${image}: ${reason}`,
      zh: ({ image, registry, reason }) => `无法从 ${registry} 获得 ${image} 的信息：${reason}`,
    },
  }),
  'rate-limited': code<{ image: string; registry: string; retryAfter: string | null; limit: string | null }>({
    severity: 'warning',
    summary: { en: 'The registry limits how often it may be asked for images', zh: '仓库限制了获取镜像的频率' },
    message: {
      en: ({ image, registry, retryAfter, limit }) => {
        const told = [limit && `limit ${limit}`, retryAfter && `Retry-After: ${retryAfter}`].filter(Boolean).join(', ');
        return `${registry} answers 429 for ${image}: too many requests${told === '' ? '' : ` (${told})`}`;
      },
      zh: ({ image, registry, retryAfter, limit }) => {
        const told = [limit && `限额 ${limit}`, retryAfter && `Retry-After：${retryAfter}`].filter(Boolean).join('，');
        return `请求 ${image} 时 ${registry} 返回 429：请求过于频繁${told === '' ? '' : `（${told}）`}`;
      },
    },
  }),
  'slow-pull': code<{ image: string; bytes: number; bytesPerSecond: number; seconds: number }>({
    severity: 'warning',
    summary: {
      en: 'At the speed that was measured, the pull would take longer than the 60 seconds that craned waits',
      zh: '按测得的速度，拉取耗时会超过 craned 的 60 秒时限',
    },
    message: {
      en: ({ image, bytes, bytesPerSecond, seconds }) =>
        `${image} is ${sizeText(bytes)}; at ${sizeText(bytesPerSecond)}/s its pull takes some ${seconds} s, and craned waits 60`,
      zh: ({ image, bytes, bytesPerSecond, seconds }) =>
        `${image} 大小为 ${sizeText(bytes)}；按 ${sizeText(bytesPerSecond)}/s 拉取约需 ${seconds} 秒，而 craned 只等 60 秒`,
    },
  }),
};
