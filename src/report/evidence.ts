import type { Json } from '../json.ts';
import type { Lang } from '../lang.ts';
import { visible } from './visible.ts';

/** One line of evidence: a label in the reader's language and what was seen, on one line. */
export interface EvidenceLine {
  readonly label: string;
  readonly value: string;
}

/** The Chinese of the names that checks use in `observed`; English readers see the name in plain words. */
const LABELS: { readonly [name: string]: string } = {
  path: '路径',
  realPath: '实际路径',
  type: '类型',
  mode: '权限',
  owner: '属主',
  modified: '修改时间',
  size: '大小',
  socket: '套接字',
  endpoint: '端点',
  connect: '连接',
  ms: '耗时（ms）',
  afterMs: '等待（ms）',
  unit: '服务单元',
  state: '状态',
  since: '起始时间',
  exitCode: '退出码',
  version: 'CRI 版本',
  runtimeName: '运行时',
  runtimeVersion: '运行时版本',
  runtimeApiVersion: 'CRI API 版本',
  conditions: '就绪状态',
  addresses: '地址',
  certificate: '证书',
  issuer: '签发者',
  names: '名称',
  hosts: '主机',
  host: '主机',
  why: '缘由',
  kernel: '内核',
  mount: '挂载点',
  fileSystem: '文件系统',
  freeBytes: '可用字节',
  totalBytes: '总字节',
  outcome: 'craned 的结果',
  message: 'craned 的消息',
};

function plainWords(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase();
}

function oneLine(value: Json): string {
  if (value === null) return '–';
  if (Array.isArray(value)) return value.map(oneLine).join(', ');
  if (typeof value === 'object') {
    return Object.entries(value)
      .filter(([, inner]) => inner !== null && inner !== '')
      .map(([name, inner]) => `${plainWords(name)} ${oneLine(inner as Json)}`)
      .join('  ');
  }
  return visible(String(value));
}

/**
 * What was seen, as lines: a value a line, a list of objects a line each. Values are cut at 160
 * characters and lists at six lines; the JSON report has them whole.
 */
export function evidenceOf(observed: { readonly [name: string]: Json }, lang: Lang): EvidenceLine[] {
  return Object.entries(observed).flatMap(([name, value]) => {
    const label = lang === 'zh' ? (LABELS[name] ?? plainWords(name)) : plainWords(name);
    const rows =
      Array.isArray(value) && value.some((item) => item !== null && typeof item === 'object') ? value : [value];
    const shown = rows.slice(0, 6).map((row: Json, index) => {
      const text = oneLine(row);
      return { label: index === 0 ? label : '', value: text.length > 160 ? `${text.slice(0, 159)}…` : text };
    });
    return rows.length > 6 ? [...shown, { label: '', value: `… +${rows.length - 6}` }] : shown;
  });
}
