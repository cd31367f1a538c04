import { notBegun, probeRoute } from '../../registry/probe.ts';
import type { Way, Ways } from '../../registry/registry-ways.ts';
import { shownProxies } from '../../registry/runtime-proxy.ts';
import { nameOfRoute } from '../../registry/ask-route.ts';
import { unusableAuthorities } from '../../registry/unusable-authorities.ts';
import { untilOneAnswers } from '../../registry/until-one-answers.ts';
import { defineCheck, type CheckContext, type Observed } from '../check.ts';
import type { Finding } from '../finding.ts';
import { aboutConfiguration } from './about-configuration.ts';
import { eachOnce } from '../look/each-once.ts';
import { waysOf } from './registries-of.ts';
import { evidenceOfRoute } from './registry-evidence.ts';
import { aboutAddresses, CODES, findingFor, type Looked } from './registry-findings.ts';

/** All layers of all registries end within this, ms, before the check's own deadline (10 s). */
const PATIENCE_MS = 9_000;

type Context = CheckContext<typeof CODES>;

/** What came of the ways to one registry. */
interface Seen {
  readonly way: Way;
  readonly blocked: boolean;
  readonly looked: readonly Looked[];
  /** Whose names `dns` has a finding for: no route before them had one that resolves. */
  readonly left: readonly Looked[];
  readonly answered: boolean;
}

/**
 * True where a registry's answer is all that the runtime needs: a mirror that is only asked for digests
 * does not tell what a tag means, unless there is no other.
 */
function isEnough({ routes }: Way, { route, probe: { end } }: Looked): boolean {
  const answers = end.layer === 'answer' && ['registry', 'rate-limited'].includes(end.answer.kind);
  return answers && (route.pulls === 'all' || routes.every(({ pulls }) => pulls !== 'all'));
}

async function look({ host, runs }: Context, way: Way, { runtime, unusable }: Ways, until: number): Promise<Seen> {
  const none = { way, blocked: false, looked: [], left: [], answered: false };
  if (unusable) {
    const route = way.routes[0]!;
    return { ...none, looked: [{ route, probe: notBegun(route, { layer: 'configuration', error: unusable.error }) }] };
  }
  if (way.routes.some(({ blocked }) => blocked)) return { ...none, blocked: true };
  const stuck = await unusableAuthorities(host, runtime.name, way.routes);
  if (stuck) {
    const probe = notBegun(stuck.route, { layer: 'authorities', error: stuck.error });
    return { ...none, looked: [{ route: stuck.route, probe }] };
  }
  const all = await untilOneAnswers(
    way.routes,
    async (route): Promise<Looked> => ({ route, probe: await probeRoute(host, route, until) }),
    (seen) => isEnough(way, seen),
  );
  const other = all.findIndex(({ probe }) => probe.end.layer !== 'dns');
  const left = runs('dns') ? all.slice(0, other < 0 ? all.length : other) : [];
  return { way, blocked: false, looked: all.slice(left.length), left, answered: all.some((one) => isEnough(way, one)) };
}

/** A mirror that fails while a later route answers is no fault of the registry. */
async function findingsOf(context: Context, { way, blocked, looked, answered }: Seen): Promise<readonly Finding[]> {
  const { host, named } = way.asked;
  const severity = named && !answered ? 'error' : 'warning';
  if (blocked) {
    const args = { registry: host.authority, from: way.routes[0]?.from ?? '' };
    return [context.found('blocked', args, { target: host.authority, severity })];
  }
  const findings = await Promise.all(looked.map((one) => findingFor(context, one, severity)));
  return [...findings, ...looked.map((one) => aboutAddresses(context, one))].filter((finding) => finding !== null);
}

/**
 * Whether the registries can be reached, each by itself, as the runtime comes to them: its mirrors in
 * their order, then the registry itself, each with its authorities and its proxy, and in layers: DNS,
 * TCP, TLS with the system's CA store (the runtimes use it), `/v2/`. Names that `dns` has a finding for
 * are left to it.
 */
export const registry = defineCheck({
  id: 'registry',
  group: 'network',
  title: { en: 'Registries answer', zh: '镜像仓库可访问' },
  network: true,
  codes: CODES,
  async run(context) {
    const until = performance.now() + PATIENCE_MS;
    const all = await waysOf(context);
    const { ways, runtime, notes, unseen } = all;
    // Each registry by itself: a name whose server is silent holds up no other registry.
    const seen = await Promise.all(ways.map((way) => look(context, way, all, until)));

    const proxies = shownProxies(runtime.proxy);
    const left = seen.flatMap((one) => one.left.map(({ route }) => nameOfRoute(route).name));
    const around: Observed = {
      ...(proxies.length > 0 ? { proxies } : {}),
      ...(runtime.proxy.needsDaemonReload ? { needsDaemonReload: runtime.proxy.unit } : {}),
      ...(left.length > 0 ? { leftToDns: [...new Set(left)] } : {}),
    };
    const about = aboutConfiguration(context, runtime.proxy, notes);
    const silent = about.every(({ severity }) => severity === 'info');
    if (silent && seen.every(({ looked, blocked }) => looked.length === 0 && !blocked))
      return { blockedBy: ['dns'], observed: around };

    const each = await Promise.all(
      seen.map(async (one) => {
        const findings = await findingsOf(context, one);
        // The runtime may know another way, by a file that only it reads.
        if (unseen === null || one.answered || findings.length === 0) return findings;
        return [context.notSeen(unseen.path, unseen.error)];
      }),
    );
    const rows = seen.flatMap(({ way, blocked, looked }) =>
      blocked
        ? [{ registry: way.asked.host.authority, why: way.asked.why, blockedIn: way.routes[0]?.from ?? '' }]
        : looked.map((one) => evidenceOfRoute(way.asked, one)),
    );
    return { observed: { registries: rows, ...around }, findings: eachOnce([...each.flat(), ...about]) };
  },
});
