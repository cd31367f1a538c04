import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Check, CheckOptions, Looked } from '../../src/checks/check.ts';
import type { Finding } from '../../src/checks/finding.ts';
import { readConfig } from '../../src/config/read-config.ts';
import type { ConfigReading } from '../../src/config/reading.ts';
import { askOnce, type Host } from '../../src/host/host.ts';
import { withAnswers, type RecordedAnswer } from '../../src/host/replay.ts';
import { treeHost } from '../../src/host/tree.ts';
import { runCheck } from '../checks/run-check.ts';

export const CONFIG = '/etc/crane/config.yaml';

/** A file that craned accepts on cn01, with `container` as the lines of its Container section. */
export function clusterWith(container: string): string {
  return `ControlMachine: mgmt01
ClusterName: demo
CranedForeground: true
Supervisor:
  Path: /usr/libexec/csupervisor
Nodes:
  - name: cn[01-04]
    cpu: 4
    memory: 8G
Partitions:
  - name: CPU
    nodes: ALL
${container}`;
}

export interface ConfigTree {
  readonly root: string;
  /** Writes a file of the tree. */
  write(path: string, content: string | Uint8Array): void;
  /** Makes a directory of the tree. */
  directory(path: string): void;
  read(options?: { asIfEnabled?: boolean }): Promise<ConfigReading>;
  /** Runs a check through the tree's host; `others` are the checks that run too. */
  look(check: Check, options?: Partial<CheckOptions>, others?: readonly string[]): Promise<Looked>;
  findings(check: Check, options?: Partial<CheckOptions>, others?: readonly string[]): Promise<readonly Finding[]>;
  remove(): void;
}

/**
 * A node's files in a temporary directory, asked through the tree host: csupervisor, the host name
 * and, where given, the configuration. `answers` are laid over it.
 */
export function configTree(config?: string | Uint8Array, answers: readonly RecordedAnswer[] = []): ConfigTree {
  const root = mkdtempSync(join(tmpdir(), 'crane-config-'));
  const write = (path: string, content: string | Uint8Array): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  };
  write('/usr/libexec/csupervisor', '');
  write('/etc/hostname', 'cn01\n');
  mkdirSync(join(root, '/etc/crane'));
  if (config !== undefined) write(CONFIG, config);
  const tree = treeHost(root);
  const host = (): Host => askOnce(answers.length === 0 ? tree : withAnswers(tree, answers));
  const look: ConfigTree['look'] = async (check, options = {}, others = []) => {
    const asked = host();
    const chosen = { registries: [], images: [], users: [], asIfEnabled: false, ...options };
    const reading = await readConfig(asked, CONFIG, { asIfEnabled: chosen.asIfEnabled });
    return (await runCheck(check, { host: asked, config: reading, options: chosen, runs: others })).looked;
  };
  return {
    root,
    write,
    directory: (path) => mkdirSync(join(root, path), { recursive: true }),
    read: (options) => readConfig(host(), CONFIG, options),
    look,
    async findings(check, options, others) {
      const looked = await look(check, options, others);
      return 'findings' in looked ? looked.findings : [];
    },
    remove() {
      tree.close();
      rmSync(root, { recursive: true, force: true });
    },
  };
}

/** Runs a test with a tree, which is removed afterwards. */
export async function withTree<T>(
  config: string | Uint8Array | undefined,
  use: (tree: ConfigTree) => Promise<T>,
  answers: readonly RecordedAnswer[] = [],
): Promise<T> {
  const tree = configTree(config, answers);
  try {
    return await use(tree);
  } finally {
    tree.remove();
  }
}

/** A finding as most tests want it: its code's name, target, and place. */
export function brief(finding: Finding): string {
  const { location: at } = finding;
  const place = at ? ` ${at.line}:${at.column}+${at.length}` : '';
  const marks = `${finding.stopsCraned ? ' stops' : ''}${finding.readPast ? ' read-past' : ''}`;
  return `${finding.severity} ${finding.code} ${finding.target ?? ''}${place}${marks}`;
}
