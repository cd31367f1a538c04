import type { HostError } from '../../host/answer.ts';
import { code, defineCheck, type CheckContext, type Codes } from '../check.ts';
import type { Finding } from '../finding.ts';
import { tooOldForUserns, USERNS_KERNEL } from '../look/kernel-for-userns.ts';
import { oneLine } from '../look/one-line.ts';

/** How many user namespaces there may be (user_namespaces(7)); at 0 not even root can make one. */
const LIMIT = '/proc/sys/user/max_user_namespaces';

/** A process's namespaces; `user` is among them while the kernel was built with CONFIG_USER_NS. */
const NAMESPACES = '/proc/self/ns';

const CODES = {
  'kernel-too-old': code<{ kernel: string; least: string; byDefault: boolean }>({
    severity: ['warning', 'info'],
    summary: {
      en: 'The kernel is older than craned wants for user namespaces',
      zh: '内核版本低于 craned 对用户命名空间的要求',
    },
    message: {
      en: ({ kernel, least, byDefault }) =>
        `Kernel ${kernel} is lower than ${least}: ${byDefault ? 'craned logs that user namespaces may be unavailable, and starts' : 'user namespaces may be unavailable to jobs that ask for them with --userns'}`,
      zh: ({ kernel, least, byDefault }) =>
        `内核 ${kernel} 低于 ${least}：${byDefault ? 'craned 会照常启动，仅在日志中提示用户命名空间可能不可用' : '用 --userns 申请用户命名空间的作业可能失败'}`,
    },
  }),
  disabled: code<{ path: string; absent: boolean; byDefault: boolean }>({
    severity: ['error', 'warning'],
    summary: { en: 'The kernel makes no user namespaces', zh: '内核禁用了用户命名空间' },
    message: {
      en: ({ path, absent, byDefault }) =>
        `${path} is ${absent ? 'not there: the kernel was built without user namespaces' : '0: no user namespace can be made'}. ${byDefault ? 'Container jobs use one unless they ask for none' : 'Jobs that ask for one with --userns fail'}`,
      zh: ({ path, absent, byDefault }) =>
        `${path} ${absent ? '不存在：内核未编译用户命名空间' : '为 0：无法创建用户命名空间'}。${byDefault ? '容器作业默认使用用户命名空间' : '用 --userns 申请用户命名空间的作业会失败'}`,
    },
  }),
} satisfies Codes;

type Context = CheckContext<typeof CODES>;

/**
 * What jobs with user namespaces need of the kernel. `UserNsEnabledByDefault: false` only changes what jobs
 * get that do not ask: `--userns` stays open to everybody. So a kernel without user namespaces is then a
 * warning. An old one is then no more than information: it has them, without mapped mounts, and the switch
 * is the remedy for it, after which craned too is silent (Craned.cpp, its hint at the start).
 */
export const usernsKernel = defineCheck({
  id: 'userns-kernel',
  group: 'userns',
  title: { en: 'Kernel allows user namespaces', zh: '内核允许用户命名空间' },
  codes: CODES,
  async run(context) {
    const { host, notSeen, found, config } = context;
    const byDefault = config.container?.userNsEnabledByDefault ?? true;
    const [identity, made] = await Promise.all([host.ask('identity', {}), lookAtKernel(context, byDefault)]);
    if (!identity.ok) return { ...made, findings: [...made.findings, notSeen('uname', identity.error)] };
    const kernel = oneLine(identity.value.kernel, 120);
    const observed = { kernel, ...made.observed };
    const tooOld = tooOldForUserns(identity.value.kernel);
    if (tooOld === null) {
      const error: HostError = { code: 'EINVAL', message: `not a kernel's release: ${kernel}` };
      return { observed, findings: [...made.findings, notSeen('uname', error)] };
    }
    const severity = byDefault ? 'warning' : 'info';
    const old = tooOld ? [found('kernel-too-old', { kernel, least: USERNS_KERNEL, byDefault }, { severity })] : [];
    return { observed, findings: [...made.findings, ...old] };
  },
});

/** Whether the kernel makes user namespaces at all. */
async function lookAtKernel(
  { host, found, notSeen }: Context,
  byDefault: boolean,
): Promise<{ readonly findings: readonly Finding[]; readonly observed: { readonly limit?: string } }> {
  const [limit, listed] = await Promise.all([
    host.ask('readFile', { path: LIMIT, maxBytes: 64 }),
    host.ask('readDirectory', { path: NAMESPACES, max: 100 }),
  ]);
  const disabled = (path: string, absent: boolean): Finding =>
    found('disabled', { path, absent, byDefault }, { target: path, severity: byDefault ? 'error' : 'warning' });
  if (listed.ok && !listed.value.some(({ name }) => name === 'user'))
    return { observed: {}, findings: [disabled(`${NAMESPACES}/user`, true)] };
  const findings = listed.ok ? [] : [notSeen(NAMESPACES, listed.error)];
  // Kernels before 4.9 have no limit.
  if (!limit.ok && limit.error.code === 'ENOENT') return { observed: {}, findings };
  if (!limit.ok) return { observed: {}, findings: [...findings, notSeen(LIMIT, limit.error)] };
  const text = oneLine(Buffer.from(limit.value.bytes).toString('latin1'), 64);
  return { observed: { limit: text }, findings: text === '0' ? [...findings, disabled(LIMIT, false)] : findings };
}
