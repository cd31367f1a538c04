/** The kernel below which craned logs a hint about user namespaces at its start (Craned.cpp, behind the reading of the file). */
export const USERNS_KERNEL = '5.12';

/**
 * Whether a kernel's release (`4.18.0-553.el8.x86_64`, `6.1.0-13-amd64`) is older than craned wants for user
 * namespaces: 5.12 is the first with mounts that are mapped to other ids. craned goes by the version alone,
 * whatever a distribution has added to it. Null where the text is no release.
 */
export function tooOldForUserns(release: string): boolean | null {
  const version = /^(\d{1,9})\.(\d{1,9})(?!\d)/.exec(release);
  if (!version) return null;
  const [least, leastMinor] = USERNS_KERNEL.split('.').map(Number) as [number, number];
  const [major, minor] = [Number(version[1]), Number(version[2])];
  return major < least || (major === least && minor < leastMinor);
}
