import type { Check } from './check.ts';
import { baseDir } from './service/base-dir.ts';
import { bindfsBinary } from './bindfs/bindfs-binary.ts';
import { bindfsMounts } from './bindfs/bindfs-mounts.ts';
import { cranectldService } from './service/cranectld-service.ts';
import { cranedService } from './service/craned-service.ts';
import { cdiSpecs } from './devices/cdi-specs.ts';
import { cni } from './cni/cni.ts';
import { configBindfs } from './config/config-bindfs.ts';
import { configCluster } from './config/config-cluster.ts';
import { configContainer } from './config/config-container.ts';
import { configDns } from './config/config-dns.ts';
import { configEndpoints } from './config/config-endpoints.ts';
import { configFile } from './config/config-file.ts';
import { configGres } from './config/config-gres.ts';
import { configSubid } from './config/config-subid.ts';
import { dns } from './network/dns.ts';
import { fuseDevice } from './bindfs/fuse-device.ts';
import { fuseModule } from './bindfs/fuse-module.ts';
import { fusermountBinary } from './bindfs/fusermount-binary.ts';
import { imagePresent } from './image/image-present.ts';
import { imageService } from './image/image-service.ts';
import { lsmDenials } from './service/lsm-denials.ts';
import { mountBaseDir } from './bindfs/mount-base-dir.ts';
import { recentErrors } from './service/recent-errors.ts';
import { registry } from './network/registry.ts';
import { registryImage } from './image/registry-image.ts';
import { registryLogin } from './image/registry-login.ts';
import { runtimeCgroupDriver } from './runtime/runtime-cgroup-driver.ts';
import { runtimeEvents } from './runtime/runtime-events.ts';
import { runtimeInstalled } from './runtime/runtime-installed.ts';
import { runtimeSandboxImage } from './runtime/runtime-sandbox-image.ts';
import { runtimePods } from './runtime/runtime-pods.ts';
import { runtimeService } from './runtime/runtime-service.ts';
import { runtimeSocket } from './runtime/runtime-socket.ts';
import { runtimeStatus } from './runtime/runtime-status.ts';
import { runtimeUserns } from './runtime/runtime-userns.ts';
import { runtimeStreaming } from './runtime/runtime-streaming.ts';
import { runtimeVersion } from './runtime/runtime-version.ts';
import { settings } from './settings/settings.ts';
import { subidRanges } from './userns/subid-ranges.ts';
import { usernsKernel } from './userns/userns-kernel.ts';

/** Every check, in the order of the report. Adding a check is adding its file and a line here. */
export const CHECKS: readonly Check[] = [
  configFile,
  configCluster,
  configContainer,
  configEndpoints,
  configDns,
  configSubid,
  configBindfs,
  configGres,
  runtimeInstalled,
  runtimeService,
  runtimeSocket,
  runtimeVersion,
  runtimeStatus,
  runtimeCgroupDriver,
  runtimeEvents,
  runtimeStreaming,
  runtimeUserns,
  runtimeSandboxImage,
  runtimePods,
  cni,
  cdiSpecs,
  imageService,
  imagePresent,
  dns,
  registry,
  registryImage,
  registryLogin,
  bindfsBinary,
  fusermountBinary,
  fuseModule,
  fuseDevice,
  mountBaseDir,
  bindfsMounts,
  usernsKernel,
  subidRanges,
  cranedService,
  cranectldService,
  baseDir,
  lsmDenials,
  recentErrors,
  settings,
];
