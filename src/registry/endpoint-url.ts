import { posix } from 'node:path';
import { malformed, parsed, type Parsed } from './parsed.ts';
import { parseEndpointHost, type RegistryHost } from './registry-host.ts';

/** The parts of an endpoint's URL. `path` has no slash at its end, and is empty where the URL has none. */
export interface EndpointUrl {
  readonly scheme: 'https' | 'http';
  readonly host: RegistryHost;
  readonly path: string;
}

/**
 * An endpoint as the runtimes' files write it: `https://mirror.example.com:5000/prefix`. Without a
 * scheme it has `defaultScheme`. Credentials in it are passed over, as the runtimes do (they take Go's url.Host);
 * a query makes it malformed.
 */
export function parseEndpointUrl(text: string, defaultScheme: 'https' | 'http' = 'https'): Parsed<EndpointUrl> {
  const match = /^(?:([A-Za-z][A-Za-z0-9+.-]*):\/\/)?([^/?#]*)([^?#]*)$/.exec(text);
  if (!match) return malformed('it has a query', '带有查询参数');
  const scheme = match[1]?.toLowerCase() ?? defaultScheme;
  if (scheme !== 'https' && scheme !== 'http')
    return malformed('its scheme is not http or https', '协议不是 http 或 https');
  const host = parseEndpointHost(match[2]!.replace(/^.*@/, ''), scheme);
  if (!host.ok) return host;
  const path = match[3]! === '' ? '' : posix.normalize(match[3]!).replace(/\/+$/, '');
  return parsed({ scheme, host: host.value, path });
}
