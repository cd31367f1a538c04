/** One access that SELinux or AppArmor refused, or would have refused, as the kernel's audit tells it. */
export interface Denial {
  readonly lsm: 'SELinux' | 'AppArmor';
  /** The program, at most 15 characters, as the kernel keeps them (TASK_COMM_LEN). */
  readonly comm: string;
  /** The class of the object (`file`, `sock_file`, `dir`), or AppArmor's operation (`open`, `mount`). */
  readonly class: string;
  /** What it wanted to reach: a path or name, else the object's type or the profile. */
  readonly on: string;
  readonly permissions: readonly string[];
  /** Only logged: SELinux or its domain is permissive, or AppArmor's profile complains. */
  readonly permissive: boolean;
  /** Unix time, ms. */
  readonly at: number;
}

/**
 * The programs that start containers for craned, and craned's own. The kernel cuts a name at 15
 * characters, and runc calls its child `runc:[2:INIT]`.
 */
const OURS = /^(?:containerd|crio|cri-dockerd|dockerd|csupervisor|craned|bindfs|fusermount3?|runc|crun)(?:$|[-:])/;

/** The fields of a record, `name=value`. What others could have chosen is quoted, or hexadecimal (auditd's untrusted strings). */
function fieldsOf(record: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (const [, name, quoted, plain] of record.matchAll(/(\w+)=(?:"([^"]*)"|(\S+))/g)) {
    const hex = /^(?:comm|name|path|exe|peer|profile)$/.test(name!) && /^(?:[0-9A-F]{2})+$/.test(plain ?? '');
    fields.set(name!, quoted ?? (hex ? Buffer.from(plain!, 'hex').toString('utf8') : plain!));
  }
  return fields;
}

/**
 * The denial that a line tells of, of auditd's log or of the kernel's, if it is one of our programs'. Both hold
 * the same record, with its time in `audit(1700000000.123:456)`.
 */
export function denialOf(line: string): Denial | null {
  const time = /\baudit\((\d+\.\d+):\d+\)/.exec(line);
  if (!time) return null;
  // What auditd adds for people to read (log_format = ENRICHED) stands behind a group separator.
  const record = line.split('\x1d')[0]!;
  const fields = fieldsOf(record);
  const comm = fields.get('comm') ?? '';
  if (!OURS.test(comm)) return null;
  const known = { comm, at: Math.round(Number(time[1]) * 1000) };

  const avc = /avc:\s+denied\s+\{([^}]*)\}/.exec(record);
  if (avc) {
    const type = fields.get('tcontext')?.split(':')[2] ?? '';
    return {
      ...known,
      lsm: 'SELinux',
      class: fields.get('tclass') ?? '',
      on: objectOf(fields.get('path') ?? fields.get('name'), type),
      permissions: avc[1]!.trim().split(/\s+/),
      // Kernels before 3.18 do not say it.
      permissive: fields.get('permissive') === '1',
    };
  }
  const verdict = fields.get('apparmor');
  if (verdict !== 'DENIED' && verdict !== 'ALLOWED') return null;
  const wanted = fields.get('denied_mask') ?? fields.get('requested_mask') ?? fields.get('capname') ?? '';
  return {
    ...known,
    lsm: 'AppArmor',
    class: fields.get('operation') ?? '',
    on: objectOf(fields.get('name') ?? fields.get('peer'), `profile ${fields.get('profile') ?? ''}`),
    permissions: wanted === '' ? [] : [wanted],
    permissive: verdict === 'ALLOWED',
  };
}

/** An object by its name, with its type or profile behind it, which is all there is of an object without a name. */
function objectOf(name: string | undefined, kind: string): string {
  return name === undefined ? kind : `${name} (${kind})`;
}

/** The same refusal, as often as it happened. */
export interface DenialGroup extends Omit<Denial, 'at'> {
  readonly count: number;
  readonly first: number;
  readonly last: number;
}

/** Denials by program, class and object, the one that happened last in front. */
export function grouped(denials: readonly Denial[]): DenialGroup[] {
  const groups = new Map<string, DenialGroup>();
  for (const { at, ...denial } of denials) {
    const key = JSON.stringify([denial.lsm, denial.comm, denial.class, denial.on, denial.permissive]);
    const before = groups.get(key) ?? { ...denial, count: 0, first: at, last: at };
    groups.set(key, {
      ...before,
      permissions: [...new Set([...before.permissions, ...denial.permissions])].sort(),
      count: before.count + 1,
      first: Math.min(before.first, at),
      last: Math.max(before.last, at),
    });
  }
  return [...groups.values()].sort((a, b) => b.last - a.last);
}
