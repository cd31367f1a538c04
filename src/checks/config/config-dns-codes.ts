import { code, type Codes } from '../check.ts';
import { VALUE_CODES } from './config-value-codes.ts';

/** How a key that craned iterates as a list is written. */
export type NotAList = 'text' | 'null' | 'empty' | 'map';

const WRITTEN: { readonly [kind in NotAList]: { readonly en: string; readonly zh: string } } = {
  text: { en: 'is a text and no list', zh: '是文本而不是列表' },
  null: { en: 'has no value', zh: '没有值' },
  empty: { en: 'is an empty list', zh: '是空列表' },
  map: { en: 'has keys and is no list', zh: '写成了键值而不是列表' },
};

/** The codes of config-dns. */
export const DNS_CODES = {
  ...VALUE_CODES,
  'server-not-ipv4': code<{ key: string; value: string; words: string | null }>({
    severity: 'error',
    summary: { en: 'A DNS server is not an IPv4 address', zh: 'DNS 服务器不是 IPv4 地址' },
    message: {
      en: ({ key, value, words }) =>
        `${key} (${value === '' ? '""' : value}) is no IPv4 address; craned exits: ${words ?? ''}`,
      zh: ({ key, value, words }) =>
        `${key}（${value === '' ? '""' : value}）不是 IPv4 地址，craned 会退出：${words ?? ''}`,
    },
  }),
  'servers-not-a-list': code<{ key: string; kind: NotAList; words: string | null }>({
    severity: ['warning', 'error'],
    summary: {
      en: 'Dns.Servers is no list of addresses: containers have no DNS server',
      zh: 'Dns.Servers 不是地址列表：容器将没有 DNS 服务器',
    },
    message: {
      en: ({ key, kind, words }) =>
        words === null
          ? `${key} ${WRITTEN[kind].en}: craned says nothing, and containers have no DNS server, not even the default`
          : `${key} ${WRITTEN[kind].en}; craned aborts: ${words}`,
      zh: ({ key, kind, words }) =>
        words === null
          ? `${key} ${WRITTEN[kind].zh}：craned 不会提示，容器没有任何 DNS 服务器，也不会使用默认值`
          : `${key} ${WRITTEN[kind].zh}，craned 会异常中止：${words}`,
    },
  }),
  'list-ignored': code<{ key: string; kind: NotAList; words: string | null }>({
    severity: ['warning', 'error'],
    summary: { en: 'Dns.Searches or Dns.Options is no list', zh: 'Dns.Searches 或 Dns.Options 不是列表' },
    message: {
      en: ({ key, kind, words }) =>
        words === null
          ? `${key} ${WRITTEN[kind].en}: craned takes nothing from it and says nothing`
          : `${key} ${WRITTEN[kind].en}; craned aborts: ${words}`,
      zh: ({ key, kind, words }) =>
        words === null
          ? `${key} ${WRITTEN[kind].zh}：craned 读不到任何内容，也不会提示`
          : `${key} ${WRITTEN[kind].zh}，craned 会异常中止：${words}`,
    },
  }),
  'loopback-server': code<{ key: string; value: string; written: boolean }>({
    severity: 'warning',
    summary: {
      en: 'A DNS server is on loopback, which in a container is the container itself',
      zh: 'DNS 服务器是回环地址，在容器中指向容器自身',
    },
    message: {
      en: ({ key, value, written }) =>
        `${key} ${written ? 'is' : 'is not written and defaults to'} ${value}: in a container that is the container itself, so that no name resolves unless it uses the host network`,
      zh: ({ key, value, written }) =>
        `${key} ${written ? '为' : '未写明，默认为'} ${value}：在容器中指向容器自身，除使用主机网络的容器外无法解析任何域名`,
    },
  }),
} satisfies Codes;
