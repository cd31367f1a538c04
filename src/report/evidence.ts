import type { Json } from '../json.ts';
import type { Lang, Text } from '../lang.ts';
import { timeWords } from './times.ts';
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
  account: '账号',
  accounts: '账号数',
  above: '上级目录',
  accountsFrom: '账号取自',
  accountsNotFrom: '未包括',
  address: '地址',
  addresses: '地址',
  age: '创建时间距今',
  ageDays: '创建至今（天）',
  api: '协议版本',
  authorities: 'CA 文件',
  auth: '认证方式',
  behindProxy: '在代理之后',
  blockedIn: '被禁用于',
  bindfsBinary: 'bindfs',
  binDirs: 'CNI 插件目录',
  cdiEnabled: '启用 CDI',
  cdiNames: 'CDI 名称数',
  bytesPerSecond: '每秒字节',
  cgroupDriver: 'cgroup 驱动',
  clusterName: '集群名',
  conditions: '就绪状态',
  confDir: 'CNI 配置目录',
  confFiles: '生效文件',
  connect: '连接',
  controlMachine: '控制节点',
  created: '创建时间',
  cranePods: '鹤思 Pod 数',
  denied: '拒绝次数',
  dnsMs: 'DNS（ms）',
  device: '设备号',
  config: '配置文件',
  configWritten: '配置写入时间',
  digest: '摘要',
  enabled: '已启用',
  endpoint: '端点',
  error: '错误',
  events: '容器事件',
  exit: '退出',
  expected: '豁免的结论',
  failed: '失败于',
  fileSystem: '文件系统',
  files: '文件数',
  from: '依据',
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
  id: 'ID',
  image: '镜像',
  imageEndpoint: '镜像端点',
  imageFileSystems: '镜像所在文件系统',
  imageFsInfo: 'ImageFsInfo',
  images: '镜像',
  issuer: '签发者',
  job: '作业',
  kernel: '内核',
  lastCNILoadStatus: 'CNI 加载状态',
  layers: '层数',
  leftToDns: '由 dns 检查负责',
  limit: '上限',
  line: '所在行',
  locks: '锁文件数',
  login: '登录账号',
  logins: '登录信息',
  logs: '日志',
  managed: '托管',
  mirror: '镜像站',
  mirrorOf: '所属仓库',
  mode: '权限',
  modified: '修改时间',
  module: '模块',
  modules: '安全模块',
  more: '另有',
  mount: '挂载点',
  mountBaseDir: '挂载基础目录',
  mounts: '挂载数',
  ms: '耗时（ms）',
  needsDaemonReload: '需要执行 systemctl daemon-reload',
  networks: '网络',
  noConnection: '无法连接',
  notAsked: '无须查询，由前者提供',
  notNamed: '未逐一列出',
  networkReady: '网络就绪',
  nodes: '节点数',
  notLookedAt: '未查看数',
  notIdmappable: '无法做 ID 映射',
  opened: '可打开',
  outsideOfSystemd: '在 systemd 之外运行',
  options: '选项',
  orphans: '残留的 Pod',
  owner: '属主',
  partitions: '分区',
  passedOver: '被跳过的文件',
  notes: '站点备注',
  path: '路径',
  pinnedImages: '固定的镜像',
  platform: '平台',
  plugins: '插件',
  pod: 'Pod',
  present: '在本节点',
  proxy: '代理',
  proxies: '代理设置',
  proxyFor: '代理设置于',
  proxyFrom: '代理设置于',
  proxyMs: '代理（ms）',
  pullPolicy: '拉取策略',
  ranges: '从属 ID 范围',
  rateLimit: '频率限额',
  rateRemaining: '剩余额度',
  readBytes: '试读字节',
  readMs: '试读耗时（ms）',
  realPath: '实际路径',
  registries: '镜像仓库',
  registry: '仓库',
  registryAsked: '会访问仓库',
  restarts: '自动重启次数',
  runtimeApiVersion: 'CRI API 版本',
  runtimeEndpoint: '运行时端点',
  runtimeName: '运行时',
  runtimeReady: '运行时就绪',
  runtimeVersion: '运行时版本',
  sandboxImage: '沙箱镜像',
  scheme: '协议',
  searches: '搜索域',
  servers: 'DNS 服务器',
  since: '起始时间',
  size: '大小',
  socket: '套接字',
  source: '来源',
  specDirs: '规范文件目录',
  specs: '规范文件',
  started: '启动时间',
  startedSecondsAgo: '启动至今（秒）',
  state: '状态',
  status: '状态',
  streamAddress: '流式服务地址',
  supervisors: 'csupervisor 套接字数',
  tcpMs: 'TCP（ms）',
  tlsMs: 'TLS（ms）',
  toldBy: '信息来源',
  through: '查询方式',
  totalBytes: '总字节',
  totalInodes: 'inode 总数',
  type: '类型',
  uids: '用户 ID 映射',
  unit: '服务单元',
  unitFile: '开机启动',
  unusedFiles: '未使用的文件',
  validTo: '证书有效期至',
  userNamespaces: '用户命名空间',
  verified: '验证证书',
  version: 'CRI 版本',
  why: '缘由',
  withCdi: '有 CDI 名称的 gres 数',
  withContainers: '有容器的账号数',
  written: '配置中已写明',
};

/** Why a registry was looked at (src/registry/registries-asked.ts), in words. */
const WHY: { readonly [value: string]: Text } = {
  'registry-option': { en: 'named as a registry', zh: '已指定该仓库' },
  'image-option': { en: 'named in an image', zh: '已指定其镜像' },
  'registry-setting': { en: 'named as a registry in the settings file', zh: '设置文件指定了该仓库' },
  'image-setting': { en: 'named in an image in the settings file', zh: '设置文件指定了其镜像' },
  'node-images': { en: 'images on this node', zh: '本节点上的镜像' },
  'sandbox-image': { en: 'sandbox image', zh: '沙箱镜像' },
  'runtime-mirrors': { en: 'mirrors that the runtime has for it', zh: '运行时为其配置的镜像源' },
  default: { en: 'the default registry', zh: '默认仓库' },
};

/** What a row is about stands first in it, without its name: `registries  r.example.com, failed tcp`. */
const ROW_NAMES = new Set(['account', 'host', 'image', 'registry']);

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
  // Nobody compares 64 digits by eye, and they would push aside what is asked for.
  return visible(timeWords(String(value))).replace(/\bsha256:([0-9a-f]{12})[0-9a-f]{52}\b/g, 'sha256:$1…');
}

/** Longer is no evidence any more but a text. */
const MOST_CHARACTERS = 400;

/**
 * What was seen, as lines: a value a line, a list of objects a line each. Values are cut at 400
 * characters, digests at 12 digits, and lists at six lines; the JSON report has them whole.
 */
export function evidenceOf(observed: { readonly [name: string]: Json }, lang: Lang): EvidenceLine[] {
  return Object.entries(observed).flatMap(([name, value]) => {
    const label = labelOf(name, lang);
    const rows =
      Array.isArray(value) && value.some((item) => item !== null && typeof item === 'object') ? value : [value];
    const shown = rows.slice(0, 6).map((row: Json, index) => {
      const text = oneLine(row, lang);
      return {
        label: index === 0 ? label : '',
        value: text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS - 1)}…` : text,
      };
    });
    return rows.length > 6 ? [...shown, { label: '', value: `… +${rows.length - 6}` }] : shown;
  });
}
