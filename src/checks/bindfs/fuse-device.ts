import type { PathInfo } from '../../host/questions.ts';
import { code, defineCheck } from '../check.ts';
import { hasFuse } from './fuse-file-system.ts';
import { modeText, ownerText } from '../look/mode-text.ts';

const DEVICE = '/dev/fuse';
/** Character device 10:229 (Linux admin-guide, devices.txt). */
const MAJOR = 10;
const MINOR = 229;

function numbersOf({ device }: PathInfo): string | null {
  return device === null ? null : `${device.major}:${device.minor}`;
}

/**
 * bindfs opens /dev/fuse as root, so that 0600 root is fine. Whether root may is only seen by opening
 * it, as a device cgroup or an LSM can forbid it whatever the mode says. It is opened only as root, and
 * only where the kernel has FUSE already: opening it would load the module, and looking changes nothing.
 */
export const fuseDevice = defineCheck({
  id: 'fuse-device',
  group: 'bindfs',
  title: { en: '/dev/fuse can be opened', zh: '/dev/fuse 可打开' },
  feature: 'bindfs',
  codes: {
    missing: code<Record<string, never>>({
      severity: 'error',
      summary: { en: '/dev/fuse does not exist', zh: '/dev/fuse 不存在' },
      message: { en: () => '/dev/fuse does not exist', zh: () => '/dev/fuse 不存在' },
    }),
    'not-a-device': code<{ seen: string }>({
      severity: 'error',
      summary: { en: '/dev/fuse is not the FUSE device', zh: '/dev/fuse 不是 FUSE 设备' },
      message: {
        en: ({ seen }) => `/dev/fuse is not the FUSE device (character device 10:229): ${seen}`,
        zh: ({ seen }) => `/dev/fuse 不是 FUSE 设备（字符设备 10:229）：${seen}`,
      },
    }),
    permission: code<{ error: string; mode: string }>({
      severity: 'error',
      summary: { en: 'Root cannot open /dev/fuse', zh: 'root 无法打开 /dev/fuse' },
      message: {
        en: ({ error, mode }) => `Root cannot open /dev/fuse (${mode}): ${error}`,
        zh: ({ error, mode }) => `root 无法打开 /dev/fuse（${mode}）：${error}`,
      },
    }),
  },
  async run({ host, found, notSeen }) {
    const about = { target: DEVICE };
    const there = await host.ask('stat', { path: DEVICE, follow: true });
    if (!there.ok) {
      const missing = ['ENOENT', 'ENOTDIR'].includes(there.error.code);
      return { findings: [missing ? found('missing', {}, about) : notSeen(DEVICE, there.error)] };
    }
    const mode = modeText(there.value);
    const numbers = numbersOf(there.value);
    const observed = {
      path: DEVICE,
      mode,
      owner: ownerText(there.value),
      ...(numbers === null ? {} : { device: numbers }),
    };
    if (there.value.type !== 'character-device' || numbers !== `${MAJOR}:${MINOR}`) {
      const seen = numbers === null ? mode : `${mode} ${numbers}`;
      return { observed, findings: [found('not-a-device', { seen }, about)] };
    }

    const [identity, fuse] = await Promise.all([host.ask('identity', {}), hasFuse(host)]);
    if (!identity.ok || !identity.value.root || !fuse.ok || !fuse.value) return { observed, findings: [] };
    const opened = await host.ask('openDevice', { path: DEVICE });
    if (opened.ok) return { observed: { ...observed, opened: true }, findings: [] };
    const { error } = opened;
    if (['EACCES', 'EPERM'].includes(error.code)) {
      return { observed, findings: [found('permission', { error: error.code, mode }, about)] };
    }
    if (['ENODEV', 'ENXIO'].includes(error.code)) {
      return { observed, findings: [found('not-a-device', { seen: error.code }, about)] };
    }
    return { observed, findings: [notSeen(DEVICE, error)] };
  },
});
