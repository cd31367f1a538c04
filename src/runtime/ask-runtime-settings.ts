import { askCri } from '../cri/ask-cri.ts';
import type { StatusResponse__Output } from '../cri/generated/runtime/v1/StatusResponse.ts';
import type { Host } from '../host/host.ts';
import { containerdSetup, type Setup } from './containerd-files.ts';
import { crioSetup } from './crio-files.ts';
import { driverOf, hasNoOptions, valuesOfStatus } from './from-status.ts';
import { certainOf, CNI_DEFAULTS, defaultsOf } from './runtime-defaults.ts';
import type { RuntimeSettings, Settings, SettingsFile, Told, Values } from './runtime-settings.ts';
import { sameSocket } from './same-socket.ts';
import { optionOf, unitArguments } from './unit-arguments.ts';

/** One that tells something, by the name that goes into `from`. */
interface Source {
  readonly from: string;
  readonly values: Values;
}

/** What was found beside the runtime's replies: its command line and its files. */
interface Found {
  readonly sources: readonly Source[];
  readonly files: readonly SettingsFile[];
  /** True where all of its configuration was seen, so that what it leaves out is the default. */
  readonly whole: boolean;
  /** True where they are of the runtime at another socket. */
  readonly other: boolean;
}

const NOTHING: Found = { sources: [], files: [], whole: false, other: false };

/**
 * What the runtime at a socket is set to. Its replies come first, as they are of the process that runs:
 * RuntimeConfig and the verbose Status. Then its unit's command line and its configuration files, which
 * may be newer than the process, and only where they are for this socket; then the default, where the
 * whole configuration was seen. CNI's directories always have a value.
 */
export async function askRuntimeSettings(host: Host, socket: string): Promise<RuntimeSettings> {
  const [version, status, runtimeConfig] = await Promise.all([
    askCri(host, socket, 'RuntimeService', 'Version', {}),
    askCri(host, socket, 'RuntimeService', 'Status', { verbose: true }),
    askCri(host, socket, 'RuntimeService', 'RuntimeConfig', {}),
  ]);
  const name = version.ok ? version.value.runtime_name : '';
  const number = version.ok ? version.value.runtime_version : '';
  const driver = runtimeConfig.ok ? driverOf(runtimeConfig.value.linux?.cgroup_driver.toLowerCase()) : undefined;
  const { sources, files, whole } = await besides(host, socket, name);
  const all: Source[] = [
    ...(driver && !guesses(name, status) ? [{ from: 'RuntimeConfig', values: { cgroupDriver: driver } }] : []),
    ...(status.ok ? [{ from: 'Status', values: valuesOfStatus(status.value) }] : []),
    ...sources,
    { from: 'default', values: whole ? defaultsOf(name, number) : certainOf(name, number) },
  ];
  const tell = <K extends keyof Settings>(key: K): Told<NonNullable<Values[K]>> | null => {
    const source = all.find(({ values }) => values[key] !== undefined);
    return source ? { value: source.values[key]!, from: source.from } : null;
  };
  return {
    name,
    version: number,
    cgroupDriver: tell('cgroupDriver'),
    streamAddress: tell('streamAddress'),
    sandboxImage: tell('sandboxImage'),
    podEvents: tell('podEvents'),
    cniConfDir: tell('cniConfDir') ?? { value: CNI_DEFAULTS.cniConfDir, from: 'default' },
    cniBinDirs: tell('cniBinDirs') ?? { value: CNI_DEFAULTS.cniBinDirs, from: 'default' },
    cdi: tell('cdi'),
    files,
    unanswered: status.ok ? null : status.error,
  };
}

function guesses(name: string, status: { readonly ok: boolean; readonly value?: StatusResponse__Output }): boolean {
  return name === 'containerd' && status.value !== undefined && hasNoOptions(status.value);
}

/** The unit's command line and the files of the runtime of this name. */
async function besides(host: Host, socket: string, name: string): Promise<Found> {
  switch (name) {
    case 'containerd':
      return ofFiles(await containerdSetup(host), socket);
    case 'cri-o': {
      const setup = await crioSetup(host);
      const { args } = setup;
      const found = ofFiles(setup, socket);
      if (found.other || !args) return found;
      const dirs = optionOf(args, '--cni-plugin-dir');
      const values = {
        streamAddress: optionOf(args, '--stream-address'),
        cniConfDir: optionOf(args, '--cni-config-dir'),
        cniBinDirs: dirs?.split(','),
      };
      return { ...found, sources: [{ from: 'crio.service', values }, ...found.sources] };
    }
    case 'docker': {
      const args = await unitArguments(host, 'cri-docker.service');
      if (!args) return NOTHING;
      const values = {
        cniConfDir: optionOf(args, '--cni-conf-dir'),
        cniBinDirs: optionOf(args, '--cni-bin-dir')?.split(','),
      };
      return { ...NOTHING, sources: [{ from: 'cri-docker.service', values }] };
    }
    default:
      return NOTHING;
  }
}

/**
 * Files tell something only where they are for this socket: a node may have the distribution's containerd
 * beside the one that craned uses. Nothing is known of files that are absent unless the unit says so.
 */
function ofFiles({ values, files, socket: configured, args }: Setup, socket: string): Found {
  if (!sameSocket(configured, socket)) {
    return {
      ...NOTHING,
      other: true,
      files: files.map((file) => (file.state === 'read' ? { path: file.path, state: 'other' } : file)),
    };
  }
  const read = files.filter(({ state }) => state === 'read');
  // One that could not be read may say otherwise: a later one counts.
  if (files.some(({ state }) => state === 'error')) return { ...NOTHING, files };
  const whole = read.length > 0 || args !== null;
  const from = read.map(({ path }) => path).join(', ');
  return { sources: read.length > 0 ? [{ from, values }] : [], files, whole, other: false };
}
