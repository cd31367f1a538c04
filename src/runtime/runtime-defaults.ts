import { isBefore } from '../cri/version.ts';
import type { Values } from './runtime-settings.ts';

const CDI_DIRECTORIES = ['/etc/cdi', '/var/run/cdi'];

/** Where every runtime looks for CNI by itself: containerd's, CRI-O's and cri-dockerd's default alike. */
export const CNI_DEFAULTS = { cniConfDir: '/etc/cni/net.d', cniBinDirs: ['/opt/cni/bin'] } as const;

/** containerd knows CDI from 1.7 on; 1.6 has no setting for it (measured). */
export function hasNoCdi(name: string, version: string): boolean {
  return name === 'containerd' && isBefore(version, '1.7');
}

/** What a version can only be set to, whatever its configuration says. */
export function certainOf(name: string, version: string): Values {
  return hasNoCdi(name, version) ? { cdi: { enabled: false, dirs: [] } } : {};
}

/**
 * What a runtime of this name and version is set to where its configuration was seen and leaves it out:
 * containerd's DefaultConfig (1.6 and 1.7 measured, 2.x internal/cri/config) and CRI-O's (pkg/config).
 * The sandbox image is left out: it changes with each release, and distributions build in their own.
 */
export function defaultsOf(name: string, version: string): Values {
  if (name === 'containerd') {
    const cdi = { enabled: !isBefore(version, '2.0.0-beta.0'), dirs: CDI_DIRECTORIES };
    return { cgroupDriver: 'cgroupfs', streamAddress: '127.0.0.1', cdi, ...certainOf(name, version) };
  }
  if (name === 'cri-o') {
    const cdi = { enabled: true, dirs: CDI_DIRECTORIES };
    return { cgroupDriver: 'systemd', streamAddress: '127.0.0.1', podEvents: false, cdi };
  }
  return {};
}
