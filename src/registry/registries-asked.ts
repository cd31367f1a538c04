import type { Host } from '../host/host.ts';
import { imagesOnNode, sandboxImage } from './images-on-node.ts';
import { mirroredRegistries } from './mirrored-registries.ts';
import { parseReference, type ImageReference } from './reference.ts';
import { parseRegistryHost, type RegistryHost } from './registry-host.ts';
import { pullingRuntime } from './routes-of.ts';

/**
 * Why a registry is asked: it was named as such or in an image, on the command line or in the settings file; an image of it is on the node; the
 * runtime's sandbox image is on it; the runtime has mirrors for it; or nothing names any, and docker.io
 * is where ccon looks then.
 */
export type Why =
  | 'registry-option'
  | 'image-option'
  | 'registry-setting'
  | 'image-setting'
  | 'node-images'
  | 'sandbox-image'
  | 'runtime-mirrors'
  | 'default';

/** What the user named, wherever he did. */
const NAMED: readonly Why[] = ['registry-option', 'image-option', 'registry-setting', 'image-setting'];

/** A registry to ask. `named`: the user named it, so that failing it is an error and no warning. */
export interface AskedRegistry {
  readonly host: RegistryHost;
  readonly why: Why;
  readonly named: boolean;
  /** The repositories of the images that it is asked for, some of them; none where it is meant as such. */
  readonly repositories: readonly string[];
}

/** Where the question comes from: what the user named, and the runtime's sockets (null: not usable). */
export interface RegistrySources {
  readonly registries: readonly string[];
  readonly images: readonly string[];
  /** Of these two lists those that are the settings file's. */
  readonly fromSettings: readonly ('registries' | 'images')[];
  readonly runtimeSocket: string | null;
  readonly imageSocket: string | null;
}

/** More registries than this are not asked of a node that has images of many: those with most images are. */
const MOST = 12;

/** More repositories of one registry are not looked at: few have routes of their own. */
const MOST_REPOSITORIES = 20;

/** Adds what is not there yet: the first reason stays, the repositories come together. */
function collect(
  found: Map<string, AskedRegistry>,
  host: RegistryHost,
  why: Why,
  repositories: readonly string[] = [],
): void {
  const known = found.get(host.name) ?? { host, why, named: NAMED.includes(why), repositories: [] };
  const all = [...new Set([...known.repositories, ...repositories])].slice(0, MOST_REPOSITORIES);
  found.set(host.name, { ...known, repositories: all });
}

/**
 * An image that is on the node, where a registry has it. Images that were built or imported there are called
 * `localhost/…` by containers/image and nerdctl: no registry of that name is meant.
 */
function pulled(image: string): ImageReference | null {
  const reference = parseReference(image);
  return reference.ok && reference.value.registry.name !== 'localhost' ? reference.value : null;
}

/** Registries by how many of the images come from them, most first. */
function byImages(images: readonly string[]): { host: RegistryHost; repositories: string[] }[] {
  const counted = new Map<string, { host: RegistryHost; repositories: string[] }>();
  for (const image of images) {
    const reference = pulled(image);
    if (!reference) continue;
    const { name } = reference.registry;
    const known = counted.get(name)?.repositories ?? [];
    counted.set(name, { host: reference.registry, repositories: [...known, reference.repository] });
  }
  return [...counted.values()].sort(
    (a, b) => b.repositories.length - a.repositories.length || (a.host.name < b.host.name ? -1 : 1),
  );
}

/**
 * Which registries this site uses, each with the reason: those that are named; else those of the
 * images on the node and of the runtime's sandbox image, and those that the runtime has mirrors for;
 * else docker.io. A runtime that does not answer contributes nothing.
 */
export async function registriesAsked(host: Host, sources: RegistrySources): Promise<readonly AskedRegistry[]> {
  const found = new Map<string, AskedRegistry>();
  const inSettings = (list: 'registries' | 'images'): boolean => sources.fromSettings.includes(list);
  for (const text of sources.registries) {
    const named = parseRegistryHost(text);
    if (named.ok) collect(found, named.value, inSettings('registries') ? 'registry-setting' : 'registry-option');
  }
  for (const text of sources.images) {
    const named = parseReference(text);
    if (!named.ok) continue;
    const { registry, repository } = named.value;
    collect(found, registry, inSettings('images') ? 'image-setting' : 'image-option', [repository]);
  }
  if (found.size > 0) return [...found.values()];

  const [images, sandbox, mirrored] = await Promise.all([
    imagesOnNode(host, sources.imageSocket),
    sandboxImage(host, sources.runtimeSocket),
    pullingRuntime(host, sources.imageSocket).then((runtime) => mirroredRegistries(host, runtime)),
  ]);
  const pause = sandbox === null ? null : pulled(sandbox);
  if (pause) collect(found, pause.registry, 'sandbox-image', [pause.repository]);
  for (const { host, repositories } of byImages(images).slice(0, MOST))
    collect(found, host, 'node-images', repositories);
  for (const registry of mirrored.slice(0, MOST)) collect(found, registry, 'runtime-mirrors');
  if (found.size > 0) return [...found.values()];

  const hub = parseRegistryHost('docker.io');
  return hub.ok ? [{ host: hub.value, why: 'default', named: false, repositories: [] }] : [];
}
