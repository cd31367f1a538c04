import type { CheckContext, Observed } from '../check.ts';
import { reasonOf } from '../common-codes.ts';
import type { Finding } from '../finding.ts';
import { modeText, ownerText } from './mode-text.ts';
import type { SocketCodes } from './socket-codes.ts';

/** Errors that say for sure that the path leads nowhere. */
const NOT_THERE = new Set(['ENOENT', 'ENOTDIR', 'ELOOP']);

/** A listener whose queue is full: it is there, and how it answers is for the Version call to say. */
const SILENT = new Set(['TIMEOUT', 'EAGAIN']);

/**
 * Path, type, permission, connection of an endpoint's socket: the layers below CRI, as evidence and as
 * the first of them that is wrong.
 */
export async function lookAtSocket(
  { host, found, notSeen }: CheckContext<SocketCodes>,
  socket: string,
): Promise<{ readonly observed: Observed; readonly findings: readonly Finding[] }> {
  const about = { target: socket };
  const observed = { socket };
  const denied = async (reason: string) => {
    const identity = await host.ask('identity', {});
    const root = identity.ok && identity.value.root;
    return found('permission-denied', { socket, reason, root }, { ...about, severity: root ? 'error' : 'unknown' });
  };

  const there = await host.ask('stat', { path: socket, follow: true });
  if (!there.ok) {
    const { error } = there;
    if (error.code === 'EACCES' || error.code === 'EPERM') return { observed, findings: [await denied(error.code)] };
    if (!NOT_THERE.has(error.code)) return { observed, findings: [notSeen(socket, error)] };
    return { observed, findings: [found('missing', { socket, reason: error.code }, about)] };
  }
  const seen = {
    ...observed,
    ...(there.value.realPath === socket ? {} : { realPath: there.value.realPath }),
    mode: modeText(there.value),
    owner: ownerText(there.value),
    modified: new Date(there.value.mtimeMs).toISOString(),
  };
  if (there.value.type !== 'socket') {
    return { observed: seen, findings: [found('not-a-socket', { socket, type: there.value.type }, about)] };
  }

  const connection = await host.ask('connect', { unix: socket });
  if (connection.ok) return { observed: { ...seen, connect: 'ok' }, findings: [] };
  const { error } = connection;
  const connected = { ...seen, connect: error.code };
  if (SILENT.has(error.code)) return { observed: { ...connected, connect: reasonOf(error) }, findings: [] };
  switch (error.code) {
    case 'ECONNREFUSED':
      return { observed: connected, findings: [found('refused', { socket }, about)] };
    case 'EPROTOTYPE':
      return { observed: connected, findings: [found('wrong-type', { socket }, about)] };
    case 'ENOENT':
      return { observed: connected, findings: [found('missing', { socket, reason: error.code }, about)] };
    case 'EACCES':
    case 'EPERM':
      return { observed: connected, findings: [await denied(error.code)] };
    default:
      return { observed: connected, findings: [notSeen(socket, error)] };
  }
}
