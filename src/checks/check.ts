import type { ConfigReading } from '../config/reading.ts';
import type { HostError } from '../host/answer.ts';
import type { Host } from '../host/host.ts';
import type { Json } from '../json.ts';
import type { Text } from '../lang.ts';
import type { SettingsReading, Thresholds } from '../settings/settings.ts';
import type { Args, Finding, Location, Severity } from './finding.ts';

/** What a node is in the cluster (design: Roles). */
export type Role = 'compute' | 'control' | 'login';

export type Group =
  'config' | 'runtime' | 'cni' | 'devices' | 'image' | 'network' | 'bindfs' | 'userns' | 'service' | 'settings';

/** What a check looks at beside the host: the configuration as craned reads it, and the caller's choices. */
export interface CheckOptions {
  /** Registry hosts that were named (`--registry`). */
  readonly registries: readonly string[];
  /** Image references that were named (`--image`). */
  readonly images: readonly string[];
  /** Of these two lists those that the settings file named, in the place of the command line. */
  readonly fromSettings?: readonly ('registries' | 'images')[];
  /** Accounts that were named (`--user`), by name or uid. */
  readonly users: readonly string[];
  /** Examine the node as though the container feature were on. */
  readonly asIfEnabled: boolean;
  /** Measure how long the pull of the named images would take (`--measure-pull`). */
  readonly measurePull?: boolean;
  /** Limits of the site's own (the settings file). */
  readonly thresholds?: Thresholds;
}

/** A code's severity and its words. `A` is the shape of its arguments. */
export interface CodeDefinition<A extends Args = Args> {
  /** The severities that it can have, the usual one first. */
  readonly severity: Severity | readonly [Severity, ...Severity[]];
  /** One line for `list`: what the code means, whatever the arguments. */
  readonly summary: Text;
  /** In both languages. Points of time among the arguments (Date.toISOString) come written for people. */
  readonly message: { readonly en: (args: A) => string; readonly zh: (args: A) => string };
}

/** Gives the arguments of a code their type: `missing: code<{ socket: string }>({ … })`. */
export function code<A extends Args>(definition: CodeDefinition<A>): CodeDefinition<A> {
  return definition;
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the arguments of each code are its own
export type Codes = { readonly [name: string]: CodeDefinition<any> };

type ArgsOf<D> = D extends CodeDefinition<infer A> ? A : never;

/** What a finding is about, beside its code. */
export interface About {
  readonly target?: string;
  readonly location?: Location | undefined;
  /** Where the code allows more than one severity. */
  readonly severity?: Severity;
  readonly stopsCraned?: boolean;
  readonly readPast?: boolean;
  readonly followsStop?: boolean;
  readonly silentMount?: string | undefined;
}

export interface CheckContext<C extends Codes = Codes> {
  readonly host: Host;
  readonly config: ConfigReading;
  readonly options: CheckOptions;
  /** The site's settings as they were read; null where none were asked for. */
  readonly settings: SettingsReading | null;
  /** What this node is: by the configuration, or as `--role` says. */
  readonly role: Role;
  /** True where the check of this id runs too: a check can leave to it what is its own. */
  runs(this: void, id: string): boolean;
  /** The finding that something could not be looked at (`could-not-look`, which every check has). */
  notSeen(this: void, what: string, error: HostError): Finding;
  /** A finding of this check. */
  found<N extends keyof C & string>(this: void, name: N, args: ArgsOf<C[N]>, about?: About): Finding;
}

/** What was seen, whatever it means: names and values for the report's `observed`. */
export type Observed = { readonly [name: string]: Json };

/** What a check gives back: findings (none is a pass), or that it does not apply here, or what blocks it. */
export type Looked =
  | { readonly findings: readonly Finding[]; readonly observed?: Observed }
  | { readonly notApplicable: Text; readonly observed?: Observed }
  | { readonly blockedBy: readonly string[]; readonly observed?: Observed };

/**
 * What a check cannot look without: another check's id (`runtime-socket`) or a configuration key
 * (`Container.RuntimeEndpoint`). A key's need blocks only where a finding that craned does not read
 * past is about that key, its section, or the file as a whole.
 */
export type Need = string;

export interface Check<C extends Codes = Codes> {
  readonly id: string;
  readonly group: Group;
  readonly title: Text;
  readonly needs: readonly Need[];
  /** Those of its needs that it can do without under this configuration. */
  readonly unneeded: (config: ConfigReading) => readonly Need[];
  /** Why it has nothing to look at with these options, so that it waits for nothing; null where it has. */
  readonly idle: (options: CheckOptions) => Text | null;
  /**
   * The configuration keys that this check judges, with all below them; '' is the whole file. Who needs
   * such a key waits for it, and is blocked by its finding on that key.
   */
  readonly decides: readonly string[];
  /** Codes of other checks that follow from a failure of this one. */
  readonly explains: readonly string[];
  /** `container`: only while the feature is on; `bindfs`: only while BindFs is on too. */
  readonly feature: 'any' | 'container' | 'bindfs';
  /** The roles of a node that it is for. */
  readonly role: 'any' | 'compute' | 'control';
  /** Needs a running machine (sockets, network, services, mounts, devices): not applicable under `--root`. */
  readonly machine: boolean;
  /** Skipped by `--offline`. */
  readonly network: boolean;
  /** Sees everything only as root. */
  readonly needsRoot: boolean;
  readonly codes: C;
  run(context: CheckContext<C>): Promise<Looked>;
}

/** A check as its file writes it: what is left out has the value that most checks of a compute node have. */
export interface CheckDefinition<C extends Codes> {
  readonly id: string;
  readonly group: Group;
  readonly title: Text;
  readonly needs?: readonly Need[];
  readonly unneeded?: Check['unneeded'];
  readonly idle?: Check['idle'];
  readonly decides?: readonly string[];
  readonly explains?: readonly string[];
  readonly feature?: Check['feature'];
  readonly role?: Check['role'];
  readonly machine?: boolean;
  readonly network?: boolean;
  readonly needsRoot?: boolean;
  readonly codes: C;
  run(context: CheckContext<C>): Promise<Looked>;
}

/**
 * Makes a check from its definition. Left out: no needs, decides and explains nothing, for a compute node with
 * the container feature on, needs a running machine, neither network nor root.
 */
export function defineCheck<const C extends Codes>(definition: CheckDefinition<C>): Check {
  const check: Check<C> = {
    needs: [],
    unneeded: () => [],
    idle: () => null,
    decides: [],
    explains: [],
    feature: 'container',
    role: 'compute',
    machine: true,
    network: false,
    needsRoot: false,
    ...definition,
  };
  return check;
}
