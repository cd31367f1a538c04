import type { HostError } from '../host/answer.ts';
import type { Host } from '../host/host.ts';
import type { Route } from './route.ts';

/** Larger than any bundle of authorities. */
const MAX_BYTES = 1024 * 1024;
/** What tells of the file itself, and not of who looks. */
const TELLING = new Set(['ENOENT', 'ENOTDIR', 'EISDIR']);

/** A route whose file of authorities cannot be used, and why, as the `http` question would say it. */
export interface UnusableAuthorities {
  readonly route: Route;
  readonly error: HostError;
}

/**
 * The first route of containerd to a registry with a file of authorities that is not there or has no
 * certificate. containerd makes all routes of a registry before it takes the first, and pulls by none
 * where one cannot be made (ConfigureHosts, remotes/docker/config/hosts.go; so do 1.6 and 1.7). Null of another
 * runtime (RuntimeName).
 */
export async function unusableAuthorities(
  host: Host,
  runtime: string | null,
  routes: readonly Route[],
): Promise<UnusableAuthorities | null> {
  if (runtime !== 'containerd') return null;
  const looked = await Promise.all(
    routes.flatMap((route) => route.authorities.map(async (file) => ({ route, error: await troubleOf(host, file) }))),
  );
  const found = looked.find(({ error }) => error !== null);
  return found?.error ? { route: found.route, error: found.error } : null;
}

async function troubleOf(host: Host, file: string): Promise<HostError | null> {
  const read = await host.ask('readFile', { path: file, maxBytes: MAX_BYTES });
  const detail = { step: 'authorities', file };
  if (!read.ok) {
    const { code } = read.error;
    return TELLING.has(code) ? { code, message: `${file} cannot be read`, detail } : null;
  }
  const text = new TextDecoder().decode(read.value.bytes);
  if (text.includes('-----BEGIN CERTIFICATE-----')) return null;
  return { code: 'NO_CERTIFICATE', message: `${file} has no certificate`, detail };
}
