import type { Finding } from '../checks/finding.ts';
import { oneLine } from '../checks/look/one-line.ts';
import { findProgram } from '../host/processes/find-program.ts';
import { call, PULL_MS } from './call.ts';
import { found } from './findings.ts';
import { OWN_REPOSITORY } from './identity.ts';
import { makeImage, type OwnImage } from './own-image.ts';
import { archiveOf, registryOf } from './own-image-forms.ts';
import { pathsOf } from './parameters.ts';
import type { StepContext, StepEnd } from './step.ts';

const IMPORT_MS = 30_000;

/** How an image was given to the runtime, or what prevented it. */
type Given = { readonly name: string } | { readonly reason: string } | { readonly finding: Finding };

/** Imports it with ctr(8), into the namespace of CRI: containerd asks nobody else for it, whatever its mirrors are. */
async function imported({ host, changes, p }: StepContext, image: OwnImage): Promise<Given> {
  const ctr = await findProgram('ctr', { stat: (args) => host.ask('stat', args) }, true);
  if (!ctr.ok) return { reason: 'ctr: not found' };
  const name = `localhost/${OWN_REPOSITORY}:${image.tag}`;
  const path = pathsOf(p).archive;
  const base64 = Buffer.from(await archiveOf(image, name)).toString('base64');
  const written = await changes.file({ method: 'makeFile', path, mode: 0o600, uid: 0, gid: 0, base64 });
  if (!written.ok) return { reason: `${path}: ${written.error.code}` };
  const argv = [ctr.value, '--address', p.imageSocket, '-n', 'k8s.io', 'images', 'import', path] as const;
  const ran = await changes.command([...argv], IMPORT_MS);
  if (!ran.ok) return { reason: `ctr: ${ran.error.message}` };
  return ran.value.exitCode === 0 ? { name } : { reason: `ctr: ${ran.value.stderr || ran.value.stdout}` };
}

/**
 * Lets the runtime pull it from the doctor itself. To containerd and dockerd a registry on loopback is one without
 * TLS by itself; to CRI-O it is where registries.conf(5) says so.
 */
async function pulled(context: StepContext, image: OwnImage): Promise<Given> {
  const server = await context.changes.serve(registryOf(image));
  if (!server.ok) return { reason: `127.0.0.1: ${server.error.code}` };
  const { address } = server.value;
  try {
    const name = `${address}/${OWN_REPOSITORY}:${image.tag}`;
    const { reply, findings } = await call(context, 'PullImage', { image: { image: name } }, PULL_MS);
    if (reply) return { name };
    // That the runtime is gone, or silent, is a finding of its own.
    const { code, args } = findings[0]!;
    const { details } = args;
    const refused = code.startsWith('smoke/image-') && typeof details === 'string';
    return refused ? { reason: `${address}: ${details}` } : { finding: findings[0]! };
  } finally {
    server.value.close();
  }
}

/** No image, and why: each way has its reason. */
function none(...reasons: readonly string[]): Finding {
  return found('no-image', { reason: reasons.map((reason) => oneLine(reason, 300)).join('; ') });
}

/** Makes an image of the node's own shell, and gives it to the runtime. */
export async function giveOwnImage(context: StepContext): Promise<StepEnd & { readonly name?: string }> {
  const image = await makeImage(context.host);
  if (!image.ok) return { findings: [none(image.error.message)] };
  const reached = { imageAsked: true } as const;
  const first = await imported(context, image.value);
  if ('name' in first) return { name: first.name, reached };
  const given = context.signal.aborted ? first : await pulled(context, image.value);
  if ('name' in given) return { name: given.name, reached };
  const reasons = [first, given].flatMap((one) => ('reason' in one ? [one.reason] : []));
  return { reached, findings: ['finding' in given ? given.finding : none(...reasons)] };
}
