import { createHash } from 'node:crypto';
import { jsonDocument } from '../json.ts';
import { messageOf } from '../plain-finding.ts';
import type { EarlierFinding, Report, ReportCheck, ReportFinding } from '../schema.ts';
import { pathInCheckout } from './path-in-checkout.ts';
import type { Render, RenderOptions } from './render.ts';
import { LEVELS, ruleOf } from './sarif-rules.ts';

/** A finding that could not be looked at leaves open whether there is a problem (SARIF 2.1.0, 3.27.9). */
const KINDS = { error: 'fail', warning: 'fail', unknown: 'open', info: 'informational' } as const;

/** A path as a URI reference: relative to the checkout where it is below it, else a file URI. */
function artifact(path: string, report: Report, base: string): object {
  const told = pathInCheckout(path, report.host.root, base).toWellFormed();
  const uri = told.split('/').map(encodeURIComponent).join('/');
  return told.startsWith('/') ? { uri: `file://${uri}` } : { uri, uriBaseId: '%SRCROOT%' };
}

function locationOf(check: ReportCheck, finding: ReportFinding, report: Report, base: string): object {
  const { location, target } = finding;
  const logical = {
    name: target ?? check.id,
    fullyQualifiedName: `${report.host.hostname}/${check.id}`,
    kind: 'resource',
  };
  if (!location) return { logicalLocations: [logical] };
  const { path, line, column, length } = location;
  const region = { startLine: line, startColumn: column, ...(length > 0 ? { endColumn: column + length } : {}) };
  return {
    physicalLocation: { artifactLocation: artifact(path, report, base), region },
    logicalLocations: [logical],
  };
}

/** `[text](destination)` is a link in a message (3.11.6), and nothing of a node is to be one. */
function withoutLinks(text: string): string {
  return text.replaceAll('](', '] (');
}

/** Code and target are a finding's identity; its words and its line may change. */
function fingerprint({ code, target }: { readonly code: string; readonly target?: string | undefined }): string {
  return createHash('sha256')
    .update(`${code}\n${target ?? ''}`)
    .digest('hex');
}

function resultOf(
  check: ReportCheck,
  finding: ReportFinding,
  codes: readonly string[],
  report: Report,
  { lang, base }: RenderOptions,
): object {
  const { code, severity, args, target, remedy, note, expected, baseline } = finding;
  const cause = report.causes.some((one) => one.check === check.id && one.code === code);
  return {
    ruleId: code,
    ruleIndex: codes.indexOf(code),
    kind: KINDS[severity],
    level: LEVELS[severity],
    message: { text: withoutLinks(messageOf(finding, lang)) },
    locations: [locationOf(check, finding, report, base)],
    ...(expected ? { suppressions: [{ kind: 'external', justification: expected.reason }] } : {}),
    ...(baseline ? { baselineState: baseline === 'new' ? 'new' : 'unchanged' } : {}),
    partialFingerprints: { 'codeAndTarget/v1': fingerprint(finding) },
    properties: {
      severity,
      cause,
      args,
      ...(target === undefined ? {} : { target }),
      ...(remedy ? { remedy } : {}),
      ...(note === undefined ? {} : { note }),
    },
  };
}

/** What the baseline had and is gone: SARIF has a state for it (3.27.24), and what manages alerts closes them by it. */
function goneResult(
  { code, severity, message, target }: EarlierFinding,
  codes: readonly string[],
  report: Report,
): object {
  const name = target ?? code.split('/')[0]!;
  return {
    ruleId: code,
    ruleIndex: codes.indexOf(code),
    kind: KINDS[severity],
    level: LEVELS[severity],
    message: { text: withoutLinks(message) },
    locations: [
      {
        logicalLocations: [
          { name, fullyQualifiedName: `${report.host.hostname}/${code.split('/')[0]!}`, kind: 'resource' },
        ],
      },
    ],
    baselineState: 'absent',
    partialFingerprints: { 'codeAndTarget/v1': fingerprint({ code, target }) },
  };
}

function invocationOf(report: Report, exitCode: number): object {
  const { startedAt, durationMs, host } = report;
  return {
    // Findings are no failure of the tool; a signal that has cut the run short is.
    executionSuccessful: exitCode < 4,
    exitCode,
    startTimeUtc: startedAt,
    endTimeUtc: new Date(Date.parse(startedAt) + durationMs).toISOString(),
    machine: host.hostname,
  };
}

/** The report as a SARIF 2.1.0 log with one run: a rule a finding code that occurs, a result a finding. */
export const renderSarif: Render = (report, options) => {
  const { lang, exitCode, base } = options;
  const found = report.checks.flatMap((check) => check.findings.map((finding) => ({ check, finding })));
  const gone = report.baseline?.fixed ?? [];
  const codes = [...new Set([...found.map(({ finding }) => finding.code), ...gone.map(({ code }) => code)])];
  const { tool, subject, host, verdict, summary, causes } = report;
  const { configPath, configSha256 } = subject;
  const run = {
    tool: {
      driver: {
        name: tool.name,
        version: tool.version,
        semanticVersion: tool.version,
        language: lang === 'zh' ? 'zh-CN' : 'en-US',
        rules: codes.map((code) => ruleOf(code, lang)),
      },
    },
    columnKind: 'unicodeCodePoints',
    invocations: [invocationOf(report, exitCode)],
    ...(configSha256 === null
      ? {}
      : { artifacts: [{ location: artifact(configPath, report, base), hashes: { 'sha-256': configSha256 } }] }),
    results: [
      ...found.map(({ check, finding }) => resultOf(check, finding, codes, report, options)),
      ...gone.map((finding) => goneResult(finding, codes, report)),
    ],
    properties: { verdict, summary, causes, host, subject },
  };
  return jsonDocument({ $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] });
};
