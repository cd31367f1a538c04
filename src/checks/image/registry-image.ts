import { socketOf } from '../../cri/ask-cri.ts';
import { refused, type Answer } from '../../host/answer.ts';
import { readLogins, type Login } from '../../registry/login.ts';
import { lookUpImage } from '../../registry/look-up-image.ts';
import { measurePull } from '../../registry/measure-pull.ts';
import { architectureOf } from '../../registry/platform.ts';
import { pullPolicyOf } from '../../registry/pull-policy.ts';
import type { ImageReference } from '../../registry/reference.ts';
import { pullingRuntime } from '../../registry/routes-of.ts';
import { within } from '../../registry/within.ts';
import { defineCheck, type CheckContext } from '../check.ts';
import type { Finding } from '../finding.ts';
import { eachOnce } from '../look/each-once.ts';
import { inTurns } from '../look/in-turns.ts';
import { oneLine } from '../look/one-line.ts';
import { namedImages, nodeImage, type NodeImage } from './node-image.ts';
import { REGISTRY_IMAGE_CODES } from './registry-image-codes.ts';
import { findingFor, leftTo, refusedOthers, rowOf, type Seen } from './registry-image-findings.ts';

type Context = CheckContext<typeof REGISTRY_IMAGE_CODES>;

/** All images of all registries are asked for within this, ms, before the check's own deadline (10 s). */
const PATIENCE_MS = 9_000;
/** The image service's word counts only where it comes at once: its silence is another check's finding. */
const NODE_PATIENCE_MS = 1_000;
/** More logins for one registry than these are not tried: a registry locks out who asks too often. */
const MOST_LOGINS = 8;
/** As many accounts are named whose logins were left out; the others are counted. */
const MOST_NAMED = 10;

/** An image, and as whom it is asked for: without a login where no account has one for its registry. */
interface Question {
  readonly reference: ImageReference;
  readonly login: { readonly account: string; readonly basic: string } | null;
}

/** What is asked about an image, and the accounts whose logins are left out. */
interface Questions {
  readonly reference: ImageReference;
  readonly asked: readonly Question[];
  readonly leftOut: readonly string[];
}

/** The questions about an image: one for each distinct login, as each account's password may be another. */
function questionsAbout(reference: ImageReference, files: readonly Login[]): Questions {
  const accounts = new Map<string, string>();
  for (const { owner, logins } of files) {
    const basic = logins.get(reference.registry.name);
    if (basic !== undefined && !accounts.has(basic)) accounts.set(basic, oneLine(owner.name, 100));
  }
  const all = [...accounts].map(([basic, account]) => ({ reference, login: { account, basic } }));
  const asked = all.length === 0 ? [{ reference, login: null }] : all.slice(0, MOST_LOGINS);
  return { reference, asked, leftOut: all.slice(MOST_LOGINS).map(({ login }) => login.account) };
}

/**
 * Whether the registries give out the images that were named, for this node's processor, and to whoever
 * asks: what the runtime does before it pulls, by its own routes, as far as the manifest. A registry that
 * cannot be reached is left to `dns` and `registry`.
 */
export const registryImage = defineCheck({
  id: 'registry-image',
  group: 'image',
  title: { en: 'Registries give out the named images', zh: '仓库可提供指定的镜像' },
  network: true,
  idle: ({ images }) => (images.length > 0 ? null : { en: 'no image is named (--image)', zh: '未指定镜像（--image）' }),
  codes: REGISTRY_IMAGE_CODES,
  async run(context) {
    const { host, config, options } = context;
    const until = performance.now() + PATIENCE_MS;
    const endpoint = config.container?.imageEndpoint;
    const socket = endpoint === undefined ? null : socketOf(endpoint);
    const [runtime, logins, identity] = await Promise.all([
      pullingRuntime(host, socket),
      readLogins(host, options.users),
      host.ask('identity', {}),
    ]);
    if (!identity.ok) return { findings: [context.notSeen('uname', identity.error)] };
    const architecture = architectureOf(identity.value.arch);
    const look = async ({ reference, login }: Question): Promise<Seen> => {
      const [onNode, looked] = await Promise.all([
        askNode(context, socket, reference),
        lookUpImage(host, reference, { runtime, architecture, login, until }),
      ]);
      const held = onNode.ok && onNode.value !== null && pullPolicyOf(reference) === 'IfNotPresent';
      const measured =
        options.measurePull === true && looked.found.kind === 'found' ? await measurePull(looked.found) : null;
      return { ...looked, reference, held, measured, account: login?.account ?? null };
    };
    const about = namedImages(options.images).map((reference) => questionsAbout(reference, logins.files));
    const questions = about.flatMap(({ asked }) => asked);
    const seen = (await inTurns(questions, { atOnce: 4, until }, look)).flatMap((one) => (one ? [one] : []));
    const late = questions.slice(seen.length).map(({ reference }) => {
      return context.notSeen(reference.text, { code: 'TIMEOUT', message: 'not asked in time' });
    });

    const left = seen.flatMap((one) => leftTo(context, one) ?? []);
    const observed = { images: seen.map(rowOf) };
    if (left.length > 0 && left.length === questions.length) return { blockedBy: [...new Set(left)], observed };
    const findings = refusedOthers(seen).flatMap((one) => {
      const finding = findingFor(context, one, architecture);
      // The runtime may know another way, by a file that only it reads.
      return finding && one.unseen ? [context.notSeen(one.unseen.path, one.unseen.error)] : (finding ?? []);
    });
    const leftOut = about.flatMap((one) => leftOutFinding(context, one) ?? []);
    return { observed, findings: eachOnce([...findings, ...late, ...leftOut]) };
  },
});

function leftOutFinding({ found }: Context, { reference, asked, leftOut }: Questions): Finding | null {
  if (leftOut.length === 0) return null;
  const args = {
    image: reference.text,
    registry: reference.registry.authority,
    tried: asked.length,
    count: leftOut.length,
    accounts: leftOut.slice(0, MOST_NAMED),
  };
  return found('logins-left-out', args, { target: reference.text });
}

async function askNode(
  { host }: Context,
  socket: string | null,
  reference: ImageReference,
): Promise<Answer<NodeImage | null>> {
  if (socket === null) return refused({ code: 'ENOENT', message: 'no image endpoint' });
  return within(NODE_PATIENCE_MS, nodeImage(host, socket, reference));
}
