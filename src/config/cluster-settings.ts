import type { Section } from './section.ts';
import type { Stops } from './stops.ts';

export interface ClusterNames {
  readonly name: string | null;
  readonly controlMachine: string | null;
}

/** TLS, the cluster's names and `HealthCheck`, in craned's order (ParseConfig, Craned.cpp). */
export function readCluster(root: Section, stops: Stops): ClusterNames {
  readTls(root.section('TLS'), stops);
  const controlMachine = root.has('ControlMachine') ? root.text('ControlMachine', '') : null;
  if (controlMachine === null) stops.exits('missing', 'ControlMachine', 'ControlMachine is not configured.', null);
  root.text('CraneCtldForInternalListenPort', '');
  const before = stops.list.length;
  const name = root.has('ClusterName') ? root.text('ClusterName', '') : null;
  if (!name && stops.list.length === before) {
    const span = root.get('ClusterName')?.span ?? null;
    stops.exits(span ? 'value' : 'missing', 'ClusterName', 'Cluster name is empty.', span);
  }
  readHealthCheck(root, stops);
  return { name: name || null, controlMachine: controlMachine || null };
}

/** The certificate files themselves are not looked at: craned reads them, but that is not the file's fault. */
function readTls(section: Section, stops: Stops): void {
  if (!section.bool('Enabled', false)) return;
  section.text('DomainSuffix', '');
  for (const key of ['InternalCertFilePath', 'InternalKeyFilePath', 'CaFilePath']) {
    if (section.text(key, '') !== '') continue;
    const span = section.get(key)?.span ?? section.span;
    stops.exits('value', section.pathOf(key), `UseTls is true, but ${key} is empty`, span);
  }
}

function readHealthCheck(root: Section, stops: Stops): void {
  if (!root.has('HealthCheck')) return;
  const section = root.section('HealthCheck');
  const before = stops.list.length;
  if (section.text('Program', '') === '' && stops.list.length === before) {
    const span = section.get('Program')?.span ?? section.span;
    stops.exits('missing', 'HealthCheck.Program', 'HealthCheckProgram is not configured', span);
  }
  section.unsigned('Interval', 64, 0n);
  section.text('NodeState', 'any');
  section.bool('Cycle', false);
}

/** `JobLifecycleHook`, the last section of the file. */
export function readHooks(root: Section, stops: Stops): void {
  const section = root.section('JobLifecycleHook');
  for (const key of ['Prolog', 'Epilog', 'TaskProlog', 'TaskEpilog']) section.text(key, '');
  for (const key of ['PrologTimeout', 'EpilogTimeout', 'PrologEpilogTimeout']) section.unsigned(key, 32, 0n);
  section.unsigned('MaxOutputSize', 64, 0n);
  const flags = section
    .text('PrologFlags', '')
    .split(',')
    .map((flag) => flag.trim().toLowerCase());
  if (flags.includes('runinjob') && flags.includes('serial')) {
    const words = 'Cannot set RunInJob and Serial flags at the same time.';
    stops.exits('value', 'JobLifecycleHook.PrologFlags', words, section.get('PrologFlags')?.span ?? null);
  }
}
