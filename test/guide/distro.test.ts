import { expect, test } from 'vitest';
import { distroOf } from '../../src/guide/distro.ts';

/* ID and ID_LIKE as the distributions' os-release files have them. */
test.each([
  ['debian', [], 'debian'],
  ['ubuntu', ['debian'], 'debian'],
  ['linuxmint', ['ubuntu', 'debian'], 'debian'],
  ['kylin', ['debian'], 'debian'],
  ['rhel', ['fedora'], 'rhel'],
  ['rocky', ['rhel', 'centos', 'fedora'], 'rhel'],
  ['almalinux', ['rhel', 'centos', 'fedora'], 'rhel'],
  ['centos', ['rhel', 'fedora'], 'rhel'],
  ['openEuler', [], 'rhel'],
  ['anolis', ['rhel', 'fedora', 'centos'], 'rhel'],
  ['kylin', [], 'rhel'],
  ['fedora', [], 'rhel'],
  ['arch', [], null],
  ['sles', ['suse'], null],
  ['', [], null],
] as const)('%s (like %j) is %s', (id, idLike, distro) => {
  expect(distroOf({ id, idLike })).toBe(distro);
});
