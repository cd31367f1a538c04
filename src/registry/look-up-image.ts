import type { Host } from '../host/host.ts';
import { imageAt, type Found, type Place } from './image-at.ts';
import { notShown } from './not-shown.ts';
import { reach, type Reached } from './reach.ts';
import type { ImageReference } from './reference.ts';
import type { Route } from './route.ts';
import { routesOf, type PullingRuntime } from './routes-of.ts';
import { openSession } from './session.ts';
import { unseenFile, unusableFile, type UnseenFile } from './unseen-file.ts';
import { unusableAuthorities } from './unusable-authorities.ts';

/** Who asks for an image: the node, its runtime, and the login for the image's registry. */
export interface Asker {
  readonly runtime: PullingRuntime;
  /** In the words of images: `amd64`. */
  readonly architecture: string;
  readonly login: { readonly account: string; readonly basic: string } | null;
  /** On the clock of performance.now. */
  readonly until: number;
}

/** An answer, and where it came from: null where the configuration has no way to the registry. */
export interface LookedUp {
  readonly found: Found;
  readonly route: Route | null;
  /** What might have shown another way, or null. */
  readonly unseen: UnseenFile | null;
}

/** What ends the look, whatever the other routes may say: the runtime takes the first manifest that it gets. */
const LAST_WORD: readonly Found['kind'][] = ['found', 'no-platform', 'not-an-image'];

/**
 * Looks for an image as the runtime does: by its routes in their order, until one has it. Where none has,
 * the last that answered is believed: it is the registry itself wherever that can be reached.
 */
export async function lookUpImage(host: Host, image: ImageReference, asker: Asker): Promise<LookedUp> {
  const { routes, notes } = await routesOf(host, asker.runtime, image.registry, image.repository);
  const unseen = unseenFile([...asker.runtime.proxy.notes, ...notes]);
  const unusable = unusableFile(notes);
  if (unusable) {
    const found = { kind: 'not-reached', layer: 'registry', error: unusable.error } as const;
    return { found, route: routes[0] ?? null, unseen };
  }
  const stuck = await unusableAuthorities(host, asker.runtime.name, routes);
  if (stuck) {
    const found = { kind: 'not-reached', layer: 'registry', error: stuck.error } as const;
    return { found, route: stuck.route, unseen };
  }
  const forIt = routes.filter(({ pulls }) => pulls === 'all' || (pulls === 'digests') === (image.digest !== null));
  let best: { found: Found; route: Route } | null = null;
  for (const route of forIt) {
    const found = route.blocked ? BLOCKED : await lookByRoute(host, image, route, asker);
    if (LAST_WORD.includes(found.kind)) return { found, route, unseen };
    if (best === null || found.kind !== 'not-reached' || isFault(best.found)) best = { found, route };
  }
  return { ...(best ?? { found: BLOCKED, route: null }), unseen };
}

/** True for a place that was not reached by a fault of its own; of one that was not asked the runtime may get the image. */
function isFault(found: Found): boolean {
  return found.kind === 'not-reached' && found.layer !== 'not-asked';
}

const BLOCKED: Found = {
  kind: 'not-reached',
  layer: 'registry',
  error: { code: 'BLOCKED', message: "the runtime's configuration has no way to this registry" },
};

async function lookByRoute(host: Host, image: ImageReference, route: Route, asker: Asker): Promise<Found> {
  const reached = await reach(host, route, asker.until);
  if (!reached.ok) return notReached(reached);
  const repository = route.repository || image.repository;
  // ccon's login is for the registry, not for its mirrors.
  const own = route.endpoint.authority === image.registry.authority;
  const login = own ? asker.login : null;
  const { scheme, address } = reached;
  const way = { route, scheme, address, repository, proxy: asker.runtime.proxy, until: asker.until };
  const session = openSession(host, { ...way, basic: login?.basic ?? null });
  // containerd tells a mirror whose image it is (docker.resolver, addNamespace).
  const query = route.mirror && asker.runtime.name === 'containerd' ? `?ns=${image.registry.name}` : '';
  const place: Place = {
    session,
    base: `${route.path}/${repository}`,
    query,
    architecture: asker.architecture,
    account: login?.account ?? null,
  };
  const found = await imageAt(place, image.digest ?? image.tag ?? 'latest');
  const error = found.kind === 'unauthorized' ? notShown(route) : null;
  return error ? { kind: 'not-reached', layer: 'not-asked', error } : found;
}

function notReached(reached: Reached & { readonly ok: false }): Found {
  if (reached.layer === 'rate-limited') return { kind: 'rate-limited', headers: reached.reply.headers };
  return { kind: 'not-reached', layer: reached.layer, error: reached.error };
}
