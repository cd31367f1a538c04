import type { Json } from '../../json.ts';
import type { AskedRegistry } from '../../registry/registries-asked.ts';
import type { ProbeEnd } from '../../registry/probe.ts';
import { rateLimitOf, type Looked } from './registry-findings.ts';

/** How a route differs from the registry itself, asked directly: who said so, and what it trusts. */
function routeRow({ route: { from, proxy, verify, authorities } }: Looked): { readonly [name: string]: Json } {
  return {
    ...(verify ? {} : { verified: false }),
    ...(proxy ? { proxyFrom: proxy.from } : {}),
    ...(from === 'default' ? {} : { from }),
    ...(authorities.length > 0 ? { authorities } : {}),
  };
}

/** How long each step of a request took; of one that failed its error tells. */
function stepsOf(end: ProbeEnd): (step: string) => number | undefined {
  if (end.layer === 'answer') return (step) => end.reply.stepMs[step];
  const told = 'error' in end ? (end.error.detail ?? {}) : {};
  return (step) => {
    const ms = told[`${step}Ms`];
    return typeof ms === 'number' ? ms : undefined;
  };
}

/** Whose certificate was refused, and how long it is good for. */
function refusedCertificate(end: ProbeEnd): { readonly [name: string]: Json } {
  if (end.layer !== 'tls') return {};
  const { issuer, validTo } = end.error.detail ?? {};
  return { ...(issuer === undefined ? {} : { issuer }), ...(validTo === undefined ? {} : { validTo }) };
}

function rounded(name: string, ms: number | null | undefined): { readonly [name: string]: Json } {
  return ms === null || ms === undefined ? {} : { [name]: Math.round(ms) };
}

/**
 * What was seen of one route to a registry, on one line of evidence; each layer with its ms, also the one that fails. Long paths come last:
 * where the line is cut, the layers are what is needed.
 */
export function evidenceOfRoute({ host, why }: AskedRegistry, looked: Looked): Json {
  const { mirror, endpoint, path, proxy } = looked.route;
  const { end, address, addresses, failed, dnsMs, tcpMs, scheme } = looked.probe;
  const took = stepsOf(end);
  const reply = end.layer === 'answer' ? end.reply : null;
  const challenge = end.layer === 'answer' && end.answer.kind === 'registry' ? end.answer.challenge : null;
  const place = proxy ? { proxy: proxy.shown } : address === null ? { addresses } : { address };
  return {
    registry: host.authority,
    why,
    ...(mirror ? { mirror: `${looked.route.scheme}://${endpoint.authority}${path}` } : {}),
    ...place,
    ...(failed.length > 0 ? { noConnection: failed.map((one) => `${one.address} ${one.error.code}`) } : {}),
    ...rounded('dnsMs', dnsMs),
    ...rounded('tcpMs', tcpMs ?? took('proxy-connect')),
    ...rounded('proxyMs', took('proxy')),
    ...rounded('tlsMs', took('tls')),
    ...(reply
      ? { scheme, status: reply.status, ms: Math.round(reply.ms) }
      : { failed: end.layer, ...rounded('ms', took('body') ?? took('headers')) }),
    ...(challenge ? { auth: [challenge.scheme, challenge.parameters['realm']].filter(Boolean).join(' ') } : {}),
    ...(reply && rateLimitOf(reply.headers) !== '' ? { rateLimit: rateLimitOf(reply.headers) } : {}),
    ...(reply?.headers['docker-distribution-api-version']
      ? { api: reply.headers['docker-distribution-api-version'] }
      : {}),
    ...routeRow(looked),
    ...refusedCertificate(end),
    ...(reply?.certificate ? { issuer: reply.certificate.issuer, validTo: reply.certificate.validTo } : {}),
  };
}
