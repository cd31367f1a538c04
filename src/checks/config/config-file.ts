import type { HostError } from '../../host/answer.ts';
import { entriesOf } from '../../config/walk.ts';
import { code, defineCheck, type CheckContext, type Codes } from '../check.ts';
import { aboutStop, placeOf } from './config-place.ts';
import type { Finding } from '../finding.ts';

/** Findings of one kind in one file; a file that repeats a mistake a thousand times has made its point. */
const MAX_OF_A_KIND = 20;

const CODES = {
  missing: code<{ path: string }>({
    severity: 'error',
    summary: { en: 'The configuration file is not there', zh: '配置文件不存在' },
    message: {
      en: ({ path }) => `The configuration file ${path} is not there; craned exits`,
      zh: ({ path }) => `配置文件 ${path} 不存在，craned 会退出`,
    },
  }),
  unreadable: code<{ path: string; reason: string }>({
    severity: ['error', 'unknown'],
    summary: { en: 'The configuration file cannot be read', zh: '无法读取配置文件' },
    message: {
      en: ({ path, reason }) => `The configuration file ${path} cannot be read: ${reason}`,
      zh: ({ path, reason }) => `无法读取配置文件 ${path}：${reason}`,
    },
  }),
  'not-a-file': code<{ path: string; type: string }>({
    severity: 'error',
    summary: { en: 'The configuration path is no regular file', zh: '配置路径不是普通文件' },
    message: {
      en: ({ path, type }) => `${path} is no regular file but a ${type}`,
      zh: ({ path, type }) => `${path} 不是普通文件，而是 ${type}`,
    },
  }),
  'too-large': code<{ path: string; size: number | null }>({
    severity: 'error',
    summary: { en: 'The configuration file is larger than 4 MiB', zh: '配置文件大于 4 MiB' },
    message: {
      en: ({ path, size }) => `${path} is larger than 4 MiB${size === null ? '' : ` (${size} bytes)`} and was not read`,
      zh: ({ path, size }) => `${path} 大于 4 MiB${size === null ? '' : `（${size} 字节）`}，未读取`,
    },
  }),
  'not-utf8': code<{ line: number }>({
    severity: 'error',
    summary: {
      en: 'The file is not UTF-8: craned reads it, ccon, cfored and the other Go programs do not',
      zh: '文件不是 UTF-8 编码：craned 能读取，ccon、cfored 等 Go 程序会拒绝',
    },
    message: {
      en: ({ line }) => `Line ${line} is not UTF-8: craned reads past it, ccon and cfored refuse the file`,
      zh: ({ line }) => `第 ${line} 行不是 UTF-8 编码：craned 不受影响，ccon、cfored 会拒绝该文件`,
    },
  }),
  syntax: code<{ line: number; column: number; words: string }>({
    severity: 'error',
    summary: { en: 'A syntax error: craned aborts', zh: '语法错误：craned 会异常中止' },
    message: {
      en: ({ words }) => `Syntax error, craned aborts: ${words}`,
      zh: ({ words }) => `语法错误，craned 会异常中止：${words}`,
    },
  }),
  'duplicate-key': code<{ key: string; firstLine: number }>({
    severity: 'error',
    summary: {
      en: 'A key is there twice: craned takes the first, the Go programs refuse the file',
      zh: '键重复：craned 使用第一个，Go 程序会拒绝该文件',
    },
    message: {
      en: ({ key, firstLine }) =>
        `${key} is there twice: craned takes the one in line ${firstLine}, ccon and cfored refuse the file`,
      zh: ({ key, firstLine }) => `${key} 重复：craned 使用第 ${firstLine} 行的值，ccon、cfored 会拒绝该文件`,
    },
  }),
  'multiple-documents': code<{ line: number }>({
    severity: 'warning',
    summary: { en: 'craned reads only the first document of the file', zh: 'craned 只读取文件中的第一个文档' },
    message: {
      en: ({ line }) => `The first document of the file ends before line ${line}; craned reads no further`,
      zh: ({ line }) => `文件的第一个文档在第 ${line} 行之前结束，craned 不再读取其后的内容`,
    },
  }),
  'merge-key': code<{ key: string }>({
    severity: 'warning',
    summary: { en: 'craned does not merge `<<` keys', zh: 'craned 不会合并 `<<` 键' },
    message: {
      en: ({ key }) => `${key} merges nothing: to craned \`<<\` is a key like any other`,
      zh: ({ key }) => `${key} 不会合并任何内容：对 craned 而言 \`<<\` 只是普通的键`,
    },
  }),
} satisfies Codes;

type Context = CheckContext<typeof CODES>;

/** The file as a whole: that it is there, can be read, and is YAML as craned's yaml-cpp reads it. */
export const configFile = defineCheck({
  id: 'config-file',
  group: 'config',
  title: { en: 'Configuration file can be read', zh: '配置文件可读取' },
  feature: 'any',
  role: 'any',
  machine: false,
  decides: [''],
  codes: CODES,
  run(context) {
    const { config, notSeen } = context;
    const { file, path } = config;
    if (!file.ok) return Promise.resolve({ observed: { path }, findings: [unread(context, file.error)] });
    const { size } = file.value;
    const findings = [...encoding(context), ...syntax(context), ...features(context)];
    if (config.outcome === 'unknown') {
      findings.push(notSeen(path, { code: 'TOO_MANY_TOKENS', message: config.message ?? '' }));
    }
    return Promise.resolve({ observed: { path, size }, findings });
  },
});

function unread({ config, found, notSeen }: Context, error: HostError): Finding {
  const { path } = config;
  const about = { target: path, stopsCraned: config.outcome !== 'unknown' };
  switch (error.code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return found('missing', { path }, about);
    case 'EACCES':
    case 'EPERM': {
      const severity = config.outcome === 'unknown' ? 'unknown' : 'error';
      return found('unreadable', { path, reason: error.message }, { ...about, severity });
    }
    case 'ELOOP':
      return found('unreadable', { path, reason: error.message }, about);
    case 'NOT_REGULAR':
      return found('not-a-file', { path, type: String(error.detail?.['type'] ?? 'other') }, about);
    case 'TOO_LARGE': {
      const size = error.detail?.['size'];
      return found('too-large', { path, size: typeof size === 'number' ? size : null }, { target: path });
    }
    default:
      return notSeen(path, error);
  }
}

function encoding({ config, found }: Context): Finding[] {
  if (!config.notUtf8) return [];
  const location = placeOf(config, config.notUtf8);
  return [found('not-utf8', { line: config.notUtf8.line }, { target: config.path, location, readPast: true })];
}

function syntax({ config, found }: Context): Finding[] {
  return config.stops
    .filter((stop) => stop.kind === 'syntax')
    .map((stop) => {
      const { line, column } = stop.mark!;
      return found(
        'syntax',
        { line, column, words: stop.message ?? '' },
        { ...aboutStop(config, stop), target: config.path },
      );
    });
}

/** What craned takes otherwise than other programs that read the same file. */
function features({ config, found }: Context): Finding[] {
  if (!config.root) return [];
  const duplicates: Finding[] = [];
  const merges: Finding[] = [];
  for (const { path, entry, first } of entriesOf(config.root)) {
    const about = { target: path, location: placeOf(config, entry.keySpan) };
    if (first && duplicates.length < MAX_OF_A_KIND) {
      const args = { key: path, firstLine: first.keySpan.line };
      duplicates.push(found('duplicate-key', args, { ...about, readPast: true }));
    } else if (entry.key === '<<' && merges.length < MAX_OF_A_KIND) {
      merges.push(found('merge-key', { key: path }, about));
    }
  }
  const next = config.nextDocument;
  const about = { target: config.path, location: placeOf(config, next) };
  return [...duplicates, ...(next ? [found('multiple-documents', { line: next.line }, about)] : []), ...merges];
}
