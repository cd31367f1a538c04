import { code, type Codes } from '../check.ts';
import { OCTAL_CODES, VALUE_CODES } from './config-value-codes.ts';

/** The codes of config-subid. Numbers are texts in the arguments: craned's have 64 bits. */
export const SUBID_CODES = {
  ...VALUE_CODES,
  ...OCTAL_CODES,
  'mappings-missing': code<{ key: string; words: string | null }>({
    severity: 'error',
    summary: {
      en: 'Managed subordinate ids without a table of users or of groups',
      zh: '启用了 SubId 托管，但缺少用户或组的映射表',
    },
    message: {
      en: ({ key, words }) => `SubId.Managed is on and ${key} holds nothing; craned exits: ${words ?? ''}`,
      zh: ({ key, words }) => `SubId.Managed 已启用，而 ${key} 没有内容，craned 会退出：${words ?? ''}`,
    },
  }),
  'entry-incomplete': code<{
    key: string;
    missing: readonly string[];
    written: readonly string[];
    words: string | null;
  }>({
    severity: 'error',
    summary: { en: 'An entry of a SubId table lacks one of its four keys', zh: 'SubId 映射表的条目缺少必需的键' },
    message: {
      en: ({ key, missing, written, words }) =>
        `${key} has no ${missing.join(', no ')}${written.length === 0 ? '' : ` (written: ${written.join(', ')})`}; craned exits: ${words ?? ''}`,
      zh: ({ key, missing, written, words }) =>
        `${key} 缺少 ${missing.join('、')}${written.length === 0 ? '' : `（写成了 ${written.join('、')}）`}，craned 会退出：${words ?? ''}`,
    },
  }),
  zero: code<{ key: string; words: string | null }>({
    severity: 'error',
    summary: { en: 'A count or size of a SubId table is 0', zh: 'SubId 映射表中的数量或大小为 0' },
    message: {
      en: ({ key, words }) => `${key} is 0; craned exits: ${words ?? ''}`,
      zh: ({ key, words }) => `${key} 为 0，craned 会退出：${words ?? ''}`,
    },
  }),
  overlap: code<{ key: string; other: string; subordinate: boolean; range: string; words: string | null }>({
    severity: 'error',
    summary: { en: 'Two entries of a SubId table have ids in common', zh: 'SubId 映射表的两个条目相互重叠' },
    message: {
      en: ({ key, other, subordinate, range, words }) =>
        `${key} and ${other} both have the ${subordinate ? 'subordinate ids' : 'ids'} ${range}; craned exits: ${words ?? ''}`,
      zh: ({ key, other, subordinate, range, words }) =>
        `${key} 与 ${other} 都包含${subordinate ? '从属 ID' : ' ID'} ${range}，craned 会退出：${words ?? ''}`,
    },
  }),
  overflow: code<{ key: string; words: string | null }>({
    severity: 'error',
    summary: { en: 'The ids of a SubId entry leave 64 bits', zh: 'SubId 条目的 ID 超出 64 位' },
    message: {
      en: ({ key, words }) => `The ids of ${key} leave 64 bits; craned exits: ${words ?? ''}`,
      zh: ({ key, words }) => `${key} 的 ID 超出 64 位，craned 会退出：${words ?? ''}`,
    },
  }),
  'over-32-bit': code<{ key: string; from: string; to: string; formula: string; last: string }>({
    severity: 'warning',
    summary: {
      en: 'Some users would have subordinate ids beyond 32 bits: their container jobs fail',
      zh: '部分用户的从属 ID 会超出 32 位，其容器作业将失败',
    },
    message: {
      en: ({ key, from, to, formula, last }) =>
        `${key}: the ids ${from} to ${to} get subordinate ids beyond 32 bits (${formula} = ${last} > 4294967295), and their container jobs fail`,
      zh: ({ key, from, to, formula, last }) =>
        `${key}：ID ${from} 至 ${to} 的从属 ID 超出 32 位（${formula} = ${last} > 4294967295），其容器作业会失败`,
    },
  }),
  'covers-host-ids': code<{ key: string; range: string; file: string; count: number; accounts: readonly string[] }>({
    severity: 'warning',
    summary: {
      en: 'Subordinate ids are those of real accounts or groups of this host',
      zh: '从属 ID 与本机真实账号或组的 ID 重合',
    },
    message: {
      en: ({ key, range, file, count, accounts }) =>
        `${key} gives containers the ids ${range}, which ${count} of ${file} ${count === 1 ? 'has' : 'have'}: ${accounts.join(', ')}${count > accounts.length ? ', …' : ''}`,
      zh: ({ key, range, file, count, accounts }) =>
        `${key} 分配给容器的 ID ${range} 包含 ${file} 中的 ${count} 个真实 ID：${accounts.join('、')}${count > accounts.length ? '……' : ''}`,
    },
  }),
  'start-below-id': code<{ key: string; start: string; id: string }>({
    severity: 'warning',
    summary: {
      en: 'Subordinate ids below the ids that they are for: bindfs before 1.17.6 cannot map them',
      zh: '从属 ID 小于对应的用户 ID：1.17.6 之前的 bindfs 无法映射',
    },
    message: {
      en: ({ key, start, id }) =>
        `${key} is ${start}, below Id ${id}: the offset for bindfs wraps around in 32 bits, which bindfs before 1.17.6 refuses`,
      zh: ({ key, start, id }) =>
        `${key} 为 ${start}，小于 Id ${id}：传给 bindfs 的偏移量会按 32 位回绕，1.17.6 之前的 bindfs 不接受`,
    },
  }),
  'tables-ignored': code<{ tables: readonly string[]; written: boolean }>({
    severity: ['warning', 'info'],
    summary: {
      en: 'SubId tables are there, and craned reads them only while Managed is on',
      zh: '写有 SubId 映射表，但 craned 仅在启用 Managed 时读取',
    },
    message: {
      en: ({ tables, written }) =>
        `craned does not read ${tables.join(' and ')}: Managed is ${written ? 'false' : 'not written, and false by default since 05d4d013 (2026-04-13)'}`,
      zh: ({ tables, written }) =>
        `craned 不会读取 ${tables.join('、')}：Managed ${written ? '为 false' : '未写明，自 05d4d013（2026-04-13）起默认为 false'}`,
    },
  }),
} satisfies Codes;
