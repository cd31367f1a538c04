import { MOUNT_FILE, MOUNT_POINT, type SmokeParameters } from './parameters.ts';

/** What the container says first: the guide's own test prints the same. */
export const GREETING = 'Hello from container';

/** In front of each part of what it prints. */
export const MARK = '== ';

/**
 * What the container runs: /bin/sh with builtins only, beside `ls` for the owners in the mount, so that
 * every image with a shell can tell about itself. The host's addresses are nobody's business.
 */
export function scriptFor({ network }: Pick<SmokeParameters, 'network'>, mounted: boolean): string {
  const show = (name: string, path: string): string => `show ${name} ${path}`;
  return [
    `show() { echo "${MARK}$1"; while read -r line; do echo "$line"; done < "$2"; }`,
    `echo '${GREETING}'`,
    show('uid_map', '/proc/self/uid_map'),
    show('gid_map', '/proc/self/gid_map'),
    show('resolv.conf', '/etc/resolv.conf'),
    ...(network === 'pod' ? [show('fib_trie', '/proc/net/fib_trie'), show('if_inet6', '/proc/net/if_inet6')] : []),
    ...(mounted
      ? [
          `echo '${MARK}mount'; ls -ldn ${MOUNT_POINT}`,
          // In a shell of its own: a redirection of `:` that fails ends the shell (POSIX, special built-ins).
          `echo '${MARK}write'; (: > ${MOUNT_POINT}/${MOUNT_FILE}) && echo written`,
        ]
      : []),
    `echo '${MARK}end'`,
    'exit 0',
  ].join('\n');
}
