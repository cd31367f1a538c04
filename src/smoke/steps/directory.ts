import { dirname } from 'node:path';
import { found } from '../findings.ts';
import { OWN_DIRECTORY, RUN_DIRECTORY } from '../identity.ts';
import { pathsOf } from '../parameters.ts';
import type { Reached, Step } from '../step.ts';

/**
 * The run's own directory, and in it the log directory as the supervisor makes it: 0700, the user's, with
 * the log file in it before the runtime opens it (CreateFoldersForFileEx, ContainerInstance::Prepare).
 */
export const directory: Step = {
  name: 'directory',
  title: { en: 'log directory', zh: '日志目录' },
  deadlineMs: null,
  kind: 'way',
  async run({ p, owner, host, changes }) {
    const { logDirectory, log, owner: ownerFile } = pathsOf(p);
    const { uid, gid } = p.account;
    const root = { uid: 0, gid: 0 };
    const text = (value: string): string => Buffer.from(value).toString('base64');
    const work = dirname(p.directory);
    // A directory that was named has to be there, as the one that a job is submitted from is.
    const own = work === OWN_DIRECTORY && !(await host.ask('stat', { path: work, follow: true })).ok;
    const wanted = [
      ...(own ? [{ method: 'makeDirectory', path: work, mode: 0o755, ...root } as const] : []),
      { method: 'makeDirectory', path: p.directory, mode: 0o711, ...root },
      { method: 'makeFile', path: ownerFile, mode: 0o600, base64: text(JSON.stringify(owner)), ...root },
      { method: 'makeDirectory', path: logDirectory, mode: 0o700, uid, gid },
      { method: 'makeFile', path: log, mode: 0o600, base64: '', uid, gid },
    ] as const;
    let reached: Reached = {};
    for (const change of wanted) {
      const made = await changes.file(change);
      if (made.ok) {
        reached = { directoryMade: true };
        continue;
      }
      const { code, message } = made.error;
      const foreign = code === 'EEXIST' && change.path === p.directory;
      const reason = foreign
        ? `EEXIST (a ${RUN_DIRECTORY} that no smoke test made)`
        : code === 'INTERNAL'
          ? message
          : code;
      return { reached, findings: [found('log-directory', { path: change.path, reason }, { target: change.path })] };
    }
    return { reached, note: logDirectory };
  },
};
