import type { HostError } from '../../host/answer.ts';
import type { Host } from '../../host/host.ts';
import type { PathInfo } from '../../host/questions.ts';
import { distrust } from '../../host/processes/trusted-program.ts';
import { code, type CheckContext, type Looked, type Observed } from '../check.ts';
import { modeText, ownerText } from '../look/mode-text.ts';
import { notExecutable } from '../look/not-executable.ts';
import { ownersCount } from '../look/ownership.ts';

/** What happens in csupervisor where the program cannot be run: the same for all codes of one program. */
export interface Consequence {
  readonly en: string;
  readonly zh: string;
}

/**
 * The codes of a program that csupervisor runs as root. `consequence` says what comes of a program
 * that is not there, because bindfs and fusermount3 differ in it.
 */
export function executableCodes(consequence: Consequence) {
  return {
    missing: code<{ path: string }>({
      severity: 'error',
      summary: { en: `The program is not there: ${consequence.en}`, zh: `程序不存在：${consequence.zh}` },
      message: {
        en: ({ path }) => `${path} does not exist: ${consequence.en}`,
        zh: ({ path }) => `${path} 不存在：${consequence.zh}`,
      },
    }),
    'not-executable': code<{ path: string; mode: string }>({
      severity: 'error',
      summary: { en: 'What is there cannot be executed', zh: '该文件不可执行' },
      message: {
        en: ({ path, mode }) => `${path} cannot be executed (${mode}): ${consequence.en}`,
        zh: ({ path, mode }) => `${path} 不可执行（${mode}）：${consequence.zh}`,
      },
    }),
    'untrusted-path': code<{ path: string; open: string; mode: string; owner: string }>({
      severity: 'error',
      summary: {
        en: 'Another user than root could replace the program, which runs as root',
        zh: '该程序以 root 身份运行，却可被其他用户替换',
      },
      message: {
        en: ({ path, open, mode, owner }) =>
          `csupervisor runs ${path} as root, but ${path === open ? 'it' : open} (${mode} ${owner}) lets another user replace it`,
        zh: ({ path, open, mode, owner }) =>
          `csupervisor 以 root 身份运行 ${path}，但${path === open ? '它' : ` ${open} `}（${mode} ${owner}）可被其他用户改写`,
      },
    }),
  };
}

type ExecutableCodes = ReturnType<typeof executableCodes>;

/** Errors that say that nothing is at a path: no such name, a file where a directory should be, a loop. */
const NOTHING_THERE = new Set(['ENOENT', 'ENOTDIR', 'ELOOP', 'ENAMETOOLONG']);

/** The first of the program and the directories on its way that another user than root may write. */
async function openPart(
  host: Host,
  path: string,
  info: PathInfo,
): Promise<{ path: string; info: PathInfo } | HostError | null> {
  if (!(await ownersCount(host))) return null;
  const distrusted = await distrust(path, info, { stat: (args) => host.ask('stat', args) });
  if (!distrusted || distrusted.ok) return null;
  const part = distrusted.error.detail?.['path'];
  if (distrusted.error.code !== 'UNTRUSTED' || typeof part !== 'string') return distrusted.error;
  const there = await host.ask('stat', { path: part, follow: true });
  return there.ok ? { path: part, info: there.value } : there.error;
}

/**
 * Looks at a program by its absolute path, without running it: it is there, root can execute it, and only
 * root can replace it. craned's spawn does not search PATH
 * (subprocess.h without subprocess_option_search_user_path), so a path is all there is.
 */
export async function lookAtExecutable(context: CheckContext<ExecutableCodes>, path: string): Promise<Looked> {
  const { host, found, notSeen } = context;
  const there = await host.ask('stat', { path, follow: true });
  if (!there.ok) {
    const missing = NOTHING_THERE.has(there.error.code);
    return {
      observed: { path, error: there.error.code },
      findings: [missing ? found('missing', { path }, { target: path }) : notSeen(path, there.error)],
    };
  }
  const info = there.value;
  const observed: Observed = {
    path,
    ...(info.realPath === path ? {} : { realPath: info.realPath }),
    mode: modeText(info),
    owner: ownerText(info),
  };
  const mode = await notExecutable(host, info);
  if (mode !== null) return { observed, findings: [found('not-executable', { path, mode }, { target: path })] };
  const open = await openPart(host, path, info);
  if (!open) return { observed, findings: [] };
  if (!('info' in open)) return { observed, findings: [notSeen(path, open)] };
  const args = { path, open: open.path, mode: modeText(open.info), owner: ownerText(open.info) };
  return { observed, findings: [found('untrusted-path', args, { target: open.path })] };
}
