import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';

import { temporaryDirectory, type Cleanup } from './cleanup.ts';

export interface CraneNodeOptions {
  /** Container.RuntimeEndpoint; ImageEndpoint follows it. */
  readonly socket: string;
  readonly hostname?: string;
  /** With BindFs enabled and its mounts below `mountBaseDir`. */
  readonly bindFs?: boolean;
  /** A last hand on the text of the file. */
  readonly edit?: (config: string) => string;
}

export interface CraneNode {
  readonly directory: string;
  /** The configuration file, for `-c`. */
  readonly config: string;
  /** CraneBaseDir. */
  readonly baseDir: string;
  readonly mountBaseDir: string;
}

/**
 * What CraneSched has on a compute node, healthy, in a temporary directory that every user can read:
 * config.yaml with the keys that craned wants, csupervisor, the base directory and that of bindfs.
 */
export function makeCraneNode(cleanup: Cleanup, options: CraneNodeOptions): CraneNode {
  const directory = temporaryDirectory(cleanup);
  chmodSync(directory, 0o755);
  const at = (name: string): string => join(directory, name);
  writeFileSync(at('csupervisor'), '#!/bin/sh\n', { mode: 0o755 });
  for (const name of ['base', 'base/craned', 'base/supervisor']) mkdirSync(at(name), { mode: 0o755 });
  mkdirSync(at('mnt'), { mode: 0o700 });
  const text = configuration(directory, { hostname: hostname(), ...options });
  writeFileSync(at('config.yaml'), options.edit?.(text) ?? text);
  return { directory, config: at('config.yaml'), baseDir: at('base'), mountBaseDir: at('mnt') };
}

function configuration(directory: string, node: CraneNodeOptions & { hostname: string }): string {
  return `ControlMachine: control
ClusterName: test
CraneBaseDir: ${directory}/base/
CranedForeground: true
Supervisor:
  Path: ${directory}/csupervisor
Nodes:
  - name: "${node.hostname}"
    cpu: 2
    memory: 4G
Partitions:
  - name: CPU
    nodes: "${node.hostname}"
Container:
  Enabled: true
  RuntimeEndpoint: ${node.socket}
  ImageEndpoint: ${node.socket}
  BindFs:
    Enabled: ${node.bindFs === true}
    BindfsBinary: /usr/bin/bindfs
    FusermountBinary: /usr/bin/fusermount3
    MountBaseDir: ${directory}/mnt
`;
}
