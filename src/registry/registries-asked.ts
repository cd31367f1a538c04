import type { Host } from '../host/host.ts';
import { imagesOnNode, sandboxImage } from './images-on-node.ts';
import { parseReference } from './reference.ts';
import { parseRegistryHost, type RegistryHost } from './registry-host.ts';

/**
 * Why a registry is asked: it was named as such or in an image; an image of it is on the node; the
 * runtime's sandbox image is on it; or nothing names any, and docker.io is where ccon looks then.
 */
export type Why = 'registry-option' | 'image-option' | 'node-images' | 'sandbox-image' | 'default';

/** A registry to ask. `named`: the user named it, so that failing it is an error and no warning. */
export interface AskedRegistry {
  readonly host: RegistryHost;
  readonly why: Why;
  readonly named: boolean;
}

/** Where the question comes from: what the user named, and the runtime's sockets (null: not usable). */
export interface RegistrySources {
  readonly registries: readonly string[];
  readonly images: readonly string[];
  readonly runtimeSocket: string | null;
  readonly imageSocket: string | null;
}

/** More registries than this are not asked of a node that has images of many: those with most images are. */
const MOST = 12;

/** Adds what is not there yet: the first reason stays. */
function collect(found: Map<string, AskedRegistry>, host: RegistryHost, why: Why): void {
  const named = why === 'registry-option' || why === 'image-option';
  if (!found.has(host.name)) found.set(host.name, { host, why, named });
}

/**
 * The registry of an image that is on the node. Images that were built or imported there are called
 * `localhost/…` by containers/image and nerdctl: no registry of that name is meant.
 */
function registryOf(image: string): RegistryHost | null {
  const reference = parseReference(image);
  return reference.ok && reference.value.registry.name !== 'localhost' ? reference.value.registry : null;
}

/** Registries by how many of the images come from them, most first. */
function byImages(images: readonly string[]): RegistryHost[] {
  const counted = new Map<string, { host: RegistryHost; images: number }>();
  for (const image of images) {
    const host = registryOf(image);
    if (host) counted.set(host.name, { host, images: (counted.get(host.name)?.images ?? 0) + 1 });
  }
  return [...counted.values()]
    .sort((a, b) => b.images - a.images || (a.host.name < b.host.name ? -1 : 1))
    .map(({ host }) => host);
}

/**
 * Which registries this site uses, each with the reason: those that are named; else those of the
 * images on the node and of the runtime's sandbox image; else docker.io. A runtime that does not
 * answer contributes nothing.
 */
export async function registriesAsked(host: Host, sources: RegistrySources): Promise<readonly AskedRegistry[]> {
  const found = new Map<string, AskedRegistry>();
  for (const text of sources.registries) {
    const named = parseRegistryHost(text);
    if (named.ok) collect(found, named.value, 'registry-option');
  }
  for (const text of sources.images) {
    const named = parseReference(text);
    if (named.ok) collect(found, named.value.registry, 'image-option');
  }
  if (found.size > 0) return [...found.values()];

  const [images, sandbox] = await Promise.all([
    imagesOnNode(host, sources.imageSocket),
    sandboxImage(host, sources.runtimeSocket),
  ]);
  const pause = sandbox === null ? null : registryOf(sandbox);
  if (pause) collect(found, pause, 'sandbox-image');
  for (const registry of byImages(images).slice(0, MOST)) collect(found, registry, 'node-images');
  if (found.size > 0) return [...found.values()];

  const hub = parseRegistryHost('docker.io');
  return hub.ok ? [{ host: hub.value, why: 'default', named: false }] : [];
}
