import type { HostError } from '../host/answer.ts';
import type { Json } from '../json.ts';
import { certificateTrouble, notTls } from '../registry/network-errors.ts';
import { addressesOf, probeRegistry, type Probe } from '../registry/probe.ts';
import type { AskedRegistry } from '../registry/registries-asked.ts';
import { within } from '../registry/within.ts';
import { defineCheck, type CheckContext } from './check.ts';
import { reasonOf } from './common-codes.ts';
import type { Finding } from './finding.ts';
import { registriesOf } from './registries-of.ts';
import { REGISTRY_CODES } from './registry-codes.ts';

/** All layers of all registries end within this, ms, before the check's own deadline (10 s). */
const PATIENCE_MS = 9_000;

type Context = CheckContext<typeof REGISTRY_CODES>;

/** A text of the host's error details, cut to what a message can carry. */
function detail(error: HostError, name: string): string {
  return String(error.detail?.[name] ?? '–').slice(0, 200);
}

/** A certificate that was refused: untrusted (issuer or name), or not of this time. */
async function badCertificate(
  { host, found }: Context,
  registry: string,
  error: HostError,
  about: object,
): Promise<Finding> {
  const trouble = certificateTrouble(error);
  if (trouble !== 'dates') {
    const args = { registry, issuer: detail(error, 'issuer'), names: detail(error, 'names'), reason: error.code };
    return found('tls-untrusted', { ...args, trouble: trouble === 'name' ? 'name' : 'issuer' }, about);
  }
  const clock = await host.ask('clock', {});
  const args = { registry, validFrom: detail(error, 'validFrom'), validTo: detail(error, 'validTo') };
  const now = clock.ok ? new Date(clock.value).toISOString() : '–';
  return found('tls-expired', { ...args, now, early: error.code === 'CERT_NOT_YET_VALID' }, about);
}

/** The finding for where a probe ended, or null where a registry answered. */
async function findingFor(context: Context, asked: AskedRegistry, { end }: Probe): Promise<Finding | null> {
  const { found, notSeen } = context;
  const registry = asked.host.authority;
  const about = { target: registry, severity: asked.named ? 'error' : 'warning' } as const;
  switch (end.layer) {
    case 'not-asked':
      return notSeen(registry, end.error);
    case 'dns':
      return found('dns', { registry, reason: reasonOf(end.error) }, { ...about, target: asked.host.apiHost });
    case 'tcp': {
      const addresses = end.failed.map(({ address }) => address);
      return found('tcp', { registry, addresses, errors: end.failed.map(({ error }) => error.code) }, about);
    }
    case 'tls':
      if (certificateTrouble(end.error)) return await badCertificate(context, registry, end.error, about);
      return found('tls', { registry, reason: reasonOf(end.error), plain: notTls(end.error) }, about);
    case 'http':
      if (end.error.code.startsWith('HPE_'))
        return found('not-a-registry', { registry, status: null, location: null }, about);
      return found('http', { registry, status: null, reason: reasonOf(end.error) }, about);
    case 'answer': {
      const { answer, reply } = end;
      if (answer.kind === 'registry') return null;
      if (answer.kind === 'rate-limited')
        return found('rate-limited', { registry, retryAfter: answer.retryAfter }, { target: registry });
      if (answer.kind === 'http') return found('http', { registry, status: reply.status, reason: '' }, about);
      const location = reply.headers['location']?.slice(0, 200) ?? null;
      return found('not-a-registry', { registry, status: reply.status, location }, about);
    }
  }
}

/** What was seen of one registry, on one line of evidence. */
function evidence({ host, why }: AskedRegistry, probe: Probe): Json {
  const { end, address, addresses, failed, tcpMs, scheme } = probe;
  const reply = end.layer === 'answer' ? end.reply : null;
  const challenge = end.layer === 'answer' && end.answer.kind === 'registry' ? end.answer.challenge : null;
  return {
    registry: host.authority,
    why,
    ...(address === null ? { addresses } : { address }),
    ...(failed.length > 0 ? { noConnection: failed.map((one) => `${one.address} ${one.error.code}`) } : {}),
    ...(tcpMs === null ? {} : { tcpMs: Math.round(tcpMs) }),
    ...(reply ? { scheme, status: reply.status, ms: Math.round(reply.ms) } : { failed: end.layer }),
    ...(challenge ? { auth: [challenge.scheme, challenge.parameters['realm']].filter(Boolean).join(' ') } : {}),
    ...(reply?.headers['docker-distribution-api-version']
      ? { api: reply.headers['docker-distribution-api-version'] }
      : {}),
    ...(reply?.certificate ? { issuer: reply.certificate.issuer, validTo: reply.certificate.validTo } : {}),
  };
}

/**
 * Whether the registries can be reached, each by itself, in layers: DNS, TCP, TLS with the system's CA
 * store (the runtimes use it), `/v2/`. Names that `dns` has a finding for are left to it.
 */
export const registry = defineCheck({
  id: 'registry',
  group: 'network',
  title: { en: 'Registries answer', zh: '镜像仓库可访问' },
  network: true,
  codes: REGISTRY_CODES,
  async run(context) {
    const until = performance.now() + PATIENCE_MS;
    const asked = await registriesOf(context);
    // Each registry by itself: a name whose server is silent holds up no other registry.
    const each = await Promise.all(
      asked.map(async (one) => {
        const answer = await within(until - performance.now(), addressesOf(context.host, one.host));
        const left = !answer.ok && context.runs('dns');
        return { one, probe: left ? null : await probeRegistry(context.host, one.host, until) };
      }),
    );
    const left = each.filter(({ probe }) => probe === null);
    const leftOut = left.length > 0 ? { leftToDns: left.map(({ one }) => one.host.apiHost) } : {};
    const reached = each.filter((entry): entry is typeof entry & { probe: Probe } => entry.probe !== null);
    if (reached.length === 0) return { blockedBy: ['dns'], observed: leftOut };

    const looked = reached.map(({ one }) => one);
    const probes = reached.map(({ probe }) => probe);
    const findings = await Promise.all(looked.map((one, index) => findingFor(context, one, probes[index]!)));
    return {
      observed: { registries: looked.map((one, index) => evidence(one, probes[index]!)), ...leftOut },
      findings: findings.filter((finding) => finding !== null),
    };
  },
});
