import type { ImageReference } from './reference.ts';

/** When craned has an image pulled: before each container, or only where it is not on the node. */
export type PullPolicy = 'Always' | 'IfNotPresent';

/**
 * The policy that craned applies to a reference where the job names none (CriClient.cpp, the branch of an
 * empty policy): no tag, `:latest` and a digest are pulled each time, any other tag only where the image
 * is absent. ccon writes `:latest` for a missing tag and leaves out a tag beside a digest.
 */
export function pullPolicyOf({ tag }: Pick<ImageReference, 'tag'>): PullPolicy {
  return tag === null || tag === 'latest' ? 'Always' : 'IfNotPresent';
}
