import { pullPolicyOf } from '../registry/pull-policy.ts';
import { parseReference } from '../registry/reference.ts';

/** Whether craned pulls an image without asking first whether it is there, where a job names no pull policy. */
export function pullsAlways(image: string): boolean {
  const reference = parseReference(image);
  return reference.ok && pullPolicyOf(reference.value) === 'Always';
}
