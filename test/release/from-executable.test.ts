import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { FleetDocument } from '../../src/report/fleet/schema.ts';
import { EXECUTABLE, ROOT } from '../support/checkout.ts';
import { Cleanup, temporaryDirectory } from '../support/cleanup.ts';
import { makeCraneNode } from '../support/crane-node.ts';
import { makeNamespaces } from '../support/namespaces.ts';
import { describeWith } from '../support/needs.ts';
import { runProgram } from '../support/program.ts';
import { isReport } from '../support/report-schema.ts';
import { codesOf } from '../support/report-reading.ts';
import { startSshd } from '../support/sshd.ts';
import { Tmux } from '../ui/tmux.ts';

const cleanup = new Cleanup();
afterEach(() => cleanup.run());

describeWith(['tmux'], 'the screen of the executable', () => {
  test('opens, goes to the other language, looks again and leaves a summary and its exit code', async () => {
    const node = makeCraneNode(cleanup, { socket: '/run/x.sock', edit: withScheme });
    const tmux = new Tmux(cleanup, [EXECUTABLE, '-c', node.config, '--only', 'config', '--lang', 'en'], {
      columns: 100,
      rows: 30,
    });
    await tmux.shows('r again', 'config-endpoints/scheme');
    tmux.press('l');
    await tmux.shows('移动');
    writeFileSync(node.config, readFileSync(node.config, 'utf8').replaceAll('unix:///run', '/run'));
    tmux.press('R');
    await tmux.shows('8/8');
    tmux.press('q');
    expect((await tmux.ended()).code).toBe(0);
    await tmux.shows('没有问题');
    expect(tmux.state.alternate).toBe(false);
  });
});

/** The form that crictl takes, to which craned adds its own unix://. */
function withScheme(config: string): string {
  return config.replaceAll(/Endpoint: (\S+)/g, 'Endpoint: unix://$1');
}

describeWith(['pdsh', 'pdcp', 'clush', 'sshd', 'root'], 'fleet --push of the executable over real ssh', () => {
  test.each(['pdsh', 'clush'])('%s: it runs on nodes that have no Node.js, and leaves nothing', async (via) => {
    // Nothing but what a shell and scp need: a bundle would not start there.
    const programs = temporaryDirectory(cleanup);
    for (const name of ['sh', 'mkdir', 'rm', 'rmdir', 'ls', 'chmod', 'scp', 'pdcp', 'cat', 'mktemp', 'test'])
      if (existsSync(`/usr/bin/${name}`)) symlinkSync(`/usr/bin/${name}`, join(programs, name));
    const sshd = await startSshd(cleanup, ['cn01', 'cn02'], programs);
    const folder = temporaryDirectory(cleanup);
    const words = ['--json', '--via', via, '-w', 'cn[01-02]', '--push', folder, '--only', 'config'];
    const { stdout } = await runProgram(['fleet', ...words, '--lang', 'en', '-c', '/nowhere.yaml'], {
      program: [EXECUTABLE],
      env: sshd.env,
      timeoutMs: 100_000,
    });
    const answer = JSON.parse(stdout) as FleetDocument;
    expect([answer.unanswered, answer.nodes]).toMatchObject([[], { total: 2, answered: 2 }]);
    expect(answer.findings).toMatchObject([{ code: 'config-file/missing', nodes: 'cn[01-02]', scope: 'all' }]);
    expect(readdirSync(folder)).toEqual([]);
  });
});

describeWith(['root', 'namespaces'], 'the health check with the executable', () => {
  test('finds it in PATH, and writes its report', async () => {
    const directory = temporaryDirectory(cleanup);
    const [bin, state] = [join(directory, 'bin'), join(directory, 'state')];
    for (const made of [bin, state]) mkdirSync(made);
    copyFileSync(EXECUTABLE, join(bin, 'crane-doctor'));
    copyFileSync(join(ROOT, 'share/crane-doctor-healthcheck'), join(directory, 'crane-doctor-healthcheck'));
    const node = makeCraneNode(cleanup, { socket: '/run/x.sock', hostname: 'cn07', edit: withScheme });
    const { enter } = await makeNamespaces(cleanup, {
      hostname: 'cn07',
      etc: { '/etc/crane/config.yaml': readFileSync(node.config, 'utf8') },
    });
    const line = `mkdir -p /var/lib/crane-doctor && mount --bind ${state} /var/lib/crane-doctor &&
      mount --bind ${bin} /usr/local/bin && env -i ${directory}/crane-doctor-healthcheck; echo "code $?"`;
    const [file, ...into] = [...enter, 'unshare', '--mount', '--', 'sh', '-c', line];
    const { stdout } = spawnSync(file, into, { encoding: 'utf8', timeout: 90_000 });
    cleanup.defer(() => spawnSync('rmdir', ['/var/lib/crane-doctor']));
    // A problem that drains no node is nothing to say.
    expect(stdout).toBe('code 1\n');
    const report: unknown = JSON.parse(readFileSync(join(state, 'report.json'), 'utf8'));
    if (!isReport(report)) throw new Error('This is no report');
    expect(codesOf(report, 'error')).toContain('config-endpoints/scheme');
  });
});
