import type { Identity } from '../host/questions.ts';
import type { When } from './entry.ts';

const DEBIAN = new Set(['debian', 'ubuntu']);

/** Those that call themselves other than their ancestors; ID_LIKE of most names rhel, centos or fedora as well. */
const RHEL = new Set(['rhel', 'centos', 'fedora', 'rocky', 'almalinux', 'ol', 'openeuler', 'anolis', 'kylin']);

/**
 * The family whose package commands work on this distribution, by ID and ID_LIKE of os-release(5); null
 * for every other. Debian's comes first: Kylin's desktop says ID=kylin and ID_LIKE=debian.
 */
export function distroOf(os: Pick<Identity['os'], 'id' | 'idLike'>): NonNullable<When['distro']> | null {
  const names = [os.id, ...os.idLike].map((name) => name.toLowerCase());
  if (names.some((name) => DEBIAN.has(name))) return 'debian';
  return names.some((name) => RHEL.has(name)) ? 'rhel' : null;
}
