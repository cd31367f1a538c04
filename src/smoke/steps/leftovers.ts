import { found } from '../findings.ts';
import { leftFindings } from '../left-behind.ts';
import { isAlive, ownerIn, type Owner } from '../owner.ts';
import { pathsOf } from '../parameters.ts';
import { removeFiles } from '../remove-files.ts';
import { removePods } from '../remove-pods.ts';
import type { Step, StepContext } from '../step.ts';

/** A run that was killed may have got to any of these. */
const ALL = { directoryMade: true, imageAsked: true, bindfsAsked: true } as const;

/** The owner of the run directory that is there; null where none is, or none that a smoke test has made. */
async function ownerOfDirectory({ host, p }: StepContext): Promise<Owner | null> {
  const path = pathsOf(p).owner;
  const file = await host.ask('readFile', { path, maxBytes: 4096 });
  const [info, above] = await Promise.all(
    [path, p.directory].map((each) => host.ask('stat', { path: each, follow: false })),
  );
  // The working directory may be somebody else's, who could put another in its place.
  if (!file.ok || !info!.ok || info!.value.uid !== 0) return null;
  if (!above!.ok || above!.value.type !== 'directory' || above!.value.uid !== 0) return null;
  return ownerIn(Buffer.from(file.value.bytes).toString('utf8'));
}

/**
 * Takes away what an earlier run has left that was killed. One that still runs is left alone, and ends this
 * one: two at once would take each other's events.
 */
export const leftovers: Step = {
  name: 'leftovers',
  title: { en: 'leftovers of an earlier test', zh: '先前测试的残留' },
  deadlineMs: null,
  kind: 'way',
  async run(context) {
    const { host, p } = context;
    const alive: Owner[] = [];
    const isOver = async (owner: Owner): Promise<boolean> => {
      const lives = await isAlive(host, owner);
      if (lives) alive.push(owner);
      return !lives;
    };
    const pods = await removePods(context, isOver, false);
    const old = await ownerOfDirectory(context);
    const over = old !== null && (await isOver(old));
    const files = over ? (await removeFiles(context, old, ALL)).left : [];
    const other = alive[0];
    const removed = [...pods.removed, ...(over && files.length === 0 ? [p.directory] : [])];
    const left = [...pods.left, ...files];
    return {
      findings: [
        ...(other ? [found('other-run', { what: p.directory, pid: other.pid })] : []),
        ...(removed.length > 0 ? [found('leftovers-removed', { what: removed.join(', ') })] : []),
        ...leftFindings(left),
      ],
      ...(removed.length > 0 ? { note: removed.join(', ') } : {}),
    };
  },
};
