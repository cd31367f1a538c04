import type { HostError } from '../../host/answer.ts';
import type { Host } from '../../host/host.ts';
import { code, defineCheck } from '../check.ts';
import { hasFuse } from './fuse-file-system.ts';

/** modules.dep of a distribution's kernel has about 1 MiB. */
const MOST_BYTES = 16 * 1024 * 1024;

type Lookup = { readonly module: string } | { readonly error: HostError } | 'none';

/**
 * The kernel's FUSE module as depmod lists it for this release, wherever it lies and however it is
 * compressed: a line of modules.dep begins with its path, modules.builtin has paths only.
 */
async function moduleOf(host: Host, release: string): Promise<Lookup> {
  for (const list of ['modules.dep', 'modules.builtin']) {
    const path = `/lib/modules/${release}/${list}`;
    const file = await host.ask('readFile', { path, maxBytes: MOST_BYTES });
    if (!file.ok && !['ENOENT', 'ENOTDIR'].includes(file.error.code)) return { error: file.error };
    if (!file.ok) continue;
    const match = /^[^:\n]*\/fuse\.ko(?:\.\w+)?(?=:|$)/m.exec(Buffer.from(file.value.bytes).toString('latin1'));
    if (match) return { module: match[0] };
  }
  return 'none';
}

/**
 * bindfs needs the kernel's FUSE. A kernel whose module is only not loaded is a warning: opening
 * /dev/fuse loads it, unless modprobe was told otherwise.
 */
export const fuseModule = defineCheck({
  id: 'fuse-module',
  group: 'bindfs',
  title: { en: 'Kernel has FUSE', zh: '内核支持 FUSE' },
  feature: 'bindfs',
  explains: ['fuse-device/missing', 'fuse-device/not-a-device'],
  codes: {
    absent: code<{ release: string }>({
      severity: 'error',
      summary: { en: 'The kernel has no FUSE', zh: '内核不支持 FUSE' },
      message: {
        en: ({ release }) => `Kernel ${release} has no FUSE: neither loaded, nor built in, nor as a module`,
        zh: ({ release }) => `内核 ${release} 不支持 FUSE：既未加载，也未内置，没有对应模块`,
      },
    }),
    'not-loaded': code<{ release: string; module: string }>({
      severity: 'warning',
      summary: { en: "The kernel's FUSE module is not loaded", zh: 'FUSE 内核模块未加载' },
      message: {
        en: ({ release, module }) => `The FUSE module of kernel ${release} is not loaded (${module})`,
        zh: ({ release, module }) => `内核 ${release} 的 FUSE 模块未加载（${module}）`,
      },
    }),
  },
  async run({ host, found, notSeen }) {
    const fuse = await hasFuse(host);
    if (!fuse.ok) return { findings: [notSeen('/proc/filesystems', fuse.error)] };
    if (fuse.value) return { observed: { fileSystem: 'fuse' }, findings: [] };

    const identity = await host.ask('identity', {});
    if (!identity.ok) return { findings: [notSeen('uname', identity.error)] };
    const release = identity.value.kernel;
    const lookup = await moduleOf(host, release);
    if (lookup === 'none') return { observed: { kernel: release }, findings: [found('absent', { release })] };
    if ('error' in lookup)
      return { observed: { kernel: release }, findings: [notSeen(`/lib/modules/${release}`, lookup.error)] };
    const { module } = lookup;
    return { observed: { kernel: release, module }, findings: [found('not-loaded', { release, module })] };
  },
});
