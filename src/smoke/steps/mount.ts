import type { Finding } from '../../checks/finding.ts';
import type { PathInfo } from '../../host/questions.ts';
import { found, notSeen } from '../findings.ts';
import { MOUNT_FILE, MOUNT_POINT, pathsOf, type IdRange, type SmokeParameters } from '../parameters.ts';
import type { Step, StepContext } from '../step.ts';
import { lookInto } from './looks.ts';

/** What the kernel shows where an id has no place in a user namespace (overflowuid, user_namespaces(7)). */
const NOBODY = 65_534;

interface Ids {
  readonly uid: number;
  readonly gid: number;
}

/** The id that the container should see for an owner on the node. */
function expectedId(p: SmokeParameters, range: IdRange | undefined, owner: number, own: number, runAs: number): number {
  if (!range) return owner;
  if (p.mountWay === 'idmap') return owner === own ? runAs : NOBODY;
  // bindfs moves all ids by the same amount, so that the user's own becomes the one that the container runs as.
  const inside = owner - own + runAs;
  return inside >= 0 && inside < range.count ? inside : NOBODY;
}

function expectedOwner(p: SmokeParameters, { uid, gid }: Ids): Ids {
  return {
    uid: expectedId(p, p.userns?.uids, uid, p.account.uid, p.runAs.uid),
    gid: expectedId(p, p.userns?.gids, gid, p.account.gid, p.runAs.gid),
  };
}

const text = ({ uid, gid }: Ids): string => `${uid}:${gid}`;

/** `drwx------ 2 0 0 4096 …` of `ls -ldn`. */
function ownerIn(line: string): Ids | null {
  const [, uid, gid] = /^d\S+\s+\d+\s+(\d+)\s+(\d+)\s/.exec(line.trim()) ?? [];
  return uid === undefined || gid === undefined ? null : { uid: Number(uid), gid: Number(gid) };
}

/** Whom the file that the container has made belongs to on the node. */
async function fileOwner({ host, p }: StepContext, source: string): Promise<Finding | null> {
  const path = `${source}/${MOUNT_FILE}`;
  const info = await host.ask('stat', { path, follow: false });
  if (!info.ok) return notSeen(path, info.error);
  const { uid, gid } = p.account;
  const seen = text(info.value);
  return info.value.uid === uid && info.value.gid === gid
    ? null
    : found('mount-file-owner', { path, seen, expected: text({ uid, gid }) }, { target: path });
}

/** Whether the account may write into the directory by its own bits: then the container must be able to as well. */
function mayWrite({ account }: SmokeParameters, info: PathInfo): boolean {
  return info.uid === account.uid && (info.mode & 0o300) === 0o300;
}

/** What the container sees of the mount, and what of it comes back to the node. */
export const mount: Step = {
  name: 'mount',
  title: { en: 'owners in the mount, in and out', zh: '挂载目录内外的属主' },
  deadlineMs: null,
  kind: 'look',
  async run(context) {
    const { p, reached, host } = context;
    if (reached.mountPath === undefined) return { skipped: { en: 'nothing is mounted', zh: '没有挂载' } };
    const source = p.mount ?? pathsOf(p).mountSource;
    const info = await host.ask('stat', { path: source, follow: true });
    if (!info.ok) return { findings: [notSeen(source, info.error)] };
    const writable = mayWrite(p, info.value);
    const wrote = reached.seen?.parts.get('write')?.includes('written') === true;
    const file = writable && wrote ? await fileOwner(context, source) : null;
    return lookInto(reached.seen, ({ parts }) => {
      const seen = ownerIn(parts.get('mount') ?? '');
      const expected = expectedOwner(p, info.value);
      const differs = seen !== null && text(seen) !== text(expected);
      const unseen = { code: 'ENOENT', message: 'ls -ldn printed nothing' };
      return {
        note: seen ? `${MOUNT_POINT}: ${text(seen)}` : '',
        findings: [
          ...(seen ? [] : [notSeen(MOUNT_POINT, unseen)]),
          ...(differs ? [found('mount-owner', { path: MOUNT_POINT, seen: text(seen), expected: text(expected) })] : []),
          ...(writable && !wrote ? [found('mount-not-writable', { path: MOUNT_POINT }, { target: source })] : []),
          ...(file ? [file] : []),
        ],
      };
    });
  },
};
