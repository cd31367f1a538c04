import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EXECUTABLE } from '../support/checkout.ts';
import { Cleanup } from '../support/cleanup.ts';
import { startContainerd, type Containerd } from '../support/containerd.ts';
import { makeCraneNode, type CraneNode } from '../support/crane-node.ts';
import { minimalRoot } from '../support/minimal-root.ts';
import { describeWith } from '../support/needs.ts';
import { packageNamed } from '../support/packages.ts';
import { isReport } from '../support/report-schema.ts';
import { checkOf } from '../support/report-reading.ts';

const NEEDS = ['root', 'namespaces', 'debootstrap', 'containerd-1.7', 'cni-plugins'] as const;

describeWith(NEEDS, 'a minimal Debian without Node.js', () => {
  const cleanup = new Cleanup();
  let root = '';
  let containerd: Containerd;
  let node: CraneNode;

  beforeAll(async () => {
    root = minimalRoot(cleanup);
    copyFileSync(EXECUTABLE, join(root, 'usr/local/bin/crane-doctor'));
    containerd = await startContainerd(cleanup, { version: '1.7', cni: true });
    node = makeCraneNode(cleanup, { socket: '/run/containerd/containerd.sock' });
    mkdirSync(join(root, 'etc/crane'));
    copyFileSync(node.config, join(root, 'etc/crane/config.yaml'));
  });
  afterAll(() => cleanup.run());

  /** Runs a shell line inside, with an empty environment and containerd's socket where it belongs. */
  function inside(line: string) {
    const run = join(root, 'run/containerd');
    const socket = join(run, 'containerd.sock');
    const mounts = `mkdir -p ${run} && touch ${socket} && mount --bind ${containerd.socket} ${socket} &&
      mount -t proc proc ${root}/proc && exec env -i /usr/sbin/chroot ${root} /bin/sh -c "$1"`;
    const { status, stdout, stderr } = spawnSync('unshare', ['--mount', '--', 'sh', '-c', mounts, 'sh', line], {
      encoding: 'utf8',
      timeout: 100_000,
    });
    return { code: status, stdout, stderr };
  }

  test('has no Node and no library of the executable but the C and C++ ones', () => {
    expect(inside('command -v node').code).not.toBe(0);
    expect(inside('/usr/local/bin/crane-doctor --version')).toMatchObject({ code: 0, stderr: '' });
  });

  test('the executable asks the real containerd and reads this configuration', () => {
    const { stdout, stderr } = inside(
      '/usr/local/bin/crane-doctor --json --only config,runtime-version,runtime-status',
    );
    const report: unknown = JSON.parse(stdout);
    if (!isReport(report)) throw new Error(stderr);
    expect(checkOf(report, 'runtime-version').status).toBe('pass');
    expect(checkOf(report, 'runtime-status').status).toBe('pass');
    expect(report.subject).toMatchObject({ containerEnabled: true, runtime: { name: 'containerd' } });
    expect(report.subject.runtime?.version).toMatch(/^1\.7\./);
    expect(stderr).toBe('');
  });

  test('all checks at once end there too, and each that cannot look says so', () => {
    const { code, stdout, stderr } = inside('/usr/local/bin/crane-doctor --json --offline');
    const report: unknown = JSON.parse(stdout);
    if (!isReport(report)) throw new Error(stderr);
    const codes = report.checks.flatMap(({ findings }) => findings.map((finding) => finding.code));
    expect(codes.filter((finding) => /\/(?:check-error|deadline|interrupted)$/.test(finding))).toEqual([]);
    expect(stderr).toBe('');
    expect(code).toBe(report.verdict === 'fail' ? 1 : report.verdict === 'unknown' ? 3 : 0);
  });

  test('the package installs, runs, and leaves nothing when it is removed', () => {
    const deb = packageNamed('.deb');
    copyFileSync(deb, join(root, basename(deb)));
    const before = files();
    // dpkg asks for ldconfig and start-stop-daemon in PATH, which an empty environment has not.
    const dpkg = (line: string) => inside(`PATH=/usr/sbin:/usr/bin:/sbin:/bin; export PATH; ${line}`);
    expect(dpkg(`dpkg --install /${basename(deb)}`)).toMatchObject({ code: 0 });
    expect(dpkg('crane-doctor demo --json').code).toBe(0);
    const listed = dpkg('dpkg --listfiles crane-doctor').stdout;
    for (const path of ['/usr/bin/crane-doctor', '/usr/libexec/crane-doctor-healthcheck', '/man1/crane-doctor.1.gz'])
      expect(listed).toContain(path);
    expect(dpkg('dpkg --verify crane-doctor').stdout).not.toMatch(/crane-doctor$/m);
    expect(existsSync(join(root, 'etc/crane/config.yaml'))).toBe(true);
    expect(dpkg('dpkg --purge crane-doctor')).toMatchObject({ code: 0 });
    expect(files()).toEqual(before);
  });

  test('the health check of the package runs its executable, with an empty environment', () => {
    const deb = packageNamed('.deb');
    copyFileSync(deb, join(root, basename(deb)));
    const { stdout, stderr } = inside(`export PATH=/usr/sbin:/usr/bin:/sbin:/bin
      dpkg --install /${basename(deb)} >&2 && rm /usr/local/bin/crane-doctor
      env -i /usr/libexec/crane-doctor-healthcheck; echo "code $?"`);
    expect(stdout, stderr).toMatch(/^(?:crane-doctor: .+\n)?code [013]\n$/);
    const report: unknown = JSON.parse(readFileSync(join(root, 'var/lib/crane-doctor/report.json'), 'utf8'));
    expect(isReport(report)).toBe(true);
  });

  /** What is below /usr, but for caches that dpkg and the C library keep. */
  function files(): string[] {
    return readdirSync(join(root, 'usr'), { recursive: true, encoding: 'utf8' })
      .filter((name) => !name.endsWith('/crane-doctor') || name === 'local/bin/crane-doctor')
      .sort();
  }

  test('the root itself was made by debootstrap', () => {
    expect(execFileSync('chroot', [root, '/bin/cat', '/etc/os-release'], { encoding: 'utf8' })).toContain('bookworm');
  });
});
