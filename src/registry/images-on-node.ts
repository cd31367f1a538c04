import { answered } from '../host/answer.ts';
import type { Host } from '../host/host.ts';
import type { Json } from '../json.ts';
import { askRuntimeSettings } from '../runtime/ask-runtime-settings.ts';
import { within } from './within.ts';

/**
 * How long the runtime may take to name its images, ms. A runtime that is silent is another check's
 * finding; waiting for it here would only hold up the network's checks.
 */
const PATIENCE_MS = 1_000;

function isObject(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function texts(value: Json | undefined): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

/** The names (tags, else digests) of the images that the runtime holds; none where it does not answer. */
export async function imagesOnNode(host: Host, socket: string | null): Promise<readonly string[]> {
  if (socket === null) return [];
  const listed = await within(
    PATIENCE_MS,
    host.ask('cri', { socket, service: 'ImageService', method: 'ListImages', request: {} }),
  );
  const images = listed.ok ? listed.value.reply['images'] : undefined;
  if (!Array.isArray(images)) return [];
  return images.filter(isObject).flatMap((image) => {
    const tags = texts(image['repo_tags']);
    return tags.length > 0 ? tags : texts(image['repo_digests']);
  });
}

/** The image of every pod's sandbox: as the runtime tells it, or its configuration, or its default. */
export async function sandboxImage(host: Host, socket: string | null): Promise<string | null> {
  if (socket === null) return null;
  const settings = await within(PATIENCE_MS, askRuntimeSettings(host, socket).then(answered));
  return settings.ok ? settings.value.sandboxImage?.value || null : null;
}
