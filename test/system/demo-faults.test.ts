import { describe, expect, test } from 'vitest';
import { FAULTS } from '../../src/demo/faults.ts';
import { runDemo } from '../demo/run-demo.ts';

/** craned's own patience with a runtime, in s (kCriDefaultReqTimeout): other tests give it less. */
const ARGS: { readonly [fault: string]: object } = {
  'silent-runtime': { seconds: 5 },
  'systemd-cgroup': { runtime: 'containerd', from: 'RuntimeConfig' },
};

describe('each fault through the built program', () => {
  // At the same time: one of them waits for as long as craned does.
  test.concurrent.each(FAULTS.map(({ name, code }) => [name, code]))(
    '%s: the first cause is %s',
    async (name, code) => {
      const { code: exitCode, report } = await runDemo(['--fault', name]);
      expect(report.causes[0]?.code).toBe(code);
      const findings = report.checks.flatMap((check) => check.findings);
      expect(findings.find((finding) => finding.code === code)).toMatchObject({
        severity: 'error',
        args: ARGS[name] ?? {},
        message: expect.any(String) as string,
        remedy: { steps: expect.arrayContaining([expect.anything()]) as unknown[] },
      });
      // One fault is one cause: whatever else is wrong follows from it.
      expect(report.causes).toHaveLength(1);
      expect(report.summary.unknown).toBe(0);
      expect(report.verdict).toBe('fail');
      expect(exitCode).toBe(1);
    },
  );
});
