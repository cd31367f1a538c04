import type { NoRegistry } from '../../registry/v2.ts';
import { code } from '../check.ts';
import { eachReason, reasons, type Refusals } from './refusals.ts';

/** Who was asked: the host and port; for a mirror the registry that it is one of, else an empty text. */
type Asked = { readonly registry: string; readonly mirrorOf: string };

/** What a certificate says that was refused; dates in ISO 8601. */
type Shown = { readonly issuer: string; readonly names: string; readonly validFrom: string; readonly validTo: string };

/** The subject of a message: `mirror.example.com:5000 (mirror of docker.io)`. */
function who({ registry, mirrorOf }: Asked, lang: 'en' | 'zh'): string {
  if (mirrorOf === '') return registry;
  return lang === 'en' ? `${registry} (mirror of ${mirrorOf})` : `${registry}（${mirrorOf} 的镜像源）`;
}

/** Named registries fail, all others warn (design: network findings are errors for what was named). */
const SEVERITY = ['warning', 'error'] as const;

/** What the headers of a 429 tell, in brackets. */
function limited(
  retryAfter: string | null,
  limit: string,
  [none, open, comma, close]: readonly [string, string, string, string],
): string {
  const told = [retryAfter === null ? '' : `Retry-After: ${retryAfter}`, limit].filter(Boolean);
  return told.length === 0 ? none : `${open}${told.join(comma)}${close}`;
}

/** The codes of `registry`, in the order of the layers. `registry` is the host and port that was asked. */
export const REGISTRY_CODES = {
  dns: code<Asked & { reason: string }>({
    severity: SEVERITY,
    summary: { en: 'The name of a registry does not resolve', zh: '镜像仓库的域名无法解析' },
    message: {
      en: ({ reason, ...asked }) => `${who(asked, 'en')} could not be resolved: ${reason}`,
      zh: ({ reason, ...asked }) => `无法解析 ${who(asked, 'zh')}：${reason}`,
    },
  }),
  tcp: code<Asked & Refusals>({
    severity: SEVERITY,
    summary: { en: 'No address of a registry takes a connection', zh: '镜像仓库的所有地址均无法连接' },
    message: {
      en: ({ addresses, errors, waitedMs, ...asked }) =>
        `Cannot connect to ${who(asked, 'en')}: ${reasons({ addresses, errors, waitedMs }, 'en')}`,
      zh: ({ addresses, errors, waitedMs, ...asked }) =>
        `无法连接 ${who(asked, 'zh')}：${reasons({ addresses, errors, waitedMs }, 'zh')}`,
    },
  }),
  'some-addresses': code<Asked & Refusals & { of: number }>({
    severity: 'warning',
    summary: {
      en: 'Some addresses of a registry take no connection, another does',
      zh: '镜像仓库的部分地址无法连接，其余地址可用',
    },
    message: {
      en: ({ addresses, errors, waitedMs, of, ...asked }) =>
        `${addresses.length} of ${of} addresses of ${who(asked, 'en')} take no connection: ${eachReason({ addresses, errors, waitedMs }, 'en')}`,
      zh: ({ addresses, errors, waitedMs, of, ...asked }) =>
        `${who(asked, 'zh')} 的 ${of} 个地址中有 ${addresses.length} 个无法连接：${eachReason({ addresses, errors, waitedMs }, 'zh')}`,
    },
  }),
  tls: code<Asked & { reason: string; plain: boolean }>({
    severity: SEVERITY,
    summary: { en: 'A registry accepts the connection but no TLS handshake', zh: '镜像仓库接受连接，但 TLS 握手失败' },
    message: {
      en: ({ reason, plain, ...asked }) =>
        plain
          ? `${who(asked, 'en')} does not speak TLS: ${reason}`
          : `The TLS handshake with ${who(asked, 'en')} failed: ${reason}`,
      zh: ({ reason, plain, ...asked }) =>
        plain ? `${who(asked, 'zh')} 没有使用 TLS：${reason}` : `与 ${who(asked, 'zh')} 的 TLS 握手失败：${reason}`,
    },
  }),
  'tls-untrusted': code<Asked & Shown & { trouble: 'issuer' | 'name'; reason: string }>({
    severity: SEVERITY,
    summary: {
      en: "A registry's certificate is not trusted by the system's CA store, or is for another name",
      zh: '系统信任库不信任镜像仓库的证书，或证书不属于该域名',
    },
    message: {
      en: ({ trouble, issuer, names, validFrom, validTo, reason, ...asked }) =>
        trouble === 'name'
          ? `The certificate of ${who(asked, 'en')} is for other names: ${names}; issued by ${issuer}, valid from ${validFrom} to ${validTo}`
          : `The system does not trust the certificate of ${who(asked, 'en')}, issued by ${issuer} (${reason}); it is for ${names}, valid from ${validFrom} to ${validTo}`,
      zh: ({ trouble, issuer, names, validFrom, validTo, reason, ...asked }) =>
        trouble === 'name'
          ? `${who(asked, 'zh')} 的证书属于其他名称：${names}；签发者为 ${issuer}，有效期 ${validFrom} 至 ${validTo}`
          : `系统不信任 ${who(asked, 'zh')} 的证书，签发者为 ${issuer}（${reason}）；证书名称为 ${names}，有效期 ${validFrom} 至 ${validTo}`,
    },
  }),
  'tls-expired': code<Asked & Shown & { early: boolean; now: string }>({
    severity: SEVERITY,
    summary: {
      en: "A registry's certificate has expired or is not valid yet by this node's clock",
      zh: '按本节点的时间，镜像仓库的证书已过期或尚未生效',
    },
    message: {
      en: ({ early, validFrom, validTo, now, issuer, names, ...asked }) => {
        const when = early ? `is not valid before ${validFrom}` : `expired ${validTo}`;
        return `The certificate of ${who(asked, 'en')} ${when}; this node's clock says ${now}. It is for ${names}, issued by ${issuer}`;
      },
      zh: ({ early, validFrom, validTo, now, issuer, names, ...asked }) => {
        const when = early ? `自 ${validFrom} 起才有效` : `已于 ${validTo} 过期`;
        return `${who(asked, 'zh')} 的证书${when}；本节点的时间为 ${now}。证书名称为 ${names}，签发者为 ${issuer}`;
      },
    },
  }),
  http: code<Asked & { status: number | null; reason: string }>({
    severity: SEVERITY,
    summary: { en: 'A registry gives no usable answer to GET /v2/', zh: '镜像仓库对 GET /v2/ 没有可用的应答' },
    message: {
      en: ({ status, reason, ...asked }) =>
        status === null
          ? `${who(asked, 'en')} did not answer GET /v2/: ${reason}`
          : `${who(asked, 'en')} answered GET /v2/ with ${status}`,
      zh: ({ status, reason, ...asked }) =>
        status === null
          ? `${who(asked, 'zh')} 没有应答 GET /v2/：${reason}`
          : `${who(asked, 'zh')} 对 GET /v2/ 的应答为 ${status}`,
    },
  }),
  'not-a-registry': code<
    Asked & { status: number | null; location: string | null; seen: NoRegistry | 'no-http' | 'headers' }
  >({
    severity: SEVERITY,
    summary: { en: 'Something else than a registry answers', zh: '应答者不是镜像仓库' },
    message: {
      en: ({ status, location, seen, ...asked }) => {
        if (seen === 'headers') return `${who(asked, 'en')} is no registry: the headers of its answer are too large`;
        if (status === null) return `${who(asked, 'en')} is no registry: it does not speak HTTP`;
        const what = seen === 'html' ? ' with a page' : seen === 'no-challenge' ? ' without WWW-Authenticate' : '';
        return `${who(asked, 'en')} is no registry: GET /v2/ gives ${status}${what}${location === null ? '' : ` to ${location}`}`;
      },
      zh: ({ status, location, seen, ...asked }) => {
        if (seen === 'headers') return `${who(asked, 'zh')} 不是镜像仓库：其应答的头部过大`;
        if (status === null) return `${who(asked, 'zh')} 不是镜像仓库：对方没有使用 HTTP`;
        const what = seen === 'html' ? '，内容为网页' : seen === 'no-challenge' ? '，没有 WWW-Authenticate' : '';
        return `${who(asked, 'zh')} 不是镜像仓库：GET /v2/ 返回 ${status}${what}${location === null ? '' : `，转向 ${location}`}`;
      },
    },
  }),
  'rate-limited': code<Asked & { retryAfter: string | null; limit: string }>({
    severity: 'warning',
    summary: { en: 'A registry limits how often this address may ask', zh: '镜像仓库限制了本地址的访问频率' },
    message: {
      en: ({ retryAfter, limit, ...asked }) =>
        `${who(asked, 'en')} answers 429: too many requests${limited(retryAfter, limit, ['', ' (', ', ', ')'])}`,
      zh: ({ retryAfter, limit, ...asked }) =>
        `${who(asked, 'zh')} 返回 429：请求过于频繁${limited(retryAfter, limit, ['', '（', '，', '）'])}`,
    },
  }),
};
