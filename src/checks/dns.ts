import type { HostError } from '../host/answer.ts';
import type { Json } from '../json.ts';
import { notAsked } from '../registry/network-errors.ts';
import type { AskedRegistry } from '../registry/registries-asked.ts';
import { code, defineCheck } from './check.ts';
import type { Finding } from './finding.ts';
import { registriesOf } from './registries-of.ts';

/** The host's error for a name, as the code that stands for it. */
function codeOf(error: HostError): 'no-resolver' | 'not-found' | 'timeout' | 'failed' {
  if (error.code === 'NO_RESOLVER') return 'no-resolver';
  if (error.code === 'ENOTFOUND') return 'not-found';
  return error.code === 'TIMEOUT' ? 'timeout' : 'failed';
}

/**
 * The registries' names through the system's resolver, each by itself. The runtime resolves them the
 * same way when it pulls an image. A name that nobody named is a warning: an air-gapped cluster need
 * not know docker.io.
 */
export const dns = defineCheck({
  id: 'dns',
  group: 'network',
  title: { en: 'Registry names resolve', zh: '镜像仓库域名可解析' },
  network: true,
  codes: {
    'no-resolver': code<{ hosts: readonly string[] }>({
      severity: ['warning', 'error'],
      summary: { en: 'No DNS server is configured', zh: '没有配置 DNS 服务器' },
      message: {
        en: ({ hosts }) => `No DNS server is configured, so nothing resolves ${hosts.join(', ')}`,
        zh: ({ hosts }) => `没有配置 DNS 服务器，无法解析 ${hosts.join('、')}`,
      },
    }),
    'not-found': code<{ host: string }>({
      severity: ['warning', 'error'],
      summary: { en: 'The name of a registry does not exist', zh: '镜像仓库的域名不存在' },
      message: {
        en: ({ host }) => `${host} does not exist in the DNS`,
        zh: ({ host }) => `DNS 中没有 ${host} 这个域名`,
      },
    }),
    failed: code<{ host: string; reason: string }>({
      severity: ['warning', 'error'],
      summary: { en: 'The DNS servers could not tell about a registry', zh: 'DNS 服务器无法解析镜像仓库的域名' },
      message: {
        en: ({ host, reason }) => `${host} could not be resolved: ${reason}`,
        zh: ({ host, reason }) => `无法解析 ${host}：${reason}`,
      },
    }),
    timeout: code<{ host: string; afterMs: number }>({
      severity: ['warning', 'error'],
      summary: { en: 'The DNS servers did not answer', zh: 'DNS 服务器没有应答' },
      message: {
        en: ({ host, afterMs }) => `No answer about ${host} from the DNS after ${(afterMs / 1000).toFixed(1)} s`,
        zh: ({ host, afterMs }) => `解析 ${host} 时，DNS 服务器 ${(afterMs / 1000).toFixed(1)} 秒内没有应答`,
      },
    }),
  },
  async run(context) {
    const { host, found, notSeen } = context;
    const asked = namesOf(await registriesOf(context));
    const looked = await Promise.all(
      asked.map(async (registry) => {
        const { apiHost, literal } = registry.host;
        return { registry, answer: literal ? null : await host.ask('resolve', { name: apiHost }) };
      }),
    );

    const findings: Finding[] = [];
    const hosts: Json[] = [];
    const without: AskedRegistry[] = [];
    for (const { registry, answer } of looked) {
      const { apiHost } = registry.host;
      const about = { target: apiHost, severity: registry.named ? 'error' : 'warning' } as const;
      if (!answer) {
        hosts.push({ host: apiHost, why: registry.why, addresses: 'is an address' });
        continue;
      }
      if (answer.ok) {
        const addresses = answer.value.addresses.map(({ address }) => address);
        hosts.push({ host: apiHost, why: registry.why, addresses, ms: Math.round(answer.value.ms) });
        continue;
      }
      const { error } = answer;
      hosts.push({ host: apiHost, why: registry.why, error: error.code, ...error.detail });
      const name = codeOf(error);
      if (notAsked(error)) findings.push(notSeen(apiHost, error));
      else if (name === 'no-resolver') without.push(registry);
      else if (name === 'not-found') findings.push(found(name, { host: apiHost }, about));
      else if (name === 'timeout') findings.push(found(name, { host: apiHost, afterMs: error.afterMs ?? 0 }, about));
      else findings.push(found(name, { host: apiHost, reason: `${error.code}: ${error.message}` }, about));
    }
    // That there is no server is one fact about the node, however many names wait for it.
    if (without.length > 0) {
      const severity = without.some(({ named }) => named) ? 'error' : 'warning';
      const names = without.map(({ host: { apiHost } }) => apiHost);
      findings.push(found('no-resolver', { hosts: names }, { target: '/etc/resolv.conf', severity }));
    }
    return { observed: { hosts }, findings };
  },
});

/** One registry for each name that is resolved; the same host on two ports is one name. */
function namesOf(registries: readonly AskedRegistry[]): readonly AskedRegistry[] {
  return [
    ...new Map([...registries].reverse().map((registry) => [registry.host.apiHost, registry])).values(),
  ].reverse();
}
