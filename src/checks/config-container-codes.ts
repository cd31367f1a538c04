import { code, type Codes } from './check.ts';

/** The codes of config-container, apart from what looks at the section. */
export const CONTAINER_CODES = {
  'section-missing': code({
    severity: 'info',
    summary: { en: 'There is no Container section: the feature is off', zh: '没有 Container 配置：容器功能未启用' },
    message: {
      en: () => 'There is no Container section, so the container feature is off',
      zh: () => '没有 Container 配置，容器功能未启用',
    },
  }),
  disabled: code<{ line: number; written: boolean }>({
    severity: 'info',
    summary: { en: 'The container feature is off', zh: '容器功能未启用' },
    message: {
      en: ({ line, written }) =>
        `The container feature is off (line ${line}${written ? '' : ': no Enabled'}); users see: CRI support is disabled in the cluster.`,
      zh: ({ line, written }) =>
        `容器功能未启用（第 ${line} 行${written ? '' : '：缺少 Enabled'}），用户会看到：CRI support is disabled in the cluster.`,
    },
  }),
  'not-a-mapping': code<{ key: string; kind: string }>({
    severity: 'warning',
    summary: {
      en: 'A section is a list: craned finds none of its keys and says nothing',
      zh: '配置节写成了列表：craned 读不到其中任何键，也不会提示',
    },
    message: {
      en: ({ key }) => `${key} is a list, not keys with values: craned finds nothing in it and says nothing`,
      zh: ({ key }) => `${key} 是列表而不是键值：craned 读不到其中的内容，也不会提示`,
    },
  }),
  'wrong-type': code<{ key: string; words: string | null; value: string }>({
    severity: 'error',
    summary: { en: 'craned cannot use a value of the Container section', zh: 'craned 无法使用 Container 中的某个值' },
    message: {
      en: ({ key, words, value }) =>
        `craned cannot use ${key}${value === '' ? '' : `: ${value}`} (${words ?? 'it exits without a word'})`,
      zh: ({ key, words, value }) =>
        `craned 无法使用 ${key}${value === '' ? '' : `：${value}`}（${words ?? '直接退出，没有任何提示'}）`,
    },
  }),
  'null-value': code<{ key: string; words: string | null }>({
    severity: ['error', 'warning'],
    summary: {
      en: 'A key has no value: that is null and not the default',
      zh: '键没有值：等同于 null，而不是默认值',
    },
    message: {
      en: ({ key, words }) =>
        words === null
          ? `${key} has no value: craned takes the text \`null\`, not the default`
          : `${key} has no value, which is not its default: craned aborts (${words})`,
      zh: ({ key, words }) =>
        words === null
          ? `${key} 没有值：craned 会使用文本 \`null\`，而不是默认值`
          : `${key} 没有值，且不会使用默认值：craned 会异常中止（${words}）`,
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
  'octal-number': code<{ key: string; written: string; value: string }>({
    severity: 'warning',
    summary: { en: 'A number with leading zeros is octal to craned', zh: '以 0 开头的数字会被 craned 当作八进制' },
    message: {
      en: ({ key, written, value }) => `${key}: to craned ${written} is octal, ${value}`,
      zh: ({ key, written, value }) => `${key}：craned 把 ${written} 当作八进制，即 ${value}`,
    },
  }),
} satisfies Codes;
