import type { Text } from '../lang.ts';

/** The groups' names, in the order in which they are shown. */
export const GROUP_NAMES: { readonly [group: string]: Text } = {
  config: { en: 'Configuration', zh: '配置' },
  runtime: { en: 'Runtime', zh: '运行时' },
  cni: { en: 'CNI', zh: 'CNI 网络' },
  devices: { en: 'Devices', zh: '设备' },
  image: { en: 'Images', zh: '镜像' },
  network: { en: 'Network', zh: '网络' },
  bindfs: { en: 'BindFs', zh: 'BindFs' },
  userns: { en: 'User namespaces', zh: '用户命名空间' },
  service: { en: 'Services', zh: '服务' },
  settings: { en: 'Settings', zh: '工具设置' },
};

/** The reasons of a skip. */
export const SKIP_REASONS: { readonly [reason: string]: Text } = {
  blocked: { en: 'blocked', zh: '受阻' },
  'not-applicable': { en: 'not applicable', zh: '不适用' },
  excluded: { en: 'excluded', zh: '已排除' },
  offline: { en: 'offline', zh: '离线' },
};

/** What each status is called. */
export const STATUS_NAMES: { readonly [status: string]: Text } = {
  pass: { en: 'passed', zh: '通过' },
  warn: { en: 'warning', zh: '警告' },
  fail: { en: 'failed', zh: '失败' },
  unknown: { en: 'not checked', zh: '未能检查' },
  skip: { en: 'skipped', zh: '跳过' },
};

/** Behind the finding at which craned's own reading ends: it exits or aborts there, whatever else is wrong. */
export const STOPS_HERE: Text = { en: '(craned stops here)', zh: '（craned 在此停止）' };
