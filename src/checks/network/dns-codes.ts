import { code } from '../check.ts';

/** Named registries fail, all others warn (design: network findings are errors for what was named). */
const SEVERITY = ['warning', 'error'] as const;

/** The codes of `dns`. */
export const DNS_CODES = {
  'no-resolver': code<{ hosts: readonly string[] }>({
    severity: SEVERITY,
    summary: { en: 'No DNS server is configured', zh: '没有配置 DNS 服务器' },
    message: {
      en: ({ hosts }) => `No DNS server is configured, so nothing resolves ${hosts.join(', ')}`,
      zh: ({ hosts }) => `没有配置 DNS 服务器，无法解析 ${hosts.join('、')}`,
    },
  }),
  'not-found': code<{ host: string }>({
    severity: SEVERITY,
    summary: { en: 'The name of a registry does not exist', zh: '镜像仓库的域名不存在' },
    message: {
      en: ({ host }) => `${host} does not exist in the DNS`,
      zh: ({ host }) => `DNS 中没有 ${host} 这个域名`,
    },
  }),
  'ipv6-only': code<{ host: string; addresses: readonly string[] }>({
    severity: SEVERITY,
    summary: {
      en: 'A registry has IPv6 addresses only, and this node does not use IPv6',
      zh: '镜像仓库只有 IPv6 地址，而本节点不使用 IPv6',
    },
    message: {
      en: ({ host, addresses }) =>
        `${host} has IPv6 addresses only (${addresses.join(', ')}), and this node has no IPv6 address of its own`,
      zh: ({ host, addresses }) => `${host} 只有 IPv6 地址（${addresses.join('、')}），而本节点没有可用的 IPv6 地址`,
    },
  }),
  failed: code<{ host: string; reason: string }>({
    severity: SEVERITY,
    summary: { en: 'The DNS servers could not tell about a registry', zh: 'DNS 服务器无法解析镜像仓库的域名' },
    message: {
      en: ({ host, reason }) => `${host} could not be resolved: ${reason}`,
      zh: ({ host, reason }) => `无法解析 ${host}：${reason}`,
    },
  }),
  timeout: code<{ host: string; afterMs: number }>({
    severity: SEVERITY,
    summary: { en: 'The DNS servers did not answer', zh: 'DNS 服务器没有应答' },
    message: {
      en: ({ host, afterMs }) => `No answer about ${host} from the DNS after ${(afterMs / 1000).toFixed(1)} s`,
      zh: ({ host, afterMs }) => `解析 ${host} 时，DNS 服务器 ${(afterMs / 1000).toFixed(1)} 秒内没有应答`,
    },
  }),
};
