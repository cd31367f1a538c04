import { bindfsOffsets, bindfsTarget } from '../bindfs-command.ts';
import { found, notSeen } from '../findings.ts';
import { MOUNT_FILE, pathsOf } from '../parameters.ts';
import type { Step } from '../step.ts';

/**
 * Without a runtime: what the container's root would see and make in the mount, looked at from the node. Its id
 * on the node is the first of the subordinate range.
 */
export const throughBindfs: Step = {
  name: 'mount',
  title: { en: 'owners in the mount, in and out', zh: '挂载目录内外的属主' },
  deadlineMs: null,
  kind: 'look',
  async run({ p, host, changes, reached }) {
    if (reached.mountPath === undefined) return { skipped: { en: 'nothing is mounted', zh: '没有挂载' } };
    const target = bindfsTarget(p);
    const source = p.mount ?? pathsOf(p).mountSource;
    const [inside, outside] = await Promise.all(
      [target, source].map((path) => host.ask('stat', { path, follow: true })),
    );
    if (!inside!.ok) return { findings: [notSeen(target, inside!.error)] };
    if (!outside!.ok) return { findings: [notSeen(source, outside!.error)] };
    const offsets = bindfsOffsets(p, p.userns!);
    const ids = { uid: (outside!.value.uid + offsets.uid) >>> 0, gid: (outside!.value.gid + offsets.gid) >>> 0 };
    const text = (of: { readonly uid: number; readonly gid: number }): string => `${of.uid}:${of.gid}`;
    const seen = text(inside!.value);
    if (seen !== text(ids))
      return { findings: [found('mount-owner', { path: target, seen, expected: text(ids) }, { target })] };
    const root = { uid: p.userns!.uids.start, gid: p.userns!.gids.start };
    const file = { method: 'makeFile', path: `${target}/${MOUNT_FILE}`, mode: 0o600, base64: '', ...root } as const;
    const made = await changes.file(file);
    if (!made.ok) return { findings: [found('mount-not-writable', { path: target }, { target })] };
    const path = `${source}/${MOUNT_FILE}`;
    const back = await host.ask('stat', { path, follow: false });
    if (!back.ok) return { findings: [notSeen(path, back.error)] };
    const expected = text(p.account);
    return text(back.value) === expected
      ? { note: `${seen} → ${expected}` }
      : { findings: [found('mount-file-owner', { path, seen: text(back.value), expected }, { target: path })] };
  },
};
