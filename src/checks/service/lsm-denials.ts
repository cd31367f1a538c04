import type { Host } from '../../host/host.ts';
import type { HostError } from '../../host/answer.ts';
import { code, defineCheck } from '../check.ts';
import { oneLine } from '../look/one-line.ts';
import { denialLog } from './denial-log.ts';
import { denialOf, grouped, type DenialGroup } from './denial-records.ts';

const SELINUX = '/sys/fs/selinux/enforce';
const APPARMOR = '/sys/module/apparmor/parameters/enabled';
const DAY_MS = 86_400_000;
/** More than these are one fault that shows in many places. */
const MAX_GROUPS = 10;

type DeniedArgs = {
  lsm: string;
  comm: string;
  class: string;
  on: string;
  permissions: string;
  count: number;
  first: string;
  last: string;
};

/**
 * What SELinux or AppArmor refused to the programs between craned and a container during the last day.
 * Rocky Linux has SELinux on, and a denial shows only as `Permission denied` in a supervisor's log, with
 * modes that look right (row 43 of the messages known).
 * Where a module is on and this process may read no log (root in a container without CAP_SYSLOG), that is
 * unknown: denials may be there. A container that sees no module has nothing to ask about.
 */
export const lsmDenials = defineCheck({
  id: 'lsm-denials',
  group: 'service',
  title: { en: 'SELinux and AppArmor let containers be started', zh: 'SELinux、AppArmor 未拦截容器的启动' },
  needsRoot: true,
  codes: {
    denied: code<DeniedArgs>({
      severity: 'warning',
      summary: {
        en: 'SELinux or AppArmor denied something to a program that starts containers',
        zh: 'SELinux 或 AppArmor 拒绝了启动容器的程序的访问',
      },
      message: {
        en: (args) =>
          `${args.lsm} denied ${args.comm}: ${args.permissions} (${args.class}) on ${args.on}, ${args.count === 1 ? `at ${args.last}` : `${args.count} times, last at ${args.last}`}`,
        zh: (args) =>
          `${args.lsm} 拒绝了 ${args.comm} 对 ${args.on} 的 ${args.permissions}（${args.class}），${args.count === 1 ? `时间 ${args.last}` : `共 ${args.count} 次，最近一次 ${args.last}`}`,
      },
    }),
    permissive: code<{ count: number; programs: readonly string[] }>({
      severity: 'info',
      summary: {
        en: 'Denials were only logged, as SELinux is permissive or an AppArmor profile complains',
        zh: '访问仅被记录而未被拒绝：SELinux 处于宽容模式，或 AppArmor 配置处于 complain 模式',
      },
      message: {
        en: ({ count, programs }) =>
          `${count} accesses of ${programs.join(', ')} were let through and logged: they would be denied if SELinux or AppArmor enforced`,
        zh: ({ count, programs }) =>
          `${programs.join('、')} 的 ${count} 次访问被放行并记录：若 SELinux 或 AppArmor 处于强制模式则会被拒绝`,
      },
    }),
  },
  async run({ host, found, notSeen }) {
    const on = await activeModules(host);
    if ('error' in on) return { findings: [notSeen(on.path, on.error)] };
    if (on.modules.length === 0) {
      return { notApplicable: { en: 'Neither SELinux nor AppArmor is on', zh: '未启用 SELinux 或 AppArmor' } };
    }
    const clock = await host.ask('clock', {});
    if (!clock.ok) return { findings: [notSeen('the time', clock.error)] };
    const log = await denialLog(host, clock.value);
    const observed = { modules: on.modules };
    if (log.kind === 'error') return { observed, findings: [notSeen(log.source, log.error)] };
    if (log.kind === 'none') {
      return { observed, notApplicable: { en: 'There is no log of denials', zh: '没有记录拒绝信息的日志' } };
    }
    const denials = log.lines.flatMap((line) => denialOf(line) ?? []).filter(({ at }) => at > clock.value - DAY_MS);
    const enforced = grouped(denials.filter(({ permissive }) => !permissive));
    const logged = denials.filter(({ permissive }) => permissive);
    const findings = enforced
      .slice(0, MAX_GROUPS)
      .map((group) =>
        found('denied', argsOf(group), { target: oneLine(`${group.comm} ${group.class} ${group.on}`, 200) }),
      );
    if (logged.length > 0) {
      const programs = [...new Set(logged.map(({ comm }) => oneLine(comm, 40)))].sort();
      findings.push(found('permissive', { count: logged.length, programs }));
    }
    const more = enforced.length - MAX_GROUPS;
    return {
      observed: {
        ...observed,
        source: log.source,
        denied: denials.length - logged.length,
        ...(more > 0 ? { more } : {}),
      },
      findings,
    };
  },
});

function argsOf(group: DenialGroup): DeniedArgs {
  return {
    lsm: group.lsm,
    comm: oneLine(group.comm, 40),
    class: oneLine(group.class, 60),
    on: oneLine(group.on, 200),
    permissions: oneLine(group.permissions.join(' '), 100),
    count: group.count,
    first: new Date(group.first).toISOString(),
    last: new Date(group.last).toISOString(),
  };
}

type Modules = { readonly modules: readonly string[] } | { readonly path: string; readonly error: HostError };

/** The modules that are on: selinuxfs is mounted where SELinux is, and AppArmor tells it of itself. */
async function activeModules(host: Host): Promise<Modules> {
  const [selinux, apparmor] = await Promise.all([
    host.ask('readFile', { path: SELINUX, maxBytes: 64 }),
    host.ask('readFile', { path: APPARMOR, maxBytes: 64 }),
  ]);
  const modules: string[] = [];
  if (selinux.ok) modules.push(`SELinux ${textOf(selinux.value.bytes) === '1' ? 'enforcing' : 'permissive'}`);
  else if (selinux.error.code !== 'ENOENT') return { path: SELINUX, error: selinux.error };
  if (apparmor.ok && textOf(apparmor.value.bytes) === 'Y') modules.push('AppArmor');
  else if (!apparmor.ok && apparmor.error.code !== 'ENOENT') return { path: APPARMOR, error: apparmor.error };
  return { modules };
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1').trim();
}
