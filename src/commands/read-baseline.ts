import type { Baseline, BaselineFinding } from '../engine/baseline.ts';
import { malformed, parsed, type Parsed } from '../registry/parsed.ts';

/** The version of the report's schema that this doctor writes; older ones it reads, newer ones it cannot know. */
const VERSION = 1;

const SEVERITIES: readonly unknown[] = ['error', 'unknown', 'warning', 'info'];

const NO_REPORT = malformed('that is no report of crane-doctor check --json', '不是 crane-doctor check --json 的报告');

type Fields = { readonly [name: string]: unknown };

function fieldsOf(value: unknown): Fields {
  return value !== null && typeof value === 'object' ? (value as Fields) : {};
}

/** The finding as far as a comparison needs it, or null where it is none. */
function findingOf(value: unknown): BaselineFinding | null {
  const { code, severity, target, message } = fieldsOf(value);
  if (typeof code !== 'string' || !/^[a-z0-9-]+\/[a-z0-9-]+$/.test(code)) return null;
  if (!SEVERITIES.includes(severity) || typeof message !== 'string') return null;
  if (target !== undefined && typeof target !== 'string') return null;
  return {
    code,
    severity: severity as BaselineFinding['severity'],
    message,
    ...(target === undefined ? {} : { target }),
  };
}

/** The report in a file as something to compare with, or why it cannot be. */
export function readBaseline(text: string): Parsed<Baseline> {
  if (text.trim() === '') return malformed('the file is empty', '文件为空');
  let document: Fields;
  try {
    document = fieldsOf(JSON.parse(text));
  } catch {
    return malformed(
      'that is no JSON (crane-doctor check --json writes it)',
      '不是 JSON（应由 crane-doctor check --json 写出）',
    );
  }
  const { schemaVersion, error, startedAt, host, checks } = document;
  if (!Number.isInteger(schemaVersion)) return NO_REPORT;
  if (Number(schemaVersion) > VERSION)
    return malformed(
      `that report has schema version ${String(schemaVersion)}, and this crane-doctor knows ${VERSION}: it was made by a newer one`,
      `该报告的 schema 版本为 ${String(schemaVersion)}，而当前程序支持到 ${VERSION}：它由更新版本的 crane-doctor 生成`,
    );
  if (Number(schemaVersion) < 1)
    return malformed(
      `that report has schema version ${String(schemaVersion)}, and there is none before 1`,
      `该报告的 schema 版本为 ${String(schemaVersion)}，而最早的版本为 1`,
    );
  if (error !== undefined)
    return malformed('that tells of a run that made no report', '该文件记录的是一次未能生成报告的运行');
  const { hostname } = fieldsOf(host);
  if (!Array.isArray(checks) || typeof startedAt !== 'string' || typeof hostname !== 'string') return NO_REPORT;
  const lists = checks.map((check: unknown) => fieldsOf(check)['findings']);
  if (!lists.every((list) => Array.isArray(list))) return NO_REPORT;
  const findings = lists.flat().map(findingOf);
  if (!findings.every((finding) => finding !== null)) return NO_REPORT;
  return parsed({ hostname, startedAt, findings });
}
