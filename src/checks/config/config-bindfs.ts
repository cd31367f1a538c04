import { isCranesOwn, isSharedDirectory } from '../../config/shared-directories.ts';
import { code, defineCheck, type CheckContext, type Codes } from '../check.ts';
import { placeOfKey } from './config-place.ts';
import { VALUE_CODES } from './config-value-codes.ts';
import { listAsSection, nullText, valueStops } from './config-value-findings.ts';
import type { Finding } from '../finding.ts';

const SECTION = 'Container.BindFs';
const MOUNT_BASE = `${SECTION}.MountBaseDir`;
const PROGRAMS = [
  ['BindfsBinary', 'bindfsBinary'],
  ['FusermountBinary', 'fusermountBinary'],
] as const;

const CODES = {
  ...VALUE_CODES,
  'bare-binary-name': code<{ key: string; value: string; written: boolean }>({
    severity: 'error',
    summary: {
      en: 'A program of BindFs is not an absolute path, and PATH is not searched',
      zh: 'BindFs 的程序不是绝对路径，而且不会搜索 PATH',
    },
    message: {
      en: ({ key, value, written }) =>
        `${key} is ${value}${written ? '' : ' by default'}, not an absolute path: csupervisor does not search PATH`,
      zh: ({ key, value, written }) =>
        `${key} ${written ? '为' : '默认为'} ${value}，不是绝对路径：csupervisor 不会搜索 PATH`,
    },
  }),
  'shared-mount-base': code<{ path: string; real: string | null; others: readonly string[] }>({
    severity: 'error',
    summary: {
      en: 'MountBaseDir is used by others too: csupervisor makes it 0700 and root its owner',
      zh: 'MountBaseDir 还有其他用途：csupervisor 会把它改为 0700 且属主为 root',
    },
    message: {
      en: ({ path, real, others }) =>
        `csupervisor makes ${real === null ? path : `${real} (${path} leads there)`} 0700 and root its owner, which locks all others out${others.length === 0 ? '' : ` (it holds ${others.join(', ')})`}`,
      zh: ({ path, real, others }) =>
        `csupervisor 会把 ${real === null ? path : `${real}（由 ${path} 指向）`} 改为 0700 且属主为 root，其他用户将无法访问${others.length === 0 ? '' : `（其中有 ${others.join('、')}）`}`,
    },
  }),
  'incomplete-block': code<{ missing: readonly string[] }>({
    severity: 'warning',
    summary: {
      en: 'A BindFs section without both programs: the version that the guide was written for aborts',
      zh: 'BindFs 配置缺少程序路径：编写部署指南时的版本会异常中止',
    },
    message: {
      en: ({ missing }) =>
        `BindFs has no ${missing.join(' and no ')}: today's craned has defaults, that of January 2026 aborts even with Enabled: false`,
      zh: ({ missing }) =>
        `BindFs 缺少 ${missing.join('、')}：当前的 craned 有默认值，2026 年 1 月的版本即使 Enabled: false 也会异常中止`,
    },
  }),
  'relative-mount-base': code<{ path: string; baseDir: string }>({
    severity: 'error',
    summary: {
      en: 'MountBaseDir and CraneBaseDir are both relative, and bindfs mounts need an absolute path',
      zh: 'MountBaseDir 与 CraneBaseDir 都是相对路径，而 BindFs 挂载需要绝对路径',
    },
    message: {
      en: ({ path, baseDir }) =>
        `MountBaseDir is below CraneBaseDir (${baseDir}) and so ${path}; csupervisor refuses it: Bindfs mount base dir must be absolute: ${path}`,
      zh: ({ path, baseDir }) =>
        `MountBaseDir 位于 CraneBaseDir（${baseDir}）之下，即 ${path}，csupervisor 会拒绝：Bindfs mount base dir must be absolute: ${path}`,
    },
  }),
} satisfies Codes;

type Context = CheckContext<typeof CODES>;

/** The BindFs section: its programs and its directory, as csupervisor will use them at a job's start. */
export const configBindfs = defineCheck({
  id: 'config-bindfs',
  group: 'config',
  title: { en: 'BindFs settings are usable', zh: 'BindFs 配置可用' },
  feature: 'container',
  machine: false,
  needs: ['config-file'],
  decides: [SECTION],
  codes: CODES,
  async run(context) {
    const bindFs = context.config.container?.bindFs;
    const values = [...valueStops(context, SECTION), ...listAsSection(context, SECTION)];
    if (!bindFs?.enabled) return { observed: { enabled: false }, findings: [...values, ...incomplete(context)] };
    const { bindfsBinary, fusermountBinary, mountBaseDir } = bindFs;
    return {
      observed: { enabled: true, bindfsBinary, fusermountBinary, mountBaseDir },
      findings: [
        ...values,
        ...nullText(context, MOUNT_BASE),
        ...programs(context, bindFs),
        ...(await mountBase(context, mountBaseDir)),
      ],
    };
  },
});

/** craned read both programs whenever the section was there, until d7513587 of February 2026 (BindFs.cpp, Craned.cpp). */
function incomplete({ config, found }: Context): Finding[] {
  if (config.entry(SECTION)?.value.kind !== 'map') return [];
  const missing = PROGRAMS.map(([name]) => name).filter((name) => !config.entry(`${SECTION}.${name}`));
  if (missing.length === 0) return [];
  const location = placeOfKey(config, SECTION, 'key');
  return [found('incomplete-block', { missing }, { target: SECTION, location })];
}

/** subprocess.h spawns with posix_spawn, which searches no PATH, in csupervisor's working directory. */
function programs(
  { config, found }: Context,
  bindFs: { readonly bindfsBinary: string; readonly fusermountBinary: string },
): Finding[] {
  return PROGRAMS.filter(([, field]) => !bindFs[field].startsWith('/')).map(([name, field]) => {
    const key = `${SECTION}.${name}`;
    const location = placeOfKey(config, key) ?? placeOfKey(config, SECTION, 'key');
    const args = { key, value: bindFs[field] === '' ? '""' : bindFs[field], written: config.entry(key) !== null };
    return found('bare-binary-name', args, { target: key, location });
  });
}

/** Whether others than Crane use the directory: one of the system's, or one that holds more than Crane's own. */
async function mountBase({ host, config, found, notSeen }: Context, path: string): Promise<Finding[]> {
  const { baseDir } = config.paths;
  const about = { target: MOUNT_BASE, location: placeOfKey(config, MOUNT_BASE) };
  if (!path.startsWith('/')) return [found('relative-mount-base', { path, baseDir }, about)];
  if (isSharedDirectory(path, baseDir)) return [found('shared-mount-base', { path, real: null, others: [] }, about)];
  // chmod and chown follow a symlink.
  const seen = await host.ask('stat', { path, follow: true });
  if (seen.ok && isSharedDirectory(seen.value.realPath, baseDir)) {
    return [found('shared-mount-base', { path, real: seen.value.realPath, others: [] }, about)];
  }
  const listed = await host.ask('readDirectory', { path, max: 1_000 });
  if (listed.ok) {
    const others = listed.value.map(({ name }) => name).filter((name) => !isCranesOwn(name));
    return others.length === 0
      ? []
      : [found('shared-mount-base', { path, real: null, others: others.slice(0, 3) }, about)];
  }
  // That it is not there, or no directory, is for mount-base-dir to say.
  if (listed.error.code !== 'EACCES' && listed.error.code !== 'EPERM') {
    return ['ENOENT', 'ENOTDIR', 'ELOOP'].includes(listed.error.code) ? [] : [notSeen(path, listed.error)];
  }
  // 0700 and root's: csupervisor has been here, and there is nobody left to lock out.
  return seen.ok && seen.value.uid === 0 && seen.value.mode === 0o700 ? [] : [notSeen(path, listed.error)];
}
