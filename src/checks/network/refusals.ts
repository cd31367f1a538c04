/** Errors of a node that has no way to any address of the kind. */
const NO_ROUTE = new Set(['ENETUNREACH', 'EADDRNOTAVAIL', 'EAFNOSUPPORT']);

/** Addresses that took no connection; each with its error and how long it took to fail. */
export type Refusals = {
  readonly addresses: readonly string[];
  readonly errors: readonly string[];
  readonly waitedMs: readonly number[];
};

const WORDS: { readonly [errno: string]: { readonly en: string; readonly zh: string } } = {
  ECONNREFUSED: { en: 'refused', zh: '连接被拒绝' },
  TIMEOUT: { en: 'no answer', zh: '没有应答' },
  EHOSTUNREACH: { en: 'host unreachable', zh: '主机不可达' },
  ENETUNREACH: { en: 'network unreachable', zh: '网络不可达' },
};

/** An error in words; of silence, how long was waited. */
function wordOf(error: string, waitedMs: number, lang: 'en' | 'zh'): string {
  const word = WORDS[error]?.[lang] ?? error;
  if (error !== 'TIMEOUT') return word;
  const seconds = (waitedMs / 1000).toFixed(1);
  return lang === 'en' ? `${word} (${seconds} s)` : `${word}（${seconds} 秒）`;
}

/** Some addresses, each with its own reason. */
export function eachReason({ addresses, errors, waitedMs }: Refusals, lang: 'en' | 'zh'): string {
  const listed = addresses
    .slice(0, 4)
    .map((address, index) => `${address} ${wordOf(errors[index] ?? '', waitedMs[index] ?? 0, lang)}`);
  const more = addresses.length > 4 ? [`… +${addresses.length - 4}`] : [];
  return [...listed, ...more].join(lang === 'en' ? ', ' : '、');
}

/** An address of IPv6 that failed as this node has no route to it: the runtime passes over it, too. */
export function hasNoRoute(address: string, error: string): boolean {
  return address.includes(':') && NO_ROUTE.has(error);
}

/** Why no address took the connection: one reason for all, or each with its own. */
export function reasons(refusals: Refusals, lang: 'en' | 'zh'): string {
  const { addresses, errors, waitedMs } = refusals;
  const [first = ''] = errors;
  if (addresses.every((one, index) => hasNoRoute(one, errors[index] ?? ''))) {
    return lang === 'en'
      ? 'it has IPv6 addresses only, and this node has no route to them'
      : '该域名只有 IPv6 地址，而本节点没有到 IPv6 的路由';
  }
  if (addresses.length === 1) return eachReason(refusals, lang);
  if (errors.every((error) => error === first)) {
    const word = wordOf(first, Math.max(...waitedMs), lang);
    return lang === 'en' ? `${word} on all ${addresses.length} addresses` : `全部 ${addresses.length} 个地址均${word}`;
  }
  return eachReason(refusals, lang);
}
