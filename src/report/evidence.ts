import type { Json } from '../json.ts';
import type { Lang, Text } from '../lang.ts';
import { visible } from './visible.ts';

/** One line of evidence: a label in the reader's language and what was seen, on one line. */
export interface EvidenceLine {
  readonly label: string;
  readonly value: string;
}

/**
 * The Chinese of the names that checks use in `observed`. English readers see the name in plain
 * words, and so does everyone for a name that is not here.
 */
export const EVIDENCE_LABELS: { readonly [name: string]: string } = {
  above: '上级目录',
  accountsFrom: '账号取自',
  accountsNotFrom: '未包括',
  address: '地址',
  addresses: '地址',
  api: '协议版本',
  auth: '认证方式',
  bindfsBinary: 'bindfs',
  clusterName: '集群名',
  conditions: '就绪状态',
  connect: '连接',
  controlMachine: '控制节点',
  cranePods: '鹤思 Pod 数',
  device: '设备号',
  enabled: '已启用',
  endpoint: '端点',
  error: '错误',
  exit: '退出',
  failed: '失败于',
  fileSystem: '文件系统',
  freeBytes: '可用字节',
  freeInodes: '可用 inode',
  fusermountBinary: 'fusermount',
  gids: '组 ID 映射',
  gres: 'gres 数',
  grpc: 'gRPC 状态',
  handlers: '运行时处理器',
  host: '主机',
  hostname: '主机名',
  hosts: '主机',
  imageEndpoint: '镜像端点',
  issuer: '签发者',
  kernel: '内核',
  lastCNILoadStatus: 'CNI 加载状态',
  leftToDns: '由 dns 检查负责',
  line: '所在行',
  logs: '日志',
  managed: '托管',
  mode: '权限',
  modified: '修改时间',
  module: '模块',
  mount: '挂载点',
  mountBaseDir: '挂载基础目录',
  ms: '耗时（ms）',
  noConnection: '无法连接',
  networkReady: '网络就绪',
  nodes: '节点数',
  opened: '可打开',
  options: '选项',
  owner: '属主',
  partitions: '分区',
  path: '路径',
  realPath: '实际路径',
  registries: '镜像仓库',
  registry: '仓库',
  runtimeApiVersion: 'CRI API 版本',
  runtimeEndpoint: '运行时端点',
  runtimeName: '运行时',
  runtimeReady: '运行时就绪',
  runtimeVersion: '运行时版本',
  scheme: '协议',
  searches: '搜索域',
  servers: 'DNS 服务器',
  since: '起始时间',
  size: '大小',
  socket: '套接字',
  state: '状态',
  status: '状态',
  tcpMs: 'TCP（ms）',
  totalBytes: '总字节',
  totalInodes: 'inode 总数',
  type: '类型',
  uids: '用户 ID 映射',
  unit: '服务单元',
  unitFile: '开机启动',
  validTo: '证书有效期至',
  version: 'CRI 版本',
  why: '缘由',
  withCdi: '有 CDI 名称的 gres 数',
  written: '配置中已写明',
};

/** Why a registry was looked at (src/registry/registries-asked.ts), in words. */
const WHY: { readonly [value: string]: Text } = {
  'registry-option': { en: '--registry', zh: '--registry' },
  'image-option': { en: '--image', zh: '--image' },
  'node-images': { en: 'images on this node', zh: '本节点上的镜像' },
  'sandbox-image': { en: 'sandbox image', zh: '沙箱镜像' },
  default: { en: 'the default registry', zh: '默认仓库' },
};

/** What a row is about stands first in it, without its name: `registries  r.example.com, failed tcp`. */
const ROW_NAMES = new Set(['host', 'registry']);

/** `freeBytes` in plain words; abbreviations stay, and so do names that are not ours (`RuntimeReady`). */
function plainWords(name: string): string {
  if (/^[A-Z]/.test(name)) return name;
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .replace(/[A-Z][a-z]+/g, (word) => word.toLowerCase());
}

/** A name's label. Names are from outside too: a runtime's conditions, the name servers of resolv.conf. */
function labelOf(name: string, lang: Lang): string {
  if (lang === 'zh' && Object.hasOwn(EVIDENCE_LABELS, name)) return EVIDENCE_LABELS[name]!;
  return visible(plainWords(name));
}

function oneLine(value: Json, lang: Lang): string {
  if (value === null || value === '') return '–';
  if (Array.isArray(value)) return value.map((item: Json) => oneLine(item, lang)).join(lang === 'zh' ? '、' : ', ');
  if (typeof value === 'object') {
    return Object.entries(value)
      .filter(([, inner]) => inner !== null && inner !== '')
      .map(([name, inner], index) => {
        const why = name === 'why' && typeof inner === 'string' ? WHY[inner]?.[lang] : undefined;
        const text = why ?? oneLine(inner, lang);
        return index === 0 && ROW_NAMES.has(name) ? text : `${labelOf(name, lang)} ${text}`;
      })
      .join(lang === 'zh' ? '，' : ', ');
  }
  return visible(String(value));
}

/**
 * What was seen, as lines: a value a line, a list of objects a line each. Values are cut at 160
 * characters and lists at six lines; the JSON report has them whole.
 */
export function evidenceOf(observed: { readonly [name: string]: Json }, lang: Lang): EvidenceLine[] {
  return Object.entries(observed).flatMap(([name, value]) => {
    const label = labelOf(name, lang);
    const rows =
      Array.isArray(value) && value.some((item) => item !== null && typeof item === 'object') ? value : [value];
    const shown = rows.slice(0, 6).map((row: Json, index) => {
      const text = oneLine(row, lang);
      return { label: index === 0 ? label : '', value: text.length > 160 ? `${text.slice(0, 159)}…` : text };
    });
    return rows.length > 6 ? [...shown, { label: '', value: `… +${rows.length - 6}` }] : shown;
  });
}
