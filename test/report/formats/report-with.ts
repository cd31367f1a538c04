import type { RenderOptions } from '../../../src/report/formats/render.ts';
import type { Report, ReportCheck, ReportFinding } from '../../../src/report/schema.ts';
import { styleOf } from '../../../src/report/style.ts';
import { visible } from '../../../src/report/visible.ts';

/** How the formats are asked in these tests: English, at the root of a file system, with all that they have. */
export const OPTIONS: RenderOptions = {
  lang: 'en',
  style: styleOf(false, false),
  sources: [{ path: '/etc/crane/config.yaml', text: 'Container:\n  Enabled: true\n' }],
  exitCode: 1,
  asRoot: null,
  verbose: true,
  quiet: false,
  base: '',
};

function finding(code: string, severity: ReportFinding['severity'], words: string): ReportFinding {
  // What a report holds of messages, texts and commands is safe for a terminal already (report.ts, guide/values.ts).
  const shown = visible(words);
  return {
    code,
    severity,
    message: `Before ${shown} behind`,
    args: { words },
    target: words,
    note: `${shown}\n${shown} end`,
    baseline: 'new',
    remedy: {
      guide: 'cri-connection',
      title: 'An entry',
      summary: 'Why `so`.',
      // The guide's own `code` in prose is mark-up; a value in it is not meant to be any.
      steps: [
        { text: `Look at ${shown.replaceAll('`', '')}`, command: `cat ${shown}\nls`, needsRoot: true, changes: true },
        { text: 'Look again', needsRoot: false, changes: false },
      ],
    },
  };
}

function check(
  id: string,
  group: string,
  status: ReportCheck['status'],
  findings: ReportFinding[],
  words: string,
): ReportCheck {
  return {
    id,
    group,
    title: `Is ${id}`,
    status,
    durationMs: 1.5,
    observed: { [words]: words, list: [{ words }] },
    findings,
  };
}

/** A report that has all there is, with words from outside wherever such words can stand. */
export function reportWith(words: string): Report {
  const error: ReportFinding = {
    ...finding('config-endpoints/relative', 'error', words),
    location: { path: `/etc/crane/${words}`, line: 2, column: 3, length: 7 },
    stopsCraned: true,
  };
  const inFile: ReportFinding = { ...error, location: { ...error.location!, path: '/etc/crane/config.yaml' } };
  return {
    schemaVersion: 1,
    tool: { name: 'crane-doctor', version: '0.1.0' },
    host: {
      hostname: words,
      os: { id: words, versionId: words, prettyName: words },
      kernel: words,
      arch: words,
      uid: 0,
      root: null,
    },
    subject: {
      configPath: `/etc/${words}`,
      configSha256: 'ab'.repeat(32),
      containerEnabled: true,
      role: 'compute',
      config: { hash: 'cd'.repeat(32), values: { [words]: words } },
      runtime: { name: words, version: words, endpoint: `unix:///${words}` },
    },
    startedAt: '2026-01-02T03:04:05.678Z',
    durationMs: 1234.5,
    verdict: 'fail',
    baseline: {
      hostname: visible(words),
      startedAt: visible(words),
      new: 1,
      known: 2,
      fixed: [{ code: 'dns/timeout', severity: 'error', message: visible(words), target: visible(words) }],
      unseen: [{ code: 'dns/failed', severity: 'error', message: visible(words) }],
    },
    summary: { pass: 1, warn: 1, fail: 1, unknown: 1, skip: 1 },
    causes: [
      { check: 'config-endpoints', code: 'config-endpoints/relative', blocks: ['runtime-socket'] },
      { check: 'dns', code: 'dns/could-not-look', blocks: [] },
    ],
    checks: [
      check('config-file', 'config', 'pass', [], words),
      check(
        'config-endpoints',
        'config',
        'fail',
        [error, inFile, finding('config-endpoints/image-differs', 'info', words)],
        words,
      ),
      {
        ...check('runtime-socket', 'runtime', 'skip', [], words),
        skip: { reason: 'blocked', by: ['config-endpoints'], note: words },
      },
      check('dns', 'network', 'unknown', [finding('dns/could-not-look', 'unknown', words)], words),
      check(
        'base-dir',
        'service',
        'warn',
        [finding('base-dir/disk-low', 'warning', words), finding('base-dir/missing', 'info', words)],
        words,
      ),
    ],
  };
}
