import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { Cleanup, temporaryDirectory } from '../support/cleanup.ts';
import { runProgram } from '../support/program.ts';

const cleanup = new Cleanup();
afterEach(() => cleanup.run());

const CLUSTER = `ControlMachine: ctl
ClusterName: one
CranedForeground: true
Supervisor:
  Path: /usr/libexec/csupervisor
Nodes:
  - {name: cn07, cpu: 4, memory: 8G}
Partitions:
  - {name: CPU, nodes: cn07}
`;
const CONTAINER = 'Container:\n  Enabled: true\n  RuntimeEndpoint: /run/containerd/containerd.sock\n';

function imageWith(config: string): string {
  const root = temporaryDirectory(cleanup);
  for (const directory of ['etc/crane', 'usr/libexec', 'usr/bin'])
    mkdirSync(join(root, directory), { recursive: true });
  writeFileSync(join(root, 'usr/libexec/csupervisor'), '');
  writeFileSync(join(root, 'usr/bin/containerd'), '', { mode: 0o755 });
  writeFileSync(join(root, 'etc/hostname'), 'cn07\n');
  writeFileSync(join(root, 'etc/crane/config.yaml'), config);
  return root;
}

const timesOf = (text: string, part: string): number => text.split(part).length - 1;

test("an entry of the guide stands once in a cause, and so do the steps at another's end", async () => {
  const { stdout } = await runProgram(['--root', imageWith(CONTAINER), '--lang', 'en']);
  expect(stdout).toContain('config-cluster/supervisor-missing');
  expect(stdout).toContain('config-cluster/cluster-name-missing');
  expect(timesOf(stdout, 'What to do (guide: A key that every cluster needs is missing)')).toBe(1);
  expect(stdout).toMatch(/2\. Add what is missing.*\n {6}3\. Then as above\n/);
  const chinese = await runProgram(['--root', imageWith(CONTAINER), '--lang', 'zh']);
  expect(chinese.stdout).toContain('3. 然后同上');
});

test('warnings say where their remedies are; looking again is no remedy', async () => {
  const root = imageWith(`${CLUSTER}${CONTAINER}  Enabeld: 1\n`);
  const brief = await runProgram(['--root', root, '--only', 'config', '--lang', 'en']);
  const warning = brief.stdout.slice(brief.stdout.indexOf('! 1 warning'));
  expect(warning).toContain('! 1 warning (-v: what to do)\n');
  expect(warning).not.toContain('crane-doctor --only');
  const whole = await runProgram(['--root', root, '--only', 'config', '--lang', 'en', '-v']);
  expect(whole.stdout).toContain('! 1 warning\n');
  expect(whole.stdout).toContain('What to do');
});
