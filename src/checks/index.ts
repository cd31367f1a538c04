import type { Check } from './check.ts';
import { baseDir } from './base-dir.ts';
import { bindfsBinary } from './bindfs-binary.ts';
import { configBindfs } from './config-bindfs.ts';
import { configCluster } from './config-cluster.ts';
import { configContainer } from './config-container.ts';
import { configDns } from './config-dns.ts';
import { configEndpoints } from './config-endpoints.ts';
import { configFile } from './config-file.ts';
import { configGres } from './config-gres.ts';
import { configSubid } from './config-subid.ts';
import { dns } from './dns.ts';
import { fuseDevice } from './fuse-device.ts';
import { fuseModule } from './fuse-module.ts';
import { fusermountBinary } from './fusermount-binary.ts';
import { mountBaseDir } from './mount-base-dir.ts';
import { registry } from './registry.ts';
import { runtimeInstalled } from './runtime-installed.ts';
import { runtimeService } from './runtime-service.ts';
import { runtimeSocket } from './runtime-socket.ts';
import { runtimeStatus } from './runtime-status.ts';
import { runtimeVersion } from './runtime-version.ts';

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
  dns,
  registry,
  bindfsBinary,
  fusermountBinary,
  fuseModule,
  fuseDevice,
  mountBaseDir,
  baseDir,
];
