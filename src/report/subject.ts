import type { Examination } from '../engine/examination.ts';
import type { Report } from './schema.ts';

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/**
 * What was examined. The runtime's name and version are those of its Version reply, as the check
 * `runtime-version` saw it; its endpoint is the configured one, as craned uses it.
 */
export function subjectOf({ config, facts, results }: Examination): Report['subject'] {
  const version = results.get('runtime-version')?.observed ?? {};
  const endpoint = config.container?.runtimeEndpoint;
  return {
    configPath: config.path,
    configSha256: config.file.ok ? config.file.value.sha256 : null,
    containerEnabled: config.containerEnabled,
    role: facts.role,
    config: config.identity ? { hash: config.identity.hash, values: { ...config.identity.values } } : null,
    runtime:
      endpoint === undefined
        ? null
        : { name: textOf(version['runtimeName']), version: textOf(version['runtimeVersion']), endpoint },
  };
}
