import { RUN_DIRECTORY } from './identity.ts';
import type { SmokeParameters, UserNamespace } from './parameters.ts';

/** 32 bits without a sign, as uid_t counts. */
const unsigned = (value: number): number => value >>> 0;

/**
 * By how much bindfs moves the ids of a directory (SetupIdMappedBindFs_, TaskManager.cpp): a subordinate
 * range that begins below the user's own id wraps around.
 */
export function bindfsOffsets(
  { account, runAs }: Pick<SmokeParameters, 'account' | 'runAs'>,
  { uids, gids }: UserNamespace,
): { readonly uid: number; readonly gid: number } {
  return {
    uid: unsigned(uids.start - account.uid + runAs.uid),
    gid: unsigned(gids.start - account.gid + runAs.gid),
  };
}

/** The mount point of the doctor's own, in the directory in which craned has its mount points. */
export function bindfsTarget({ bindFs }: Pick<SmokeParameters, 'bindFs'>): string {
  return `${bindFs.mountBaseDir.replace(/\/+$/, '')}/${RUN_DIRECTORY}`;
}

/** The command line with which craned mounts (IdMappedBindFs, BindFs.cpp). */
export function bindfsCommand(
  p: Pick<SmokeParameters, 'account' | 'runAs' | 'bindFs'>,
  userns: UserNamespace,
  source: string,
): readonly [string, ...string[]] {
  const offsets = bindfsOffsets(p, userns);
  return [
    p.bindFs.bindfsBinary,
    `--uid-offset=${offsets.uid}`,
    `--gid-offset=${offsets.gid}`,
    `--create-for-user=${p.account.name}`,
    `--create-for-group=${p.account.group ?? p.account.gid}`,
    '-o',
    'allow_other',
    source,
    bindfsTarget(p),
  ];
}

/** The command line with which craned unmounts. */
export function unmountCommand(p: Pick<SmokeParameters, 'bindFs'>): readonly [string, ...string[]] {
  return [p.bindFs.fusermountBinary, '-u', bindfsTarget(p)];
}
