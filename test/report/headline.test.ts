import { describe, expect, test } from 'vitest';
import { headlineOf } from '../../src/report/headline.ts';
import type { Report, ReportCheck } from '../../src/report/schema.ts';

function checkOf(id: string, group: string, status: ReportCheck['status'], skip?: ReportCheck['skip']): ReportCheck {
  return { id, group, title: id, status, durationMs: 0, ...(skip ? { skip } : {}), observed: {}, findings: [] };
}

const EXCLUDED = { reason: 'excluded' as const, by: [] };
const OFFLINE = { reason: 'offline' as const, by: [] };

function reportOf(
  checks: readonly ReportCheck[],
  more: Partial<Report> = {},
  subject: Partial<Report['subject']> = {},
): Report {
  const failed = checks.filter(({ status }) => status === 'fail');
  return {
    schemaVersion: 1,
    tool: { name: 'crane-doctor', version: '0' },
    host: { hostname: 'cn01', os: { id: '', versionId: '', prettyName: '' }, kernel: '', arch: '', uid: 0, root: null },
    subject: {
      configPath: '',
      configSha256: null,
      containerEnabled: true,
      role: 'compute',
      config: null,
      runtime: null,
      ...subject,
    },
    startedAt: '2026-01-01T00:00:00Z',
    durationMs: 0,
    verdict: failed.length > 0 ? 'fail' : 'pass',
    summary: { pass: 0, warn: 0, fail: failed.length, unknown: 0, skip: 0 },
    causes: failed.map(({ id }) => ({ check: id, code: `${id}/x`, blocks: [] })),
    checks: [...checks],
    ...more,
  };
}

describe('the headline claims no more than was seen', () => {
  const healthy = [checkOf('config-file', 'config', 'pass'), checkOf('runtime-socket', 'runtime', 'pass')];

  test('a whole healthy node can run containers; a part, another role or a tree is only in order', () => {
    expect(headlineOf(reportOf(healthy), 'en')).toBe('This node can run containers');
    const part = [...healthy, checkOf('dns', 'network', 'skip', EXCLUDED)];
    expect(headlineOf(reportOf(part), 'en')).toBe('What was checked is in order');
    expect(headlineOf(reportOf(healthy, {}, { role: 'login' }), 'en')).toBe('What was checked is in order');
    const tree = { ...reportOf(healthy).host, root: '/image' };
    expect(headlineOf(reportOf(healthy, { host: tree }), 'zh')).toBe('所检查的部分没有问题');
  });

  test('where all was skipped nothing was looked at', () => {
    expect(headlineOf(reportOf([checkOf('dns', 'network', 'skip', OFFLINE)]), 'en')).toBe('Nothing was looked at');
  });

  test('a fault of the runtime stops all containers, one of a registry only some', () => {
    expect(headlineOf(reportOf([checkOf('runtime-socket', 'runtime', 'fail')]), 'en')).toBe(
      'This node cannot run containers: one cause',
    );
    expect(headlineOf(reportOf([checkOf('registry', 'network', 'fail')]), 'en')).toBe(
      'Some containers cannot run on this node: one cause',
    );
  });

  test('a craned that does not run takes no job; one that has not read its configuration is only to be restarted', () => {
    const failing = (code: string, ...others: readonly ReportCheck[]): Report => {
      const report = reportOf([checkOf('craned-service', 'service', 'fail'), ...others]);
      const causes = report.causes.map((cause) => (cause.check === 'craned-service' ? { ...cause, code } : cause));
      return { ...report, causes };
    };
    for (const code of ['inactive', 'failed', 'foreground-off']) {
      expect(headlineOf(failing(`craned-service/${code}`), 'en')).toBe('This node cannot run containers: one cause');
    }
    const stale = 'craned-service/stale-config';
    expect(headlineOf(failing(stale), 'en')).toBe('craned has to be restarted to read its configuration: one cause');
    expect(headlineOf(failing(stale), 'zh')).toBe('craned 需要重启才能加载当前配置：1 个原因');
    expect(headlineOf(failing(stale, checkOf('registry', 'network', 'fail')), 'en')).toBe(
      'Some containers cannot run on this node: 2 causes',
    );
  });
});
