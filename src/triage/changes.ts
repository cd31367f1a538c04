import { askUnit } from '../checks/look/ask-unit.ts';
import type { Host } from '../host/host.ts';

/** Something that became different on the node, at a point of time (Unix, ms). */
export interface Change {
  readonly at: number;
  readonly kind: 'boot' | 'config' | 'service' | 'package';
  /** A path, a unit, or a package with what became of it. */
  readonly what: string;
}

const UNITS = ['craned.service', 'containerd.service', 'crio.service', 'cri-docker.service', 'docker.service'];

/** Packages that have to do with containers: a node is updated by hundreds at a time. */
const PACKAGES =
  /^(?:lib)?(?:crane|cri-o|cri-tools|cri-dockerd|containerd|docker|runc|crun|conmon|containernetworking|kubernetes-cni|calico|bindfs|fuse|nvidia|linux-image|kernel|selinux|container-selinux|apparmor|systemd|uidmap|shadow)/;

const LOG_BYTES = 1 << 20;

/** `2026-07-02 09:49:46 upgrade containerd:amd64 1.7.24 1.7.25` (dpkg.log(5) has local time). */
function dpkgChange(line: string): Change | null {
  const match =
    /^(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d) (install|upgrade|remove) ([^ :]+)(?::\S+)? (\S+) (\S+)/.exec(line);
  if (!match || !PACKAGES.test(match[8]!)) return null;
  const [y, mo, d, h, mi, s] = match.slice(1, 7).map(Number) as [number, number, number, number, number, number];
  const version = match[7] === 'remove' ? match[9]! : match[10]!;
  return {
    at: new Date(y, mo - 1, d, h, mi, s).getTime(),
    kind: 'package',
    what: `${match[7]} ${match[8]} ${version}`,
  };
}

/** logrotate begins a new log each month: what was installed last night may be in the one before. */
const DPKG_LOGS = ['/var/log/dpkg.log', '/var/log/dpkg.log.1'];

async function dpkgChanges(host: Host): Promise<readonly Change[]> {
  const logs = await Promise.all(DPKG_LOGS.map((path) => host.ask('readTail', { path, maxBytes: LOG_BYTES })));
  return logs.flatMap((log) => {
    const lines = log.ok ? Buffer.from(log.value.bytes).toString('utf8').split('\n') : [];
    return lines.flatMap((line) => dpkgChange(line) ?? []);
  });
}

/** rpm keeps when each package was installed; only the newest are asked for. */
async function rpmChanges(host: Host): Promise<readonly Change[]> {
  const args = ['-qa', '--queryformat', '%{INSTALLTIME} %{NAME} %{VERSION}-%{RELEASE}\\n'];
  const asked = await host.ask('command', { file: 'rpm', args });
  if (!asked.ok || asked.value.exitCode !== 0) return [];
  return asked.value.stdout.split('\n').flatMap((line): Change[] => {
    const [time = '', name = '', version = ''] = line.split(' ');
    return PACKAGES.test(name)
      ? [{ at: Number(time) * 1000, kind: 'package', what: `install ${name} ${version}` }]
      : [];
  });
}

async function bootOf(host: Host): Promise<readonly Change[]> {
  const stat = await host.ask('readFile', { path: '/proc/stat', maxBytes: 1 << 20 });
  const seconds = stat.ok ? /^btime (\d+)$/m.exec(Buffer.from(stat.value.bytes).toString('latin1'))?.[1] : undefined;
  return seconds === undefined ? [] : [{ at: Number(seconds) * 1000, kind: 'boot', what: '' }];
}

async function configOf(host: Host, path: string): Promise<readonly Change[]> {
  const stat = await host.ask('stat', { path, follow: true });
  return stat.ok ? [{ at: stat.value.mtimeMs, kind: 'config', what: path }] : [];
}

/** When services came into the state that they are in, as systemd tells. */
async function servicesOf(host: Host): Promise<readonly Change[]> {
  const asked = await Promise.all(UNITS.map((unit) => askUnit(host, unit)));
  return asked.flatMap((answer, index): Change[] => {
    if (answer.kind !== 'unit' || answer.unit.since === '') return [];
    // `Thu 2026-07-02 09:49:46 CEST`: the zone is this machine's own.
    const at = Date.parse(answer.unit.since.replace(/^\S+ (\S+) (\S+).*$/, '$1T$2'));
    return Number.isNaN(at) ? [] : [{ at, kind: 'service', what: `${UNITS[index]!} ${answer.unit.active}` }];
  });
}

/** All that is known to have changed between two points of time, the latest first. */
export async function changesBetween(
  host: Host,
  configPath: string,
  from: number,
  to: number,
): Promise<readonly Change[]> {
  const all = await Promise.all([
    bootOf(host),
    configOf(host, configPath),
    servicesOf(host),
    dpkgChanges(host),
    rpmChanges(host),
  ]);
  return all
    .flat()
    .filter(({ at }) => at >= from && at <= to)
    .toSorted((a, b) => b.at - a.at);
}
