import type { Finding } from '../checks/finding.ts';
import { oneLine } from '../checks/look/one-line.ts';
import { asBool } from '../config/conversions.ts';
import type { ConfigReading } from '../config/reading.ts';
import { socketOf } from '../cri/ask-cri.ts';
import type { Host } from '../host/host.ts';
import { identify } from './account.ts';
import { found } from './findings.ts';
import { OWN_DIRECTORY, RUN_DIRECTORY } from './identity.ts';
import type { SmokeParameters } from './parameters.ts';

/** What the caller asks for. */
export interface SmokeRequest {
  readonly image: string | null;
  /** Null: as the configuration has it for jobs that say nothing. */
  readonly userns: boolean | null;
  readonly network: 'pod' | 'host';
  readonly mount: string | null;
  readonly user: string | null;
  /** The job's working directory; null: the doctor's own. */
  readonly directory: string | null;
  readonly keep: boolean;
}

/**
 * The parameters of a test: what is asked for, completed by the configuration as craned reads it, and by the node. The
 * way through BindFs alone needs no runtime, and always a user namespace's ids.
 */
export async function prepare(
  host: Host,
  config: ConfigReading,
  node: string,
  request: SmokeRequest,
  bindfsOnly = false,
): Promise<SmokeParameters | Finding> {
  const { container } = config;
  const work = request.directory ?? OWN_DIRECTORY;
  const socket = socketOf(container?.runtimeEndpoint ?? '');
  // What keeps craned from reading the section is the reason then, and not what the section lacks.
  if (!container && config.message !== null) {
    const reason = oneLine(config.message, 200);
    return found('config-unread', { path: config.path, reason }, { target: config.path });
  }
  if (!container || (socket === '' && !bindfsOnly))
    return found('no-endpoint', { path: config.path }, { target: config.path });
  const wantsUserns = bindfsOnly || (request.userns ?? container.userNsEnabledByDefault);
  const who = await identify(host, config, { user: request.user, userns: wantsUserns });
  if ('code' in who) return who;
  const { account, userns } = who;
  // A section that is off is read as though all of it were on.
  const bindFsOn = asBool(config.entry('Container.BindFs.Enabled')?.value.text ?? '') === true;
  return {
    node,
    runtimeSocket: socket,
    imageSocket: socketOf(container.imageEndpoint),
    account,
    userns,
    // ccon's own default: root of the user namespace, and without one the user.
    runAs: userns ? { uid: 0, gid: 0 } : { uid: account.uid, gid: account.gid },
    network: request.network,
    dns: container.dns,
    bindFs: container.bindFs,
    image: request.image,
    mount: request.mount,
    mountWay: userns ? (bindFsOn || bindfsOnly ? 'bindfs' : 'idmap') : 'plain',
    directory: `${work === '/' ? '' : work}/${RUN_DIRECTORY}`,
    keep: request.keep,
  };
}
