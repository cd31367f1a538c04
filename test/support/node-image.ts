import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryDirectory, type Cleanup } from './cleanup.ts';

/** A Container section without a fault. */
export const CONTAINER = 'Enabled: true\n  RuntimeEndpoint: /run/containerd/containerd.sock';

/**
 * A node image for `--root`, in which craned would start: its configuration has this Container section,
 * and there are settings where some are given. Gives the directory.
 */
export function makeNodeImage(cleanup: Cleanup, container = CONTAINER, settings?: string): string {
  const root = temporaryDirectory(cleanup);
  for (const directory of ['etc/crane', 'usr/libexec']) mkdirSync(join(root, directory), { recursive: true });
  writeFileSync(join(root, 'usr/libexec/csupervisor'), '');
  writeFileSync(join(root, 'etc/hostname'), 'cn07\n');
  writeConfig(root, container);
  if (settings !== undefined) writeFileSync(join(root, 'etc/crane/doctor.yaml'), settings);
  return root;
}

/** Gives the image's configuration another Container section. */
export function writeConfig(root: string, container: string): void {
  const text = `ControlMachine: ctl
ClusterName: one
CraneCtldForInternalListenPort: 10013
CranedForeground: true
Supervisor:
  Path: /usr/libexec/csupervisor
Nodes:
  - {name: cn07, cpu: 4, memory: 8G}
Partitions:
  - {name: CPU, nodes: cn07}
Container:
  ${container}
`;
  writeFileSync(join(root, 'etc/crane/config.yaml'), text);
}
