import { createHash } from 'node:crypto';

/*
 * By what the doctor's own pods, images and directories are known. Nothing that is not marked so is ever
 * touched.
 */

/** The label that only the doctor's pods and containers have. */
export const OWN_LABEL = 'crane-doctor';
export const OWN_VALUE = 'smoke';

/** Selects the doctor's own pods and containers. */
export const OWN_SELECTOR = { [OWN_LABEL]: OWN_VALUE };

/** The namespace and the label of craned's pods (CriClient.h). */
export const CRANE_NAMESPACE = 'cranesched';
export const CRANE_LABEL = 'cranesched';

/** The repository of the image that the doctor makes where the node has none. */
export const OWN_REPOSITORY = 'crane-doctor-smoke';

/** Whether an image is the doctor's own: it was imported under a name that no registry has, or pulled from the doctor itself. */
export function isOwnImage(name: string): boolean {
  return /^(?:localhost|127\.0\.0\.1:\d+)\/([^/:]+):/.exec(name)?.[1] === OWN_REPOSITORY;
}

/** The job's working directory where none is named: the doctor's own, which is made and taken away where it is not there. */
export const OWN_DIRECTORY = '/var/lib/crane-doctor';

/** The directory of a run, below the job's working directory. */
export const RUN_DIRECTORY = 'crane-doctor-smoke';

/** cranectld counts jobs from 1: no supervisor takes an event of this one for its own. */
export const JOB_ID = 0;
export const STEP_ID = 1;

/** What the pod says about the run that made it, so that a later one can tell whether that is over. */
export const OWNER_ANNOTATION = 'crane-doctor/owner';

const MAX_LABEL = 63;

/** A name as DNS-1123 wants it, as craned's own pods have it (SlugDns1123, String.cpp). */
export function slug(text: string): string {
  const cleaned = text
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, '-')
    .replace(/^-+/, '');
  return cleaned.slice(0, MAX_LABEL).replace(/-+$/, '');
}

/** The name of the pod, and its host name. One a node: two runs at once would take each other's events. */
export function podName(node: string): string {
  return slug(`crane-doctor-smoke-${node}`);
}

/** 16 hex digits that are the same for each run on a node, as those of a job are (MakeHashId_, TaskManager.cpp). */
export function podUid(node: string): string {
  return createHash('sha256').update(`crane-doctor smoke ${node}`).digest('hex').slice(0, 16);
}
