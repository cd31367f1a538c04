import type { HostError } from '../../host/answer.ts';
import { certificateTrouble, layerOf, notTls } from '../../registry/network-errors.ts';
import type { Unreachable } from '../../registry/connect-to.ts';
import type { Probe } from '../../registry/probe.ts';
import type { Route } from '../../registry/route.ts';
import { nameOfRoute } from '../../registry/ask-route.ts';
import type { CheckContext } from '../check.ts';
import { reasonOf } from '../common-codes.ts';
import type { Finding, Severity } from '../finding.ts';
import { hasNoRoute, type Refusals } from './refusals.ts';
import { REGISTRY_CODES } from './registry-codes.ts';
import { ROUTE_CODES } from './route-codes.ts';

export const CODES = { ...REGISTRY_CODES, ...ROUTE_CODES };

/** A route, and how far it was found to lead. */
export interface Looked {
  readonly route: Route;
  readonly probe: Probe;
}

type Context = CheckContext<typeof CODES>;
type Severe = Extract<Severity, 'error' | 'warning'>;

/** A text of the host's error details, cut to what a message can carry. */
function detail(error: HostError, name: string): string {
  return String(error.detail?.[name] ?? '–').slice(0, 200);
}

/** What the registry says of its limits (Docker Hub's headers), or an empty text. */
export function rateLimitOf(headers: { readonly [name: string]: string }): string {
  return ['ratelimit-limit', 'ratelimit-remaining']
    .filter((name) => headers[name] !== undefined)
    .map((name) => `${name}: ${headers[name]!.slice(0, 60)}`)
    .join(', ');
}

/** A certificate that was refused: untrusted (issuer or name), or not of this time. */
async function badCertificate(
  { host, found }: Context,
  asked: { registry: string; mirrorOf: string },
  error: HostError,
  about: { target: string; severity: Severe },
): Promise<Finding> {
  const trouble = certificateTrouble(error);
  const args = {
    ...asked,
    issuer: detail(error, 'issuer'),
    names: detail(error, 'names') || '–',
    validFrom: detail(error, 'validFrom'),
    validTo: detail(error, 'validTo'),
  };
  if (trouble !== 'dates') {
    const why = trouble === 'name' ? 'name' : 'issuer';
    return found('tls-untrusted', { ...args, reason: error.code, trouble: why }, about);
  }
  const clock = await host.ask('clock', {});
  const now = clock.ok ? new Date(clock.value).toISOString() : '–';
  return found('tls-expired', { ...args, now, early: error.code === 'CERT_NOT_YET_VALID' }, about);
}

/** A proxy that does not lead on. What ends at the proxy is about the proxy, a refusal about the registry. */
function badProxy({ found }: Context, { route }: Looked, error: HostError, severity: Severe): Finding {
  const { shown = '', from = '', url = '' } = route.proxy ?? {};
  const step = error.code === 'ERR_PROXY_AUTH' ? 'auth' : String(error.detail?.['step'] ?? '');
  const registries = [route.endpoint.authority];
  const target = step === 'proxy' || !URL.canParse(url) ? route.endpoint.authority : new URL(url).host;
  return found('proxy', { proxy: shown, from, step, reason: reasonOf(error), registries }, { target, severity });
}

function refusalsOf(failed: readonly Unreachable[]): Refusals {
  return {
    addresses: failed.map(({ address }) => address),
    errors: failed.map(({ error }) => error.code),
    waitedMs: failed.map(({ ms }) => ms),
  };
}

/**
 * The finding for addresses that take no connection while another does: each pull that comes upon one of them
 * first waits for it. Null where all are well that this node has a route to.
 */
export function aboutAddresses({ found }: Context, { route, probe }: Looked): Finding | null {
  if (probe.address === null) return null;
  const spared = probe.failed.filter(({ address, error }) => hasNoRoute(address, error.code));
  const failed = probe.failed.filter((one) => !spared.includes(one) && layerOf(one.error) !== 'not-asked');
  if (failed.length === 0) return null;
  const registry = route.endpoint.authority;
  const args = {
    registry,
    mirrorOf: route.mirror ? route.registry.name : '',
    ...refusalsOf(failed),
    of: probe.addresses.length - spared.length,
  };
  return found('some-addresses', args, { target: registry });
}

/** The finding for where a look at a route ended, or null where a registry answered. */
export async function findingFor(context: Context, looked: Looked, severity: Severe): Promise<Finding | null> {
  const { found, notSeen } = context;
  const { route, probe } = looked;
  const { end } = probe;
  const registry = route.endpoint.authority;
  const asked = { registry, mirrorOf: route.mirror ? route.registry.name : '' };
  const about = { target: registry, severity } as const;
  switch (end.layer) {
    case 'not-asked':
      return notSeen(registry, end.error);
    case 'dns': {
      const { name } = nameOfRoute(route);
      const named = name === route.endpoint.apiHost ? asked : { registry: name, mirrorOf: '' };
      return found('dns', { ...named, reason: reasonOf(end.error) }, { ...about, target: name });
    }
    case 'proxy':
      return badProxy(context, looked, end.error, severity);
    case 'authorities': {
      const file = detail(end.error, 'file');
      return found('ca-file', { registry, file, reason: end.error.code }, { ...about, target: file });
    }
    case 'configuration': {
      const [path, reason] = [detail(end.error, 'file'), detail(end.error, 'reason')];
      return found('config-unusable', { path, reason, registries: [registry] }, { ...about, target: path });
    }
    case 'tcp':
      return found('tcp', { ...asked, ...refusalsOf(end.failed) }, about);
    case 'tls':
      if (certificateTrouble(end.error)) return await badCertificate(context, asked, end.error, about);
      return found('tls', { ...asked, reason: reasonOf(end.error), plain: notTls(end.error) }, about);
    case 'http':
      if (end.error.code.startsWith('HPE_')) {
        const seen = end.error.code === 'HPE_HEADER_OVERFLOW' ? 'headers' : 'no-http';
        return found('not-a-registry', { ...asked, status: null, location: null, seen }, about);
      }
      return found('http', { ...asked, status: null, reason: reasonOf(end.error) }, about);
    case 'answer': {
      const { answer, reply } = end;
      if (answer.kind === 'registry') return null;
      if (answer.kind === 'rate-limited') {
        const { retryAfter } = answer;
        return found('rate-limited', { ...asked, retryAfter, limit: rateLimitOf(reply.headers) }, { target: registry });
      }
      if (answer.kind === 'http') return found('http', { ...asked, status: reply.status, reason: '' }, about);
      const location = reply.headers['location']?.slice(0, 200) ?? null;
      const { seen } = answer;
      return found('not-a-registry', { ...asked, status: reply.status, location, seen }, about);
    }
  }
}
