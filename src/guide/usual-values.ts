import { KNOWN_RUNTIMES } from '../cri/runtimes.ts';
import type { Values } from './placeholders.ts';

/** What the deployment guide has where a node's configuration does not say anything. */
const USUAL: Values = {
  mountBaseDir: '/mnt/crane',
  bindfsBinary: '/usr/bin/bindfs',
  fusermountBinary: '/usr/bin/fusermount3',
  confDir: '/etc/cni/net.d',
};

/**
 * A node's values, completed by the guide's usual ones: for somebody who asks about a message on a machine that
 * is not the node, or whose configuration has the feature off. What is known is not replaced, and a service is
 * named only where no endpoint is known. What a finding of this code would be about is told where it can be only one
 * thing: the unit of a daemon.
 */
export function usualValues(own: Values, code = ''): Values {
  const [usual] = KNOWN_RUNTIMES;
  const socket = usual!.sockets[0]!;
  const runtime: Values = {
    socket,
    imageSocket: socket,
    service: usual!.unit.replace(/\.service$/, ''),
    runtime: usual!.id,
  };
  const daemon = /^(craned|cranectld)-service\//.exec(code)?.[1];
  const target: Values = daemon === undefined ? {} : { target: `${daemon}.service` };
  return { ...USUAL, ...(own['socket'] === undefined ? runtime : {}), ...target, ...own };
}
