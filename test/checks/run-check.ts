import type { SettingsReading } from '../../src/settings/settings.ts';
import type { Check, CheckContext, CheckOptions, Looked } from '../../src/checks/check.ts';
import { definitionOf, finder } from '../../src/checks/finder.ts';
import type { Finding } from '../../src/checks/finding.ts';
import { parseConfig } from '../../src/config/read-config.ts';
import { roleOf } from '../../src/config/role.ts';
import type { ConfigReading } from '../../src/config/reading.ts';
import { statusOf, type Status } from '../../src/engine/result.ts';
import { askOnce, type Host } from '../../src/host/host.ts';
import { timesForPeople } from '../../src/report/times.ts';

/** What one check is run with in a test; only the host has to be given. */
export interface Setting {
  readonly host: Host;
  /** config.yaml as text, or read already; by itself `NODE_CONFIG`. */
  readonly config?: string | ConfigReading;
  readonly options?: Partial<CheckOptions>;
  readonly settings?: SettingsReading;
  /** The ids of checks that run beside it. */
  readonly runs?: readonly string[];
}

/** What came of it. */
export interface Ran {
  readonly status: Status;
  readonly findings: readonly Finding[];
  /** The codes without the check's id, in order: what most tests compare. */
  readonly codes: readonly string[];
  /** The findings in words, English then Chinese. */
  readonly messages: readonly { readonly en: string; readonly zh: string }[];
  readonly observed: NonNullable<Looked['observed']>;
  readonly looked: Looked;
}

/** A file that craned accepts, with containers and BindFs on. */
export const NODE_CONFIG = `ControlMachine: cn01
ClusterName: test
CraneBaseDir: /var/crane/
Supervisor:
  Path: /usr/libexec/csupervisor
Nodes:
  - name: cn01
    cpu: 4
    memory: 8G
Partitions:
  - name: CPU
    nodes: cn01
Container:
  Enabled: true
  RuntimeEndpoint: /run/containerd/containerd.sock
  BindFs:
    Enabled: true
    BindfsBinary: /usr/bin/bindfs
    FusermountBinary: /usr/bin/fusermount3
    MountBaseDir: /mnt/crane
`;

/** `NODE_CONFIG` with some of its lines replaced: `{ 'MountBaseDir': '/srv/mnt' }`. */
export function nodeConfig(values: { readonly [key: string]: string }): string {
  return Object.entries(values).reduce((text, [key, value]) => {
    const line = new RegExp(`^( *${key}:).*$`, 'm');
    if (!line.test(text)) throw new Error(`NODE_CONFIG has no ${key}`);
    return text.replace(line, `$1 ${value}`);
  }, NODE_CONFIG);
}

function wordsOf(check: Check, finding: Finding): { en: string; zh: string } {
  const name = finding.code.slice(check.id.length + 1);
  const definition = definitionOf(check, name);
  if (!definition) throw new Error(`${finding.code} is not defined`);
  const args = JSON.parse(JSON.stringify(finding.args)) as Finding['args'];
  const told = timesForPeople(args);
  const words = { en: definition.message.en(told), zh: definition.message.zh(told) };
  for (const text of Object.values(words)) {
    if (/undefined|NaN|\[object/.test(text)) throw new Error(`${finding.code} lacks an argument: ${text}`);
  }
  return words;
}

/**
 * Runs one check as the engine does, without plan and deadlines. Findings are put into words in both
 * languages from arguments that went through JSON, as in a report.
 */
export async function runCheck(check: Check, setting: Setting): Promise<Ran> {
  const { host, config = NODE_CONFIG, options = {}, settings = null, runs = [] } = setting;
  const path = '/etc/crane/config.yaml';
  const reading =
    typeof config === 'string' ? parseConfig(Buffer.from(config), { path, supervisorExists: () => true }) : config;
  const asked = askOnce(host);
  const identity = await asked.ask('identity', {});
  const context: CheckContext = {
    ...finder(check),
    host: asked,
    config: reading,
    role: roleOf(reading, identity.ok ? identity.value.hostname : ''),
    options: { registries: [], images: [], users: [], asIfEnabled: false, ...options },
    settings,
    runs: (id) => runs.includes(id),
  };
  const looked = await check.run(context);
  const findings = 'findings' in looked ? looked.findings : [];
  return {
    status: 'findings' in looked ? statusOf(findings) : 'skip',
    findings,
    codes: findings.map((finding) => finding.code.slice(check.id.length + 1)),
    messages: findings.map((finding) => wordsOf(check, finding)),
    observed: looked.observed ?? {},
    looked,
  };
}
