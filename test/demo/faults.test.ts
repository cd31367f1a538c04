import { describe, expect, test } from 'vitest';
import { FAULTS, faultNamed } from '../../src/demo/faults.ts';
import { HEALTHY_NODE } from '../../src/demo/healthy-node.ts';
import { runDemo } from './run-demo.ts';

describe('each fault through the built program', () => {
  test.each(FAULTS.map(({ name, code }) => [name, code]))('%s: the first cause is %s', async (name, code) => {
    const { code: exitCode, report } = await runDemo(['--fault', name]);
    expect(report.causes[0]?.code).toBe(code);
    const findings = report.checks.flatMap((check) => check.findings);
    expect(findings.find((finding) => finding.code === code)).toMatchObject({
      severity: 'error',
      message: expect.any(String) as string,
      remedy: { steps: expect.arrayContaining([expect.anything()]) as unknown[] },
    });
    // One fault is one cause: whatever else is wrong follows from it.
    expect(report.causes).toHaveLength(1);
    expect(report.summary.unknown).toBe(0);
    expect(report.verdict).toBe('fail');
    expect(exitCode).toBe(1);
  });
});

describe('the list of faults', () => {
  test('has a dozen or more, each name once, in both languages', () => {
    const names = FAULTS.map(({ name }) => name);
    expect(names.length).toBeGreaterThanOrEqual(12);
    expect(new Set(names).size).toBe(names.length);
    for (const { name, summary } of FAULTS) {
      expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/);
      expect(summary.zh).toMatch(/\p{Script=Han}/u);
      expect(summary.en).not.toMatch(/\p{Script=Han}/u);
    }
  });

  test('leaves the healthy node as it is', () => {
    const before = JSON.stringify([...HEALTHY_NODE.files]);
    for (const { change } of FAULTS) expect(change(HEALTHY_NODE)).not.toEqual(HEALTHY_NODE);
    expect(JSON.stringify([...HEALTHY_NODE.files])).toBe(before);
  });

  test('is searched by the whole name', () => {
    expect(faultNamed('stale-socket')?.code).toBe('runtime-socket/refused');
    expect(faultNamed('stale')).toBeUndefined();
  });
});
