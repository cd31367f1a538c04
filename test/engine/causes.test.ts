import { describe, expect, test } from 'vitest';
import type { Check } from '../../src/checks/check.ts';
import type { Finding } from '../../src/checks/finding.ts';
import { causesOf } from '../../src/engine/causes.ts';
import { statusOf, type CheckResult } from '../../src/engine/result.ts';
import { passing } from './checks-of-a-test.ts';

function finding(code: string, severity: Finding['severity'] = 'error', more: Partial<Finding> = {}): Finding {
  return { code, severity, args: {}, ...more };
}

function results(entries: Record<string, Finding[] | string[]>): Map<string, CheckResult> {
  return new Map(
    Object.entries(entries).map(([id, value]) => {
      const blocked = value.length > 0 && typeof value[0] === 'string';
      const findings = blocked ? [] : (value as Finding[]);
      const base = { id, durationMs: 0, observed: {}, findings };
      return [
        id,
        blocked
          ? { ...base, status: 'skip', skip: { reason: 'blocked', by: value as string[] } }
          : { ...base, status: statusOf(findings) },
      ];
    }),
  );
}

const explaining = (id: string, ...explains: string[]): Check => passing(id, { explains });

describe('causes', () => {
  test('a blocked check hangs on its root; the root is the cause', () => {
    const checks = ['socket', 'version', 'status'].map((id) => passing(id));
    expect(
      causesOf(checks, results({ socket: [finding('socket/refused')], version: ['socket'], status: ['socket'] })),
    ).toEqual([{ check: 'socket', code: 'socket/refused', blocks: ['version', 'status'] }]);
  });

  test('an explained failure is a consequence, with all that hangs on it', () => {
    const checks = [explaining('service', 'socket/refused'), passing('socket'), passing('version')];
    const found = { service: [finding('service/failed')], socket: [finding('socket/refused')], version: ['socket'] };
    expect(causesOf(checks, results(found))).toEqual([
      { check: 'service', code: 'service/failed', blocks: ['socket', 'version'] },
    ]);
  });

  test('a warning explains nothing, and another code is not explained', () => {
    const checks = [explaining('service', 'socket/refused'), passing('socket')];
    const warned = results({ service: [finding('service/inactive', 'warning')], socket: [finding('socket/refused')] });
    expect(causesOf(checks, warned).map(({ check }) => check)).toEqual(['socket']);
    const other = results({ service: [finding('service/inactive')], socket: [finding('socket/not-a-socket')] });
    expect(causesOf(checks, other).map(({ check }) => check)).toEqual(['service', 'socket']);
  });

  test('a check with a second, unexplained error stays a cause', () => {
    const checks = [explaining('cni', 'status/network'), passing('status')];
    const found = { cni: [finding('cni/no-config')], status: [finding('status/network'), finding('status/runtime')] };
    expect(causesOf(checks, results(found)).map(({ check }) => check)).toEqual(['cni', 'status']);
  });

  test('of two that explain each other the earlier is the cause', () => {
    const checks = [explaining('a', 'b/x'), explaining('b', 'a/x')];
    expect(causesOf(checks, results({ a: [finding('a/x')], b: [finding('b/x')] }))).toEqual([
      { check: 'a', code: 'a/x', blocks: ['b'] },
    ]);
  });

  describe('a file system that does not answer, seen under several paths', () => {
    const unseen = (id: string, silentMount: string): Finding =>
      finding(`${id}/could-not-look`, 'unknown', { silentMount });
    const checks = ['program', 'mounts', 'base'].map((id) => passing(id));

    test('is one cause: the check that fails by it, with all that could not look', () => {
      const found = {
        program: [unseen('program', '/nfs')],
        mounts: [finding('mounts/hung', 'error', { silentMount: '/nfs' })],
        base: [unseen('base', '/nfs')],
      };
      expect(causesOf(checks, results(found))).toEqual([
        { check: 'mounts', code: 'mounts/hung', blocks: ['program', 'base'] },
      ]);
    });

    test('is the first that could not look, where none fails', () => {
      const found = { program: [unseen('program', '/nfs')], base: [unseen('base', '/nfs')] };
      expect(causesOf(checks, results(found))).toEqual([
        { check: 'program', code: 'program/could-not-look', blocks: ['base'] },
      ]);
    });

    test('is not another file system, nor what failed by something else', () => {
      const other = { program: [unseen('program', '/nfs')], base: [unseen('base', '/other')] };
      expect(causesOf(checks, results(other)).map(({ check }) => check)).toEqual(['program', 'base']);
      const failed = {
        program: [finding('program/missing'), unseen('program', '/nfs')],
        mounts: [finding('mounts/hung', 'error', { silentMount: '/nfs' })],
      };
      expect(causesOf(checks, results(failed)).map(({ check }) => check)).toEqual(['program', 'mounts']);
    });
  });

  test('failures come before unknowns, then the one that most hangs on, then the order of the registry', () => {
    const checks = ['u', 'a', 'b', 'c', 'd'].map((id) => passing(id));
    const found = {
      u: [finding('u/deadline', 'unknown')],
      a: [finding('a/x')],
      b: [finding('b/x')],
      c: ['b'],
      d: ['u'],
    };
    expect(causesOf(checks, results(found)).map(({ check }) => check)).toEqual(['b', 'a', 'u']);
  });

  test('the code is the error that craned stops at, else the first of the worst severity', () => {
    const checks = [passing('c')];
    const first = results({ c: [finding('c/note', 'info'), finding('c/one'), finding('c/two')] });
    expect(causesOf(checks, first)[0]?.code).toBe('c/one');
    const stop = results({ c: [finding('c/one'), finding('c/two', 'error', { stopsCraned: true })] });
    expect(causesOf(checks, stop)[0]?.code).toBe('c/two');
    const unknown = results({ c: [finding('c/odd', 'warning'), finding('c/hidden', 'unknown')] });
    expect(causesOf(checks, unknown)[0]?.code).toBe('c/hidden');
  });
});
