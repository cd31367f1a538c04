import { withoutPassword } from '../host/processes/environment.ts';
import { tableAt, textOf, listOf, type Table } from '../runtime/toml.ts';
import { parseEndpointUrl } from './endpoint-url.ts';
import type { RegistryHost } from './registry-host.ts';
import { isMirror, routeTo, type Route, type RouteNote, type Routes } from './route.ts';

/** More endpoints than anybody has for one registry. */
const MOST = 50;

/**
 * The routes by containerd's old `registry.mirrors` and `registry.configs`, which count where there is
 * no config_path (registryEndpoints and registryHosts, pkg/cri/sbserver/image_pull.go): the mirrors of
 * the registry, else those of `*`, then the registry itself unless it is among them. An endpoint with
 * a path has its API there, and not below `/v2`. `registry` is the table of these names; from 2.0 on
 * containerd takes no TLS settings from it.
 */
export function containerdMirrors(
  registry: RegistryHost,
  settings: Table,
  { from, tls }: { readonly from: string; readonly tls: boolean },
): Routes {
  const mirrors = tableAt(settings, 'mirrors');
  const mine = Object.hasOwn(mirrors, registry.name) ? registry.name : '*';
  const endpoints = (listOf(tableAt(mirrors, mine)['endpoint']) ?? []).slice(0, MOST);
  const notes: RouteNote[] = [];
  const routes: Route[] = [];
  for (const text of endpoints) {
    const url = parseEndpointUrl(text, text.includes('://') || !isLocal(text) ? 'https' : 'http');
    if (!url.ok) {
      notes.push({ kind: 'invalid', path: from, detail: `${withoutPassword(text).slice(0, 200)}: ${url.reason.en}` });
      continue;
    }
    const { scheme, host, path } = url.value;
    routes.push(
      routeTo(registry, host, from, {
        scheme,
        path: path === '' && !text.endsWith('/') ? '/v2' : path,
        mirror: isMirror(host, registry),
        ...(tls ? tlsOf(settings, host) : {}),
      }),
    );
  }
  if (routes.some(({ endpoint }) => endpoint.name === registry.name)) return { routes, notes };
  const scheme = registry.loopback ? 'http' : 'https';
  const configured = tls ? tlsOf(settings, registry) : {};
  const told = Object.keys(configured).length > 0 ? from : 'default';
  return { routes: [...routes, routeTo(registry, registry, told, { scheme, ...configured })], notes };
}

/** `registry.configs."host:port".tls`; keys as in config.toml, and as Status has them. */
function tlsOf(settings: Table, { authority }: RegistryHost): Partial<Route> {
  const table = tableAt(settings, 'configs', authority, 'tls');
  const trusted = textOf(table['ca_file']) || textOf(table['caFile']);
  const certificate = textOf(table['cert_file']) || textOf(table['certFile']);
  return {
    ...(table['insecure_skip_verify'] === true ? { verify: false } : {}),
    ...(trusted ? { authorities: [trusted] } : {}),
    ...(certificate ? { clientCertificates: [certificate] } : {}),
  };
}

/** docker.IsLocalhost of an endpoint without a scheme. */
function isLocal(text: string): boolean {
  const host = text.replace(/[/].*$/, '').replace(/:\d+$/, '');
  return host === 'localhost' || host === '[::1]' || /^127\./.test(host);
}
