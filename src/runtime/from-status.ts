import { infoValue } from '../cri/ask-cri.ts';
import type { StatusResponse__Output } from '../cri/generated/runtime/v1/StatusResponse.ts';
import type { Values } from './runtime-settings.ts';
import { flagOf, listOf, tableAt, textOf, valueAt } from './toml.ts';

/** The shim that craned's containers run under unless somebody has another: runc's. */
const RUNC_SHIM = 'io.containerd.runc.v2';

/**
 * What a verbose Status tells of a runtime's settings. Measured: containerd 1.6 and 1.7 tell all of it,
 * containerd 2.x no longer the sandbox image and the streaming server, CRI-O its own keys under `crio`,
 * cri-dockerd only the sandbox image.
 */
export function valuesOfStatus({ info }: StatusResponse__Output): Values {
  const config = infoValue(info, 'config');
  const crio = valueAt(config, 'crio');
  const sandboxImage = textOf(valueAt(config, 'sandboxImage'));
  if (crio !== undefined) {
    const dirs = listOf(valueAt(crio, 'CDISpecDirs'));
    return {
      cgroupDriver: driverOf(valueAt(crio, 'CgroupManagerName')),
      sandboxImage,
      podEvents: flagOf(valueAt(crio, 'EnablePodEvents')),
      // CRI-O has no switch for CDI.
      cdi: dirs ? { enabled: true, dirs } : undefined,
    };
  }
  if (valueAt(config, 'containerd') === undefined) return { sandboxImage };
  const enableCdi = flagOf(valueAt(config, 'enableCDI'));
  const runtime = tableAt(config, 'containerd', 'runtimes', defaultRuntimeOf(config));
  const binDir = textOf(valueAt(config, 'cni', 'binDir'));
  return {
    cgroupDriver: containerdDriver(config),
    streamAddress: textOf(valueAt(config, 'streamServerAddress')),
    sandboxImage,
    cniConfDir: textOf(runtime['cniConfDir']) || textOf(valueAt(config, 'cni', 'confDir')),
    // 2.x has a list beside the old single directory, which is then empty.
    cniBinDirs: listOf(valueAt(config, 'cni', 'binDirs')) ?? (binDir ? [binDir] : undefined),
    cdi:
      enableCdi === undefined ? undefined : { enabled: enableCdi, dirs: listOf(valueAt(config, 'cdiSpecDirs')) ?? [] },
  };
}

/**
 * True where containerd's RuntimeConfig would only guess: it tells the driver of the first runtime
 * that has options, the default one first, and where none has, whether systemd runs
 * (getCgroupDriver, internal/cri/server/runtime_config_linux.go). The shim is given no options then, and
 * uses cgroupfs.
 */
export function hasNoOptions({ info }: StatusResponse__Output): boolean {
  const config = infoValue(info, 'config');
  const runtime = tableAt(config, 'containerd', 'runtimes', defaultRuntimeOf(config));
  return runtime['runtimeType'] === RUNC_SHIM && (runtime['options'] ?? null) === null;
}

/** A cgroup driver by the name that runtimes give it in a file or a reply. */
export function driverOf(value: unknown): 'cgroupfs' | 'systemd' | undefined {
  return value === 'cgroupfs' || value === 'systemd' ? value : undefined;
}

function defaultRuntimeOf(config: unknown): string {
  return textOf(valueAt(config, 'containerd', 'defaultRuntimeName')) || 'runc';
}

/** The driver of the default runtime, the only one that craned's pods use. An option that is not there is off. */
function containerdDriver(config: unknown): 'cgroupfs' | 'systemd' | undefined {
  if (valueAt(config, 'systemdCgroup') === true) return 'systemd';
  const runtime = tableAt(config, 'containerd', 'runtimes', defaultRuntimeOf(config));
  const option = flagOf(valueAt(runtime, 'options', 'SystemdCgroup'));
  if (option !== undefined) return option ? 'systemd' : 'cgroupfs';
  return runtime['runtimeType'] === RUNC_SHIM ? 'cgroupfs' : undefined;
}
