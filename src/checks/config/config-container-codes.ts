import { code, type Codes } from '../check.ts';
import { OCTAL_CODES, VALUE_CODES } from './config-value-codes.ts';

/** The codes of config-container, apart from what looks at the section. */
export const CONTAINER_CODES = {
  ...VALUE_CODES,
  ...OCTAL_CODES,
  'section-missing': code({
    severity: 'info',
    summary: { en: 'There is no Container section: the feature is off', zh: '没有 Container 配置：容器功能未启用' },
    message: {
      en: () =>
        'There is no Container section, so the container feature is off. cranectld reads its own copy of the file: where that has none either, users see: CRI support is disabled in the cluster.',
      zh: () =>
        '没有 Container 配置，容器功能未启用。cranectld 读取它自己的那份配置，若同样没有，用户会看到：CRI support is disabled in the cluster.',
    },
  }),
  disabled: code<{ line: number; written: boolean }>({
    severity: 'info',
    summary: { en: 'The container feature is off', zh: '容器功能未启用' },
    message: {
      en: ({ line, written }) =>
        `The container feature is off (line ${line}${written ? '' : ': no Enabled'}). cranectld reads its own copy of the file: where that says so too, users see: CRI support is disabled in the cluster.`,
      zh: ({ line, written }) =>
        `容器功能未启用（第 ${line} 行${written ? '' : '：缺少 Enabled'}）。cranectld 读取它自己的那份配置，若同样未启用，用户会看到：CRI support is disabled in the cluster.`,
    },
  }),
  'unknown-key': code<{ key: string; meant: string | null }>({
    severity: 'warning',
    summary: { en: 'craned does not know a key and ignores it', zh: 'craned 不认识某个键，会忽略它' },
    message: {
      en: ({ key, meant }) =>
        `craned ignores ${key}, which it does not know${meant === null ? '' : `; ${meant} is meant?`}`,
      zh: ({ key, meant }) => `craned 不认识 ${key}，会忽略它${meant === null ? '' : `；是否应为 ${meant}？`}`,
    },
  }),
  'retired-key': code<{ key: string; since: string; until: string; instead: string | null }>({
    severity: 'warning',
    summary: { en: "A key that today's craned no longer reads", zh: '当前版本的 craned 不再读取的键' },
    message: {
      en: ({ key, since, until, instead }) =>
        `${key} was read from ${since} until ${until}, and is ignored today${instead === null ? '' : `; today: ${instead}`}`,
      zh: ({ key, since, until, instead }) =>
        `${key} 仅在 ${since} 至 ${until} 之间有效，现已被忽略${instead === null ? '' : `；现在应使用 ${instead}`}`,
    },
  }),
  'userns-kernel': code<{ kernel: string; least: string }>({
    severity: 'warning',
    summary: {
      en: 'User namespaces are the default, and the kernel is older than craned wants for them',
      zh: '默认启用用户命名空间，但内核版本低于 craned 的要求',
    },
    message: {
      en: ({ kernel, least }) =>
        `UserNsEnabledByDefault is on, and kernel ${kernel} is lower than ${least}: craned logs that user namespaces may be unavailable, and starts`,
      zh: ({ kernel, least }) =>
        `UserNsEnabledByDefault 已启用，而内核 ${kernel} 低于 ${least}：craned 会照常启动，仅在日志中提示用户命名空间可能不可用`,
    },
  }),
} satisfies Codes;
