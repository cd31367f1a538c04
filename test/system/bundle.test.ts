import { chmodSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { Cleanup, temporaryDirectory } from '../support/cleanup.ts';
import { HEALTHY_NODE_NEEDS, makeHealthyNode, type HealthyNode } from '../support/healthy-node.ts';
import { describeWith } from '../support/needs.ts';
import { runCheck, runProgram } from '../support/program.ts';
import { asNobody } from '../support/unprivileged.ts';
import type { Report } from '../support/report-schema.ts';

/** Each check with its status, its codes, what it saw, and whom it waited for. */
function said({ checks }: Report): unknown {
  return checks.map(({ id, status, skip, findings, observed }) => ({ id, status, skip, findings, observed }));
}

describeWith(HEALTHY_NODE_NEEDS, 'a bundle of a node with a real containerd', () => {
  const cleanup = new Cleanup();
  let node: HealthyNode;
  beforeAll(async () => {
    node = await makeHealthyNode(cleanup);
  });
  afterAll(() => cleanup.run());

  async function made(...more: readonly string[]): Promise<string> {
    const path = join(temporaryDirectory(cleanup), 'cn01.tar.gz');
    const run = await runProgram(['bundle', '-c', node.config, '-o', path, ...more], node.namespaces);
    expect(run).toMatchObject({ code: 0, stderr: '' });
    return path;
  }

  test('says on another machine what the node says, healthy or not', async () => {
    const path = await made();
    const live = await runCheck(['-c', node.config], node.namespaces);
    const elsewhere = await runCheck(['--from', path]);
    expect(elsewhere.code).toBe(0);
    expect(elsewhere.report.subject).toEqual(live.report.subject);
    expect(elsewhere.report.host).toEqual(live.report.host);
    const statuses = ({ checks }: Report): unknown => checks.map(({ id, status }) => [id, status]);
    expect(statuses(elsewhere.report)).toEqual(statuses(live.report));
    // Twice the same, whoever looks.
    chmodSync(dirname(path), 0o755);
    chmodSync(path, 0o644);
    expect(said((await runCheck(['--from', path], asNobody(cleanup))).report)).toEqual(said(elsewhere.report));
  });

  test('holds what a named registry said, and nothing of any other', async () => {
    const path = await made('--registry', 'registry.test');
    const { report } = await runCheck(['--from', path]);
    const registry = report.checks.find(({ id }) => id === 'registry');
    expect(registry).toMatchObject({ status: 'pass', observed: { registries: [{ registry: 'registry.test' }] } });
    const other = await runCheck(['--from', path, '--registry', 'other.test', '--only', 'registry']);
    expect(other.report.checks.find(({ id }) => id === 'registry')).toMatchObject({ status: 'unknown' });
    expect(other.code).toBe(3);
  });
});
