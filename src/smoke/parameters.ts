import type { EffectiveContainer } from '../config/reading.ts';

/** An account of the node, as jobs run under it. */
export interface SmokeAccount {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  /** The name of its primary group; null where the group has no entry. */
  readonly group: string | null;
}

/** Which ids of the host the ids of a pod are, from 0 on. */
export interface IdRange {
  readonly start: number;
  readonly count: number;
}

/** The subordinate ids that a pod with a user namespace gets. */
export interface UserNamespace {
  readonly uids: IdRange;
  readonly gids: IdRange;
}

/** How a directory gets into the container: mounted by bindfs first, idmapped by the runtime, or as it is. */
export type MountWay = 'bindfs' | 'idmap' | 'plain';

/** Everything that decides what is sent, before anything is. */
export interface SmokeParameters {
  readonly node: string;
  readonly runtimeSocket: string;
  readonly imageSocket: string;
  readonly account: SmokeAccount;
  /** Null: in the host's user namespace. */
  readonly userns: UserNamespace | null;
  /** Who the container runs as: root of its user namespace, else the account itself. */
  readonly runAs: { readonly uid: number; readonly gid: number };
  readonly network: 'pod' | 'host';
  readonly dns: EffectiveContainer['dns'];
  readonly bindFs: EffectiveContainer['bindFs'];
  /** The image that was asked for; null where one is to be found or made. */
  readonly image: string | null;
  /** The directory that was asked for; null: one of the doctor's own, where the mount is worth a look. */
  readonly mount: string | null;
  readonly mountWay: MountWay;
  /** The directory of this run: the doctor's alone. */
  readonly directory: string;
  readonly keep: boolean;
}

/** Where the container sees the mount. */
export const MOUNT_POINT = '/crane-doctor';

/** The file that the container makes in the mount. */
export const MOUNT_FILE = '.crane-doctor-smoke';

/** The paths of a run, all of them below its directory. */
export function pathsOf({ directory, node }: Pick<SmokeParameters, 'directory' | 'node'>): {
  readonly owner: string;
  readonly logDirectory: string;
  readonly logName: string;
  readonly log: string;
  readonly mountSource: string;
  /** It is there once a file may have been made in a directory of the user's. */
  readonly touched: string;
  readonly archive: string;
} {
  const logDirectory = `${directory}/0.out`;
  // <stepid>.<node>.log, as ccon looks for it.
  const logName = `1.${node}.log`;
  return {
    owner: `${directory}/owner.json`,
    logDirectory,
    logName,
    log: `${logDirectory}/${logName}`,
    mountSource: `${directory}/mount`,
    touched: `${directory}/touched`,
    archive: `${directory}/image.tar`,
  };
}
