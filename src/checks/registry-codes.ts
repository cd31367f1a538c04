import { code } from './check.ts';

/** Named registries fail, all others warn (design: network findings are errors for what was named). */
const SEVERITY = ['warning', 'error'] as const;

const WORDS: { readonly [errno: string]: { readonly en: string; readonly zh: string } } = {
  ECONNREFUSED: { en: 'refused', zh: '连接被拒绝' },
  TIMEOUT: { en: 'no answer', zh: '没有应答' },
  EHOSTUNREACH: { en: 'host unreachable', zh: '主机不可达' },
  ENETUNREACH: { en: 'network unreachable', zh: '网络不可达' },
};

/** Why no address took the connection: one reason for all, or each with its own. */
function reasons(addresses: readonly string[], errors: readonly string[], lang: 'en' | 'zh'): string {
  const word = (error: string): string => WORDS[error]?.[lang] ?? error;
  const [first = ''] = errors;
  if (addresses.length === 1) return `${addresses[0]} ${word(first)}`;
  if (errors.every((error) => error === first)) {
    return lang === 'en'
      ? `${word(first)} on all ${addresses.length} addresses`
      : `全部 ${addresses.length} 个地址均${word(first)}`;
  }
  const listed = addresses.slice(0, 4).map((address, index) => `${address} ${word(errors[index] ?? '')}`);
  const more = addresses.length > 4 ? [`… +${addresses.length - 4}`] : [];
  return [...listed, ...more].join(lang === 'en' ? ', ' : '、');
}

/** The codes of `registry`, in the order of the layers. `registry` is the host and port that was asked. */
export const REGISTRY_CODES = {
  dns: code<{ registry: string; reason: string }>({
    severity: SEVERITY,
    summary: { en: 'The name of a registry does not resolve', zh: '镜像仓库的域名无法解析' },
    message: {
      en: ({ registry, reason }) => `${registry} could not be resolved: ${reason}`,
      zh: ({ registry, reason }) => `无法解析 ${registry}：${reason}`,
    },
  }),
  tcp: code<{ registry: string; addresses: readonly string[]; errors: readonly string[] }>({
    severity: SEVERITY,
    summary: { en: 'No address of a registry takes a connection', zh: '镜像仓库的所有地址均无法连接' },
    message: {
      en: ({ registry, addresses, errors }) => `Cannot connect to ${registry}: ${reasons(addresses, errors, 'en')}`,
      zh: ({ registry, addresses, errors }) => `无法连接 ${registry}：${reasons(addresses, errors, 'zh')}`,
    },
  }),
  tls: code<{ registry: string; reason: string; plain: boolean }>({
    severity: SEVERITY,
    summary: { en: 'A registry accepts the connection but no TLS handshake', zh: '镜像仓库接受连接，但 TLS 握手失败' },
    message: {
      en: ({ registry, reason, plain }) =>
        plain ? `${registry} does not speak TLS: ${reason}` : `The TLS handshake with ${registry} failed: ${reason}`,
      zh: ({ registry, reason, plain }) =>
        plain ? `${registry} 没有使用 TLS：${reason}` : `与 ${registry} 的 TLS 握手失败：${reason}`,
    },
  }),
  'tls-untrusted': code<{
    registry: string;
    trouble: 'issuer' | 'name';
    issuer: string;
    names: string;
    reason: string;
  }>({
    severity: SEVERITY,
    summary: {
      en: "A registry's certificate is not trusted by the system's CA store, or is for another name",
      zh: '系统信任库不信任镜像仓库的证书，或证书不属于该域名',
    },
    message: {
      en: ({ registry, trouble, issuer, names, reason }) =>
        trouble === 'name'
          ? `The certificate of ${registry} is for other names: ${names}`
          : `The system does not trust the certificate of ${registry}, issued by ${issuer} (${reason})`,
      zh: ({ registry, trouble, issuer, names, reason }) =>
        trouble === 'name'
          ? `${registry} 的证书属于其他名称：${names}`
          : `系统不信任 ${registry} 的证书，签发者为 ${issuer}（${reason}）`,
    },
  }),
  'tls-expired': code<{ registry: string; early: boolean; validFrom: string; validTo: string; now: string }>({
    severity: SEVERITY,
    summary: {
      en: "A registry's certificate has expired or is not valid yet by this node's clock",
      zh: '按本节点的时间，镜像仓库的证书已过期或尚未生效',
    },
    message: {
      en: ({ registry, early, validFrom, validTo, now }) =>
        early
          ? `The certificate of ${registry} is not valid before ${validFrom}; this node's clock says ${now}`
          : `The certificate of ${registry} expired ${validTo}; this node's clock says ${now}`,
      zh: ({ registry, early, validFrom, validTo, now }) =>
        early
          ? `${registry} 的证书自 ${validFrom} 起才有效；本节点的时间为 ${now}`
          : `${registry} 的证书已于 ${validTo} 过期；本节点的时间为 ${now}`,
    },
  }),
  http: code<{ registry: string; status: number | null; reason: string }>({
    severity: SEVERITY,
    summary: { en: 'A registry gives no usable answer to GET /v2/', zh: '镜像仓库对 GET /v2/ 没有可用的应答' },
    message: {
      en: ({ registry, status, reason }) =>
        status === null
          ? `${registry} did not answer GET /v2/: ${reason}`
          : `${registry} answered GET /v2/ with ${status}`,
      zh: ({ registry, status, reason }) =>
        status === null ? `${registry} 没有应答 GET /v2/：${reason}` : `${registry} 对 GET /v2/ 的应答为 ${status}`,
    },
  }),
  'not-a-registry': code<{ registry: string; status: number | null; location: string | null }>({
    severity: SEVERITY,
    summary: { en: 'Something else than a registry answers', zh: '应答者不是镜像仓库' },
    message: {
      en: ({ registry, status, location }) => {
        if (status === null) return `${registry} is no registry: it does not speak HTTP`;
        return `${registry} is no registry: GET /v2/ gives ${status}${location === null ? '' : ` to ${location}`}`;
      },
      zh: ({ registry, status, location }) => {
        if (status === null) return `${registry} 不是镜像仓库：对方没有使用 HTTP`;
        return `${registry} 不是镜像仓库：GET /v2/ 返回 ${status}${location === null ? '' : `，转向 ${location}`}`;
      },
    },
  }),
  'rate-limited': code<{ registry: string; retryAfter: string | null }>({
    severity: 'warning',
    summary: { en: 'A registry limits how often this address may ask', zh: '镜像仓库限制了本地址的访问频率' },
    message: {
      en: ({ registry, retryAfter }) =>
        `${registry} answers 429: too many requests${retryAfter === null ? '' : ` (Retry-After: ${retryAfter})`}`,
      zh: ({ registry, retryAfter }) =>
        `${registry} 返回 429：请求过于频繁${retryAfter === null ? '' : `（Retry-After：${retryAfter}）`}`,
    },
  }),
};
