import type { Answer } from '../../host/answer.ts';
import type { Resolution, ServerView } from '../../host/questions.ts';
import type { Json } from '../../json.ts';
import { nameOfRoute } from '../../registry/ask-route.ts';
import type { Way } from '../../registry/registry-ways.ts';
import type { Route } from '../../registry/route.ts';

/** A route, and what the resolver says of the name that it needs; null for an address. */
export interface Resolved {
  readonly route: Route;
  readonly answer: Answer<Resolution> | null;
}

/** What one name server said by itself: `192.0.2.53 2 addresses 3 ms`. */
function viewOf(view: ServerView): string {
  const said = 'code' in view ? view.code : `${view.addresses.length} addresses`;
  return `${view.server} ${said} ${Math.round(view.ms)} ms`;
}

/** The rows of one registry: each name that was looked up, whose it is, and the names that nobody needs here. */
export function namesOfWay({ asked, routes }: Way, looked: readonly Resolved[]): readonly Json[] {
  const { why } = asked;
  const rows = looked.flatMap(({ route, answer }): Json[] => {
    const { name } = nameOfRoute(route);
    const { endpoint, proxy } = route;
    const behind = proxy ? [{ host: endpoint.apiHost, why, behindProxy: proxy.shown }] : [];
    const whose = {
      ...(proxy ? { proxyFrom: proxy.from } : {}),
      ...(route.mirror && !proxy ? { mirrorOf: route.registry.name } : {}),
    };
    if (!answer) return [...behind, { host: name, why, ...whose, addresses: 'is an address' }];
    if (!answer.ok) {
      const { code, detail } = answer.error;
      return [...behind, { host: name, why, ...whose, error: code, ...detail }];
    }
    const { addresses, servers, ms } = answer.value;
    const said = servers.length > 0 ? { servers: servers.map(viewOf) } : {};
    const list = addresses.map(({ address }) => address);
    return [...behind, { host: name, why, ...whose, addresses: list, ms: Math.round(ms), ...said }];
  });
  const last = looked.at(-1)?.route;
  const spared = last ? routes.slice(looked.length) : [];
  const after = spared.map(({ endpoint }) => ({ host: endpoint.apiHost, why, notAsked: last!.endpoint.authority }));
  return [...rows, ...after];
}
