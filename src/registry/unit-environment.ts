import type { Host } from '../host/host.ts';
import { PROXY_VARIABLES } from '../host/processes/environment.ts';
import type { Told } from '../runtime/runtime-settings.ts';
import { parseEnvironmentFile, parseShownEnvironment, type Assignment } from './environment-text.ts';
import type { RouteNote } from './route.ts';

/** What a systemd unit gives its processes of the variables of proxies, and who said so. */
export interface UnitEnvironment {
  readonly unit: string;
  readonly variables: ReadonlyMap<string, Told<string>>;
  /** The main process, or null where it does not run. */
  readonly pid: number | null;
  /** The unit's files were changed since systemd read them. */
  readonly needsDaemonReload: boolean;
  /** True where nothing that could set a variable went unseen. */
  readonly whole: boolean;
  readonly notes: readonly RouteNote[];
}

const PROPERTIES = [
  'LoadState',
  'MainPID',
  'NeedDaemonReload',
  'Environment',
  'EnvironmentFiles',
  'PassEnvironment',
  'UnsetEnvironment',
].join(',');
/** Larger than any file of variables. */
const MAX_BYTES = 256 * 1024;

/**
 * The variables that systemd gives a unit, drop-ins included, by the order of systemd.exec(5): its own
 * (DefaultEnvironment), the unit's Environment, then each EnvironmentFile, the later over the earlier.
 * Null where there is no systemd or no such unit.
 */
export async function askUnitEnvironment(host: Host, unit: string): Promise<UnitEnvironment | null> {
  const [shown, managers] = await Promise.all([
    host.ask('command', { file: 'systemctl', args: ['show', unit, '--no-pager', `--property=${PROPERTIES}`] }),
    host.ask('command', { file: 'systemctl', args: ['show', '--no-pager', '--property=Environment'] }),
  ]);
  if (!shown.ok || shown.value.exitCode !== 0) return null;
  const values = (property: string, text = shown.value.stdout): readonly string[] =>
    text
      .split('\n')
      .filter((line) => line.startsWith(`${property}=`))
      .map((line) => line.slice(property.length + 1).trim());
  const value = (property: string): string => values(property)[0] ?? '';
  if (value('LoadState') === '' || value('LoadState') === 'not-found') return null;

  const variables = new Map<string, Told<string>>();
  const set = (from: string, assignments: readonly Assignment[]): void => {
    for (const [name, text] of assignments)
      if (PROXY_VARIABLES.includes(name)) variables.set(name, { value: text, from });
  };
  const managersOwn = managers.ok && managers.value.exitCode === 0;
  if (managersOwn) set('systemd', parseShownEnvironment(values('Environment', managers.value.stdout)[0] ?? ''));
  set(unit, parseShownEnvironment(value('Environment')));
  const files = await Promise.all(
    values('EnvironmentFiles')
      .filter(Boolean)
      .map((text) => readFileOf(host, text)),
  );
  for (const { path, assignments } of files) set(path, assignments);
  for (const name of value('UnsetEnvironment').split(/\s+/)) variables.delete(name);

  const notes = files.flatMap((file) => file.notes);
  const passed = value('PassEnvironment').split(/\s+/);
  const pid = Number(value('MainPID'));
  return {
    unit,
    variables,
    pid: Number.isSafeInteger(pid) && pid > 0 ? pid : null,
    needsDaemonReload: value('NeedDaemonReload') === 'yes',
    whole: managersOwn && notes.length === 0 && !passed.some((name) => PROXY_VARIABLES.includes(name)),
    notes,
  };
}

/** One of EnvironmentFiles as it is shown: `/etc/default/docker (ignore_errors=yes)`. */
async function readFileOf(
  host: Host,
  shown: string,
): Promise<{ path: string; assignments: readonly Assignment[]; notes: readonly RouteNote[] }> {
  const match = /^(.*) \(ignore_errors=(yes|no)\)$/.exec(shown);
  const path = match?.[1] ?? shown;
  const file = await host.ask('readFile', { path, maxBytes: MAX_BYTES });
  if (file.ok)
    return { path, assignments: parseEnvironmentFile(new TextDecoder().decode(file.value.bytes)), notes: [] };
  // A pattern is passed over as well: nobody has one for a runtime.
  const optional = file.error.code === 'ENOENT' && match?.[2] === 'yes' && !/[*?[]/.test(path);
  return { path, assignments: [], notes: optional ? [] : [{ kind: 'unreadable', path, detail: file.error.code }] };
}
