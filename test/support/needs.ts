import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { join } from 'node:path';

import { describe } from 'vitest';

import { containerdProgram } from './containerd-program.ts';
import { promtoolProgram } from './promtool.ts';

/** What a test against the real thing may need of the machine. */
export type Need =
  | 'root'
  | 'namespaces'
  | 'fuse'
  | 'journald'
  | 'containerd-1.6'
  | 'containerd-1.7'
  | 'cni-plugins'
  | 'promtool'
  | Program;

type Program =
  | 'ctr'
  | 'runc'
  | 'bindfs'
  | 'fusermount3'
  | 'docker-registry'
  | 'skopeo'
  | 'dnsmasq'
  | 'tinyproxy'
  | 'openssl'
  | 'tmux'
  | 'xmllint'
  | 'cmark-gfm'
  | 'chromium-headless-shell'
  | 'getsubids'
  | 'debootstrap'
  | 'rpmbuild'
  | 'rpm2cpio'
  | 'cpio'
  | 'groff'
  | 'zsh'
  | 'fish'
  | 'pdsh'
  | 'pdcp'
  | 'clush'
  | 'sshd'
  | 'ansible-playbook'
  | 'systemd-analyze'
  | 'shellcheck';

const PROGRAMS: readonly string[] = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];

const known = new Map<Need, boolean>();

function has(need: Need): boolean {
  const before = known.get(need);
  if (before !== undefined) return before;
  const now = look(need);
  known.set(need, now);
  return now;
}

function look(need: Need): boolean {
  switch (need) {
    case 'root':
      return process.getuid?.() === 0;
    case 'namespaces':
      return spawnSync('unshare', ['-m', '-n', '-u', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']).status === 0;
    case 'fuse':
      return opens('/dev/fuse');
    case 'journald':
      return existsSync('/lib/systemd/systemd-journald');
    case 'cni-plugins':
      return existsSync('/usr/lib/cni/bridge');
    case 'containerd-1.6':
      return containerdProgram('1.6') !== null;
    case 'containerd-1.7':
      return containerdProgram('1.7') !== null;
    case 'promtool':
      return promtoolProgram() !== null;
    default:
      return PROGRAMS.some((directory) => existsSync(join(directory, need)));
  }
}

function opens(device: string): boolean {
  try {
    accessSync(device, constants.R_OK | constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * A suite that runs only where the machine has what it needs. Elsewhere it is skipped, and its title
 * says what is missing: the list at the end of `npm run test:all` is made from these titles.
 */
export function describeWith(needs: readonly Need[], title: string, suite: () => void): void {
  const missing = needs.filter((need) => !has(need));
  if (missing.length === 0) describe(title, suite);
  else describe.skip(`${title} (missing: ${missing.join(', ')})`, suite);
}
