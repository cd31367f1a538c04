import type { Finding } from '../../checks/finding.ts';
import { oneLine } from '../../checks/look/one-line.ts';
import { askCri } from '../../cri/ask-cri.ts';
import { call, PULL_MS, REQUEST_MS } from '../call.ts';
import { failureOf } from '../failures.ts';
import { found } from '../findings.ts';
import { giveOwnImage } from '../give-image.ts';
import { pullsAlways } from '../pulls-always.ts';
import type { Step, StepContext, StepEnd } from '../step.ts';

/** Images that have a shell, by the last part of their repository's name. */
const WITH_A_SHELL = /(?:^|\/)(?:busybox|alpine|bash|debian|ubuntu|rockylinux|almalinux|centos|fedora|python|node)$/;

/** How long an image may take to be known after its import, ms. */
const KNOWN_MS = 5_000;

/** ImageStatus as the supervisor asks it: the image's id, or null where it is not there. */
async function idOf({ host, p }: StepContext, image: string): Promise<string | Finding | null> {
  const started = performance.now();
  const answer = await askCri(host, p.imageSocket, 'ImageService', 'ImageStatus', { image: { image } });
  if (answer.ok) return answer.value.image?.id || null;
  const about = { call: 'ImageStatus', socket: p.imageSocket, image, limitMs: REQUEST_MS } as const;
  return failureOf(answer.error, { ...about, ms: performance.now() - started });
}

/** The image that was named, by the pull policy that craned applies where a job names none. */
async function named(context: StepContext, image: string): Promise<StepEnd> {
  const there = pullsAlways(image) ? null : await idOf(context, image);
  if (typeof there === 'string')
    return { reached: { image: { id: there, name: image } }, note: image, deadlineMs: REQUEST_MS };
  // craned goes on to the pull where ImageStatus fails; a runtime that is gone fails again.
  const { reply, findings } = await call(context, 'PullImage', { image: { image } }, PULL_MS);
  return reply ? { findings, reached: { image: { id: reply.image_ref, name: image } }, note: image } : { findings };
}

/** The smallest image on the node that surely has a shell. */
async function present(context: StepContext): Promise<{ id: string; name: string } | Finding | null> {
  const { host, p } = context;
  const started = performance.now();
  const listed = await askCri(host, p.imageSocket, 'ImageService', 'ListImages', {});
  if (!listed.ok) {
    const about = { call: 'ListImages', socket: p.imageSocket, image: '', limitMs: REQUEST_MS } as const;
    return failureOf(listed.error, { ...about, ms: performance.now() - started });
  }
  const usable = listed.value.images
    .flatMap(({ id, repo_tags, size }) => repo_tags.map((name) => ({ id, name, size: Number(size) })))
    .filter(({ name }) => WITH_A_SHELL.test(name.replace(/:[^:/]*$/, '')));
  const [smallest] = usable.sort((a, b) => a.size - b.size);
  return smallest ? { id: smallest.id, name: oneLine(smallest.name, 200) } : null;
}

/** One that the doctor makes, by its id: containerd's CRI plugin learns of an import by an event. */
async function made(context: StepContext): Promise<StepEnd> {
  const { name, reached, ...end } = await giveOwnImage(context);
  if (name === undefined) return { ...end, ...(reached ? { reached } : {}) };
  const until = performance.now() + KNOWN_MS;
  for (;;) {
    const id = await idOf(context, name);
    if (typeof id === 'string')
      return { reached: { ...reached, image: { id, name } }, note: `${name.replace(/:[^:]*$/, '')} (made here)` };
    const reason = `${name} was imported, and CRI does not know it`;
    if (performance.now() > until) return { reached: reached!, findings: [found('no-image', { reason })] };
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** The image: the one that was named, one that is there, or one that the doctor makes. */
export const image: Step = {
  name: 'image',
  title: { en: 'image present or pulled', zh: '镜像已存在或已拉取' },
  deadlineMs: PULL_MS,
  kind: 'way',
  async run(context) {
    if (context.p.image !== null) return named(context, context.p.image);
    const there = await present(context);
    if (there && 'code' in there) return { findings: [there] };
    if (there) return { reached: { image: there }, note: there.name, deadlineMs: REQUEST_MS };
    return made(context);
  },
};
