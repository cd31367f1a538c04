import type { HostError } from '../../host/answer.ts';
import type { Json } from '../../json.ts';
import { addressesOfName, nameOfRoute } from '../../registry/ask-route.ts';
import { notAsked } from '../../registry/network-errors.ts';
import { untilOneAnswers } from '../../registry/until-one-answers.ts';
import { defineCheck, type CheckContext } from '../check.ts';
import type { Finding } from '../finding.ts';
import { DNS_CODES } from './dns-codes.ts';
import { namesOfWay, type Resolved } from './dns-evidence.ts';
import { eachOnce } from '../look/each-once.ts';
import { waysOf } from './registries-of.ts';

/** The finding for a name that is not resolved; null where no server is configured, which is one fact for all. */
function findingFor(
  { found, notSeen }: CheckContext<typeof DNS_CODES>,
  host: string,
  error: HostError,
  severity: 'error' | 'warning',
): Finding | null {
  const about = { target: host, severity };
  if (notAsked(error)) return notSeen(host, error);
  switch (error.code) {
    case 'NO_RESOLVER':
      return null;
    case 'ENOTFOUND':
      return found('not-found', { host }, about);
    case 'TIMEOUT':
      return found('timeout', { host, afterMs: error.afterMs ?? 0 }, about);
    case 'EAI_ADDRFAMILY': {
      const told = Object.values(error.detail ?? {}).flatMap((one) => String(one).split(' '));
      const addresses = [...new Set(told.filter((one) => one.includes(':')))].slice(0, 4);
      return found('ipv6-only', { host, addresses }, about);
    }
    default:
      return found('failed', { host, reason: `${error.code}: ${error.message}` }, about);
  }
}

/**
 * The registries' names through the system's resolver, each registry by itself. The runtime resolves
 * them the same way when it pulls an image: those of mirrors first, and behind a proxy only the
 * proxy's. What comes after a name that resolves is not asked: an air-gapped cluster with a mirror need
 * not know docker.io. A name that nobody named is a warning.
 */
export const dns = defineCheck({
  id: 'dns',
  group: 'network',
  title: { en: 'Registry names resolve', zh: '镜像仓库域名可解析' },
  network: true,
  codes: DNS_CODES,
  async run(context) {
    const { ways, unusable, unseen: unread } = await waysOf(context);
    // With a file that it cannot use the runtime resolves nothing, and the names are those of no configuration.
    const unseen = unusable ?? unread;
    const asked = ways.filter(({ routes }) => !routes.some(({ blocked }) => blocked));
    const looked = await Promise.all(
      asked.map(async (way) => {
        const all = await untilOneAnswers(
          way.routes,
          async (route): Promise<Resolved> => {
            const name = nameOfRoute(route);
            return { route, answer: name.literal ? null : await addressesOfName(context.host, name) };
          },
          ({ answer }) => answer === null || answer.ok,
        );
        return { way, all, resolved: all.some(({ answer }) => answer === null || answer.ok) };
      }),
    );

    const findings: Finding[] = [];
    const without: { readonly name: string; readonly severity: 'error' | 'warning' }[] = [];
    for (const { way, all, resolved } of looked) {
      // A mirror that is not there while the next route is has no more than a warning.
      const severity = way.asked.named && !resolved ? 'error' : 'warning';
      for (const { route, answer } of all) {
        if (answer === null || answer.ok) continue;
        const { name } = nameOfRoute(route);
        const { error } = answer;
        // The runtime may know another way, by a file that only it reads.
        if (unseen !== null && !resolved) {
          findings.push(context.notSeen(unseen.path, unseen.error));
          continue;
        }
        const finding = findingFor(context, name, error, severity);
        if (finding) findings.push(finding);
        else without.push({ name, severity });
      }
    }
    // That there is no server is one fact about the node, however many names wait for it.
    if (without.length > 0) {
      const severity = without.some((one) => one.severity === 'error') ? 'error' : 'warning';
      const names = [...new Set(without.map(({ name }) => name))];
      findings.push(context.found('no-resolver', { hosts: names }, { target: '/etc/resolv.conf', severity }));
    }
    const rows = looked.flatMap(({ way, all }) => namesOfWay(way, all));
    return { observed: { hosts: namesOnce(rows) }, findings: eachOnce(findings) };
  },
});

/** One row for each name: the same host on two ports, or a mirror of two registries, is one name. */
function namesOnce(rows: readonly Json[]): readonly Json[] {
  const named = new Map<string, Json>();
  for (const row of rows) {
    const { host, notAsked: spared } = row as { readonly host: string; readonly notAsked?: string };
    if (!named.has(host) || (named.get(host) as { notAsked?: string }).notAsked !== undefined) {
      if (spared === undefined || !named.has(host)) named.set(host, row);
    }
  }
  return [...named.values()];
}
