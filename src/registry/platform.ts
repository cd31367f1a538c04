/** What an image is built for (image-spec, image-index.md). */
export interface Platform {
  readonly os: string;
  readonly architecture: string;
  readonly variant: string | null;
}

/** The kernel's names of machines (uname -m) that Go has other names for (GOARCH). */
const GO_NAMES: { readonly [machine: string]: string } = {
  x86_64: 'amd64',
  aarch64: 'arm64',
  armv7l: 'arm',
  armv8l: 'arm',
  i686: '386',
  i386: '386',
  loongarch64: 'loong64',
};

/** What containerd takes as well where an index has nothing better (platforms.Default: platformVector). */
const ALSO: { readonly [architecture: string]: string } = { amd64: '386', arm64: 'arm' };

/** The architecture in the words of an image, of a machine in the words of the kernel. */
export function architectureOf(machine: string): string {
  return Object.hasOwn(GO_NAMES, machine) ? GO_NAMES[machine]! : machine;
}

/** How well an image for a platform suits a node: 2 its own architecture, 1 one that its processor runs too, 0 not. */
export function suits(platform: Platform, architecture: string): 0 | 1 | 2 {
  if (platform.os !== 'linux') return 0;
  if (platform.architecture === architecture) return 2;
  return Object.hasOwn(ALSO, architecture) && ALSO[architecture] === platform.architecture ? 1 : 0;
}

/** `linux/arm64/v8`. */
export function platformText({ os, architecture, variant }: Platform): string {
  return [os, architecture, variant].filter((part) => part !== null && part !== '').join('/');
}
