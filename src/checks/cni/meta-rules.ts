/** The rules of the meta plugin's configuration (FE tool/meta-cni/pkg/types/config.go, Validate). */
export type MetaRule =
  | 'wrong-type'
  | 'no-pipelines'
  | 'pipeline-without-name'
  | 'duplicate-name'
  | 'one-interface-name'
  | 'duplicate-interface'
  | 'interface-like-prefix'
  | 'prefixes-collide'
  | 'no-delegates'
  | 'delegate-without-type'
  | 'delegate-without-name'
  | 'interface-override';

/** A rule that is broken; `at` is where in the file, `value` and `other` what does not go together. */
export interface MetaFault {
  readonly rule: MetaRule;
  readonly at: string;
  readonly value: string;
  readonly other: string;
}

/** Adds a fault of a rule: where it is, and what does not go together. */
export type AddFault = (rule: MetaRule, at: string, value?: string, other?: string) => void;

/** A pipeline by its names: one of `ifName` and `prefix` is empty where it is sound. */
export interface NamedPipeline {
  readonly name: string;
  readonly at: string;
  readonly ifName: string;
  readonly prefix: string;
}

/** What must not be the same, nor become the same once a number stands behind a prefix. */
export function comparePipelines(one: NamedPipeline, other: NamedPipeline, add: AddFault): void {
  if (one.name !== '' && one.name === other.name) add('duplicate-name', one.at, one.name, other.at);
  if (one.ifName !== '' && one.ifName === other.ifName) add('duplicate-interface', one.at, one.ifName, other.at);
  if (one.prefix !== '' && one.prefix === other.prefix) add('duplicate-interface', one.at, one.prefix, other.at);
  else if (one.prefix !== '' && other.prefix !== '' && collide(one.prefix, other.prefix)) {
    add('prefixes-collide', one.at, one.prefix, other.prefix);
  }
  if (isInstance(one.ifName, other.prefix)) add('interface-like-prefix', one.at, one.ifName, other.prefix);
  if (isInstance(other.ifName, one.prefix)) add('interface-like-prefix', other.at, other.ifName, one.prefix);
}

/** `eth1` is an instance of the prefix `eth`; `eth01` is none. */
function isInstance(ifName: string, prefix: string): boolean {
  return prefix !== '' && ifName.startsWith(prefix) && /^(?:0|[1-9]\d{0,17})$/.test(ifName.slice(prefix.length));
}

/** Whether two prefixes can make the same name: the longer is the shorter and a number. */
function collide(one: string, other: string): boolean {
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  return long.startsWith(short) && /^[1-9]\d*$/.test(long.slice(short.length));
}
