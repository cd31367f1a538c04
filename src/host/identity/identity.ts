import { hostname, machine, release } from 'node:os';
import { answered, type Answer } from '../answer.ts';
import type { FileHandlers } from '../files/file-questions.ts';
import { parseOsRelease } from './os-release.ts';
import type { Identity } from '../questions.ts';

const MAX_BYTES = 64 * 1024;

type Reader = Pick<FileHandlers, 'readFile'>;

/** Who this machine is. The host name is that of gethostname(2), which craned compares with `Nodes`. */
export async function identityOfMachine(files: Reader): Promise<Answer<Identity>> {
  return answered({
    hostname: hostname(),
    os: await osOf(files),
    kernel: release(),
    arch: machine(),
    ...whoAmI(),
    init: (await textOf(files, '/proc/1/comm'))?.trim() ?? null,
  });
}

/**
 * Who a tree would be. The kernel and the machine are not in it, so that they are unknown; the user
 * is the one who looks.
 */
export async function identityOfTree(files: Reader): Promise<Answer<Identity>> {
  return answered({
    hostname: ((await textOf(files, '/etc/hostname')) ?? '').split('\n')[0]!.trim(),
    os: await osOf(files),
    kernel: 'unknown',
    arch: 'unknown',
    ...whoAmI(),
    init: null,
  });
}

function whoAmI(): Pick<Identity, 'uid' | 'root'> {
  const uid = process.getuid?.() ?? -1;
  return { uid, root: uid === 0 };
}

/** The vendor's copy counts where the administrator's is missing (os-release(5)). */
async function osOf(files: Reader): Promise<Identity['os']> {
  const text = (await textOf(files, '/etc/os-release')) ?? (await textOf(files, '/usr/lib/os-release'));
  return parseOsRelease(text ?? '');
}

async function textOf({ readFile }: Reader, path: string): Promise<string | null> {
  const answer = await readFile({ path, maxBytes: MAX_BYTES });
  return answer.ok ? Buffer.from(answer.value.bytes).toString('utf8') : null;
}
