import type { Host } from '../../host/host.ts';

/**
 * Whether owners say anything on this host. Where / itself is not root's, a tree was unpacked by an
 * ordinary user (an image under --root, the demo), and its owners and modes are that user's.
 */
export async function ownersCount(host: Host): Promise<boolean> {
  const root = await host.ask('stat', { path: '/', follow: true });
  return root.ok && root.value.uid === 0;
}
