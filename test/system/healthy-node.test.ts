import { execFileSync } from 'node:child_process';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { Cleanup } from '../support/cleanup.ts';
import { HEALTHY_NODE_NEEDS, makeHealthyNode, type HealthyNode } from '../support/healthy-node.ts';
import { describeWith } from '../support/needs.ts';
import { runCheck, runProgram } from '../support/program.ts';
import { checkOf, codesOf } from '../support/report-reading.ts';

describeWith(HEALTHY_NODE_NEEDS, 'a healthy node with containerd 1.7', () => {
  const cleanup = new Cleanup();
  let node: HealthyNode;
  beforeAll(async () => {
    node = await makeHealthyNode(cleanup);
  });
  afterAll(() => cleanup.run());

  test('nothing is wrong and nothing is unknown; containerd 1.7 has one stream of events for all', async () => {
    const { report, code, stderr } = await runCheck(['-c', node.config], node.namespaces);
    expect(codesOf(report, 'error', 'unknown', 'warning')).toEqual(['runtime-events/shared-stream']);
    expect(report).toMatchObject({ verdict: 'warn', causes: [] });
    expect(code).toBe(0);
    expect(stderr).toBe('');
  });

  test('every check of the list is in the report, in its order', async () => {
    const listed = JSON.parse((await runProgram(['list', '--json'])).stdout) as { checks: { id: string }[] };
    const { report } = await runCheck(['-c', node.config], node.namespaces);
    expect(report.checks.map(({ id }) => id)).toEqual(listed.checks.map(({ id }) => id));
    expect(report.checks.length).toBeGreaterThan(15);
  });

  test('nothing is skipped but what needs systemd, and what this node has nothing of', async () => {
    const { report } = await runCheck(['-c', node.config], node.namespaces);
    const skipped = report.checks.filter(({ status }) => status === 'skip').map(({ id }) => id);
    // No settings file, no devices, no image that is named, no logins, and not in every kernel that tests run on SELinux or AppArmor.
    const nothing = ['settings', 'cdi-specs', 'image-present', 'registry-image', 'registry-login', 'lsm-denials'];
    expect(skipped.filter((id) => !id.endsWith('-service') && !nothing.includes(id))).toEqual([]);
  });

  test('the evidence has the four lines of crictl version', async () => {
    const { report } = await runCheck(['-c', node.config, '--only', 'runtime-version', '--offline'], node.namespaces);
    const seen = JSON.stringify(checkOf(report, 'runtime-version').observed);
    expect(seen).toContain('0.1.0');
    expect(seen).toContain('containerd');
    expect(seen).toMatch(/1\.7\.\d+/);
    expect(seen).toContain('v1');
    expect(report.subject.runtime?.name).toBe('containerd');
    expect(report.subject.runtime?.version).toMatch(/^1\.7\./);
  });

  test('text in English and in Chinese, without a terminal', async () => {
    const english = await runProgram(['check', '-c', node.config, '--lang', 'en'], node.namespaces);
    const chinese = await runProgram(['check', '-c', node.config, '--lang', 'zh'], node.namespaces);
    expect([english.code, chinese.code]).toEqual([0, 0]);
    expect(english.stdout).not.toMatch(/[\u4e00-\u9fff]/);
    expect(chinese.stdout).toMatch(/[\u4e00-\u9fff]/);
  });

  test('it changes nothing on the node', async () => {
    const before = listing(node);
    await runCheck(['-c', node.config], node.namespaces);
    expect(listing(node)).toBe(before);
  });
});

/** Every file of the node with its type, mode, owner, size and modification time, as find(1) prints them. */
function listing(node: HealthyNode): string {
  return execFileSync('find', [node.directory, '-printf', '%p %y %m %U:%G %s %T@\n'], { encoding: 'utf8' });
}
