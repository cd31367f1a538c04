import type { Host } from '../host/host.ts';
import { registriesAsked, type AskedRegistry, type RegistrySources } from './registries-asked.ts';
import type { Route, RouteNote } from './route.ts';
import { pullingRuntime, routesOf, type PullingRuntime } from './routes-of.ts';
import { unseenFile, unusableFile, type UnseenFile } from './unseen-file.ts';

/** How the runtime comes to a registry: its routes in their order. Never empty. */
export interface Way {
  readonly asked: AskedRegistry;
  readonly routes: readonly Route[];
}

/** The ways to all registries of this site, and what was noticed of the files that say so, each once. */
export interface Ways {
  readonly runtime: PullingRuntime;
  readonly ways: readonly Way[];
  readonly notes: readonly RouteNote[];
  readonly unseen: UnseenFile | null;
  /** A file that keeps the runtime from pulling anything. */
  readonly unusable: UnseenFile | null;
}

/**
 * The registries that are asked, with their routes. CRI-O may have other routes to a namespace of a
 * registry: each of them that an image takes is a way of its own.
 */
export async function registryWays(host: Host, sources: RegistrySources): Promise<Ways> {
  const [asked, runtime] = await Promise.all([
    registriesAsked(host, sources),
    pullingRuntime(host, sources.imageSocket),
  ]);
  const each = await Promise.all(
    asked.map(async (one) => {
      const repositories = runtime.name === 'cri-o' && one.repositories.length > 0 ? one.repositories : [''];
      const all = await Promise.all(repositories.map((each) => routesOf(host, runtime, one.host, each)));
      const distinct = new Map(all.map(({ routes }) => [JSON.stringify(routes.map(withoutRepository)), routes]));
      return {
        ways: [...distinct.values()].filter(({ length }) => length > 0).map((routes) => ({ asked: one, routes })),
        notes: all.flatMap(({ notes }) => notes),
      };
    }),
  );
  const told = [...runtime.proxy.notes, ...each.flatMap(({ notes }) => notes)];
  const notes = [...new Map(told.map((note) => [`${note.kind} ${note.path}`, note])).values()];
  return {
    runtime,
    ways: each.flatMap(({ ways }) => ways),
    notes,
    unseen: unseenFile(notes) ?? untold(asked, runtime),
    unusable: unusableFile(notes),
  };
}

/** Only the runtime knows which registries this node uses, where nothing else names any: docker.io may be none of them. */
function untold(asked: readonly AskedRegistry[], { socket, refused }: PullingRuntime): UnseenFile | null {
  const guessed = asked.every(({ why }) => why === 'default');
  return guessed && refused && socket !== null ? { path: socket, error: refused } : null;
}

function withoutRepository(route: Route): Route {
  return { ...route, repository: '' };
}
