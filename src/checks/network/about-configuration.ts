import type { RouteNote } from '../../registry/route.ts';
import type { RuntimeProxy } from '../../registry/runtime-proxy.ts';
import type { CheckContext } from '../check.ts';
import type { Finding } from '../finding.ts';
import type { CODES } from './registry-findings.ts';

/**
 * True for a file by which somebody meant to lead the runtime to a registry, and did not. A
 * configuration of another instance (`config.toml`) is meant for that one.
 */
function isLost({ kind, path }: RouteNote): boolean {
  return kind === 'invalid' || (kind === 'ignored' && (path.endsWith('/hosts.toml') || !path.endsWith('.toml')));
}

/** What the runtime's files and its proxies are found to be, whatever the registries answer. */
export function aboutConfiguration(
  { found }: CheckContext<typeof CODES>,
  { unit, values, needsRestart, unlikeCaller }: RuntimeProxy,
  notes: readonly RouteNote[],
): readonly Finding[] {
  const lost = notes
    .filter(isLost)
    .map(({ path, detail }) => found('config-unused', { path, reason: detail.slice(0, 300) }, { target: path }));
  if (unit === null) return lost;
  const differs = (than: 'process' | 'caller', names: readonly string[], severity: 'info' | 'warning'): Finding[] =>
    names.length > 0 ? [found('proxy-differs', { unit, names, than }, { target: unit, severity })] : [];
  // NO_PROXY misleads nobody where neither has a proxy. With other names alike, the shell has one where the runtime does.
  const hasProxy = values.HTTP_PROXY !== null || values.HTTPS_PROXY !== null;
  const misleads = hasProxy || unlikeCaller.some((name) => name !== 'NO_PROXY');
  return [
    ...lost,
    ...(needsRestart.length > 0
      ? differs('process', needsRestart, 'warning')
      : differs('caller', misleads ? unlikeCaller : [], 'info')),
  ];
}
