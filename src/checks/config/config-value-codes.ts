import { code, type Codes } from '../check.ts';

/** What can be wrong with a value by itself, whichever key has it: the codes of every check that judges a section. */
export const VALUE_CODES = {
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
} satisfies Codes;

/** A number that craned reads as another one than is written. */
export const OCTAL_CODES = {
  'octal-number': code<{ key: string; written: string; value: string }>({
    severity: 'warning',
    summary: { en: 'A number with leading zeros is octal to craned', zh: '以 0 开头的数字会被 craned 当作八进制' },
    message: {
      en: ({ key, written, value }) => `${key}: to craned ${written} is octal, ${value}`,
      zh: ({ key, written, value }) => `${key}：craned 把 ${written} 当作八进制，即 ${value}`,
    },
  }),
} satisfies Codes;
