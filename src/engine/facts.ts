import type { CheckOptions, Role } from '../checks/check.ts';
import type { ConfigReading } from '../config/reading.ts';
import { roleOf } from '../config/role.ts';
import type { Host } from '../host/host.ts';
import type { Identity } from '../host/questions.ts';

/** What decides, before any check runs, which checks apply to this node. */
export interface NodeFacts {
  readonly role: Role;
  /** Whether the container feature is on; null where the configuration does not tell. */
  readonly container: boolean | null;
  /** Whether BindFs is on; null where the configuration does not tell. */
  readonly bindFs: boolean | null;
  /** False under `--root`: there is a tree of files, but no running machine. */
  readonly machine: boolean;
}

/** The facts of a node: the role as asked for, or as the configuration gives it (design: Roles). */
export function factsOf(
  config: ConfigReading,
  identity: Identity,
  host: Host,
  options: CheckOptions,
  role: Role | 'auto',
): NodeFacts {
  const container = options.asIfEnabled ? true : config.containerEnabled;
  return {
    role: role === 'auto' ? roleOf(config, identity.hostname) : role,
    container,
    bindFs: options.asIfEnabled ? true : container === null ? null : (config.container?.bindFs.enabled ?? false),
    machine: host.kind !== 'tree',
  };
}
