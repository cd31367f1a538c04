import { couldNotLook, type HostError } from '../../host/answer.ts';
import type { Host } from '../../host/host.ts';
import { notExecutable } from '../look/not-executable.ts';
import type { Network } from './conf-file.ts';
import { isMeta, readMeta } from './crane-meta.ts';
import { field, objectOf, text, type GoObject } from './go-json.ts';

/** A program that a network needs, where it is looked for, and who wants it (`plugins[0].ipam`). */
export interface WantedProgram {
  readonly name: string;
  readonly by: string;
  readonly directories: readonly string[];
  /** False where the plugin may do the work of this IPAM itself. */
  readonly sure: boolean;
}

/** Plugins that run the program of their `ipam.type`. Others (antrea, azure-vnet) have IPAMs that are no programs. */
const RUNS_IPAM = new Set(['bridge', 'calico', 'dummy', 'host-device', 'ib-sriov', 'ipvlan', 'kube-ovn', 'macvlan']);
for (const type of ['ovs', 'ptp', 'sriov', 'tap', 'vlan', 'flannel']) RUNS_IPAM.add(type);

const MAX_PROGRAMS = 50;
const MAX_DIRECTORIES = 20;

/** Where packages put CNI plugins: a runtime that does not look there is the usual reason for a missing one. */
const KNOWN_DIRECTORIES = ['/opt/cni/bin', '/usr/lib/cni', '/usr/libexec/cni', '/usr/local/lib/cni'];

/**
 * Every program that adding a pod to a network runs: of each plugin, of its IPAM, and of what
 * CraneSched's meta plugin and flannel delegate to. `binDirs` are the runtime's directories, in order.
 */
export function programsOf({ plugins }: Network, binDirs: readonly string[]): readonly WantedProgram[] {
  const wanted: WantedProgram[] = [];
  const want = (name: string, by: string, directories: readonly string[], sure = true): void => {
    if (wanted.length === MAX_PROGRAMS) return;
    if (!wanted.some((other) => other.name === name && other.directories.join() === directories.join())) {
      wanted.push({ name, by, directories: directories.slice(0, MAX_DIRECTORIES), sure });
    }
  };
  const wantAll = (type: string, conf: GoObject, by: string, directories: readonly string[]): void => {
    want(type, by, directories);
    const ipam = objectOf(field(conf, 'ipam'));
    const ipamType = ipam ? text(ipam, 'type') : '';
    if (ipamType !== '') want(ipamType, `${by}.ipam`, directories, RUNS_IPAM.has(type));
    const delegate = type === 'flannel' ? objectOf(field(conf, 'delegate')) : null;
    if (delegate && text(delegate, 'type') !== '') want(text(delegate, 'type'), `${by}.delegate`, directories);
  };
  for (const plugin of plugins) {
    wantAll(plugin.type, plugin.conf, plugin.at === '' ? 'type' : plugin.at, binDirs);
    if (!isMeta(plugin)) continue;
    for (const { type, conf, at, path } of readMeta(plugin).delegates) {
      // A type that the template fills in is known only with a job's device.
      if (!type.includes('{{')) wantAll(type, conf, at, path === null ? binDirs : path.split(':').filter(Boolean));
    }
  }
  return wanted;
}

/** Where a program is, or why it is not there; `elsewhere` is a directory of the packages that has it. */
export type FoundProgram =
  | { readonly state: 'found'; readonly path: string }
  | { readonly state: 'not-executable'; readonly path: string; readonly mode: string }
  | { readonly state: 'missing'; readonly elsewhere: string }
  | { readonly state: 'unseen'; readonly path: string; readonly error: HostError };

/**
 * Looks a program up as CNI does (FindInPath, pkg/invoke): the first directory with a regular file of
 * that name, symlinks followed; a name with a slash is none. That it can be executed shows only then.
 */
export async function findProgram(host: Host, { name, directories }: WantedProgram): Promise<FoundProgram> {
  const there = await firstOf(host, name, directories);
  if (there.state !== 'missing' || name.includes('/')) return there;
  const elsewhere = await firstOf(host, name, KNOWN_DIRECTORIES);
  return { state: 'missing', elsewhere: elsewhere.state === 'found' ? elsewhere.path : '' };
}

async function firstOf(host: Host, name: string, directories: readonly string[]): Promise<FoundProgram> {
  if (name.includes('/')) return { state: 'missing', elsewhere: '' };
  for (const directory of directories) {
    const path = `${directory.replace(/\/+$/, '')}/${name}`;
    const there = await host.ask('stat', { path, follow: true });
    if (!there.ok && couldNotLook(there.error)) return { state: 'unseen', path, error: there.error };
    if (!there.ok || there.value.type !== 'file') continue;
    const mode = await notExecutable(host, there.value);
    return mode === null ? { state: 'found', path } : { state: 'not-executable', path, mode };
  }
  return { state: 'missing', elsewhere: '' };
}
