import type { Json } from '../json.ts';
import type { Text } from '../lang.ts';
import { retold } from '../report/retold.ts';
import { visible } from '../report/visible.ts';

/* The part of a node's report that a fleet needs, read from a document that nobody vouches for. */

export type NodeSeverity = 'error' | 'unknown' | 'warning';
export type NodeStatus = 'pass' | 'warn' | 'fail' | 'unknown' | 'skip';

export interface NodeFinding {
  readonly code: string;
  readonly severity: NodeSeverity;
  /** The check and group that it is of, by the node's own doctor. */
  readonly check: string;
  readonly group: string;
  readonly message: Text;
  readonly target: string | null;
  /** Plain arguments, for the guide's placeholders. */
  readonly args: { readonly [name: string]: string | number };
}

export interface NodeReport {
  readonly hostname: string;
  readonly doctor: string;
  readonly kernel: string;
  readonly os: { readonly id: string; readonly versionId: string };
  readonly configPath: string;
  readonly config: { readonly hash: string; readonly values: { readonly [path: string]: string } } | null;
  readonly runtime: string | null;
  /** As it is configured, or null. */
  readonly endpoint: string | null;
  /** Unix time by the node's clock, ms. */
  readonly startedAt: number;
  readonly durationMs: number;
  readonly verdict: 'pass' | 'warn' | 'fail' | 'unknown';
  readonly causes: readonly string[];
  /** Without what the site expects, and mere information. */
  readonly findings: readonly NodeFinding[];
  readonly statuses: readonly (readonly [check: string, status: NodeStatus, group: string])[];
}

/** Why a document is no report that can be merged. */
export type Unfit =
  | { readonly unfit: 'newer'; readonly version: number }
  | { readonly unfit: 'refused'; readonly message: string }
  | { readonly unfit: 'no-report' };

const MOST_FINDINGS = 500;
const MOST_CHECKS = 500;
const MOST_VALUES = 300;
const TEXT_LENGTH = 500;

type Fields = { readonly [name: string]: unknown };

function fieldsOf(value: unknown): Fields {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Fields) : {};
}

function listOf(value: unknown, most: number): readonly unknown[] {
  return Array.isArray(value) ? value.slice(0, most) : [];
}

function textOf(value: unknown, length = TEXT_LENGTH): string {
  return typeof value === 'string' ? visible(value.slice(0, length).toWellFormed()) : '';
}

const isCode = (value: unknown): value is string =>
  typeof value === 'string' && value.length <= 128 && /^[a-z0-9-]+\/[a-z0-9-]+$/.test(value);
const isId = (value: unknown): value is string =>
  typeof value === 'string' && value.length <= 64 && /^[a-z0-9-]+$/.test(value);

const SEVERITIES: readonly unknown[] = ['error', 'unknown', 'warning'];
const STATUSES: readonly unknown[] = ['pass', 'warn', 'fail', 'unknown', 'skip'];
const VERDICTS: readonly unknown[] = ['pass', 'warn', 'fail', 'unknown'];

function argsOf(value: unknown): NodeFinding['args'] {
  const plain = Object.entries(fieldsOf(value)).slice(0, 50);
  return Object.fromEntries(
    plain.flatMap(([name, one]) =>
      typeof one === 'number' || (typeof one === 'string' && one.length <= TEXT_LENGTH) ? [[name, one] as const] : [],
    ),
  );
}

function findingsOf(check: string, group: string, value: unknown): NodeFinding[] {
  return listOf(value, MOST_FINDINGS).flatMap((one) => {
    const { code, severity, message, target, args, expected } = fieldsOf(one);
    if (!isCode(code) || !SEVERITIES.includes(severity) || expected !== undefined) return [];
    return [
      {
        code,
        severity: severity as NodeSeverity,
        check,
        group,
        message: retold(code, fieldsOf(args) as { readonly [name: string]: Json }, textOf(message)),
        target: typeof target === 'string' ? textOf(target) : null,
        args: argsOf(args),
      },
    ];
  });
}

function configOf(value: unknown): NodeReport['config'] {
  const { hash, values } = fieldsOf(value);
  if (typeof hash !== 'string' || !/^[0-9a-f]{8,128}$/.test(hash)) return null;
  const told = Object.entries(fieldsOf(values)).slice(0, MOST_VALUES);
  return { hash, values: Object.fromEntries(told.map(([path, text]) => [textOf(path), textOf(text)])) };
}

/** A report as far as a fleet needs it, of whatever version of the doctor, or why it is none. */
export function readNodeReport(document: unknown): NodeReport | Unfit {
  const { schemaVersion, error, tool, host, subject, startedAt, durationMs, verdict, causes, checks } =
    fieldsOf(document);
  if (typeof schemaVersion !== 'number' || !Number.isInteger(schemaVersion)) return { unfit: 'no-report' };
  if (schemaVersion > 1) return { unfit: 'newer', version: schemaVersion };
  if (error !== undefined) return { unfit: 'refused', message: textOf(fieldsOf(error)['message']) };
  const at = typeof startedAt === 'string' ? Date.parse(startedAt) : NaN;
  if (!Array.isArray(checks) || Number.isNaN(at) || !VERDICTS.includes(verdict)) return { unfit: 'no-report' };
  const { hostname, kernel, os } = fieldsOf(host);
  const { configPath, config, runtime } = fieldsOf(subject);
  const { name, version, endpoint } = fieldsOf(runtime);
  const looked = listOf(checks, MOST_CHECKS).flatMap((one) => {
    const { id, group, status, findings } = fieldsOf(one);
    if (!isId(id) || !isId(group) || !STATUSES.includes(status)) return [];
    return [{ id, group, status: status as NodeStatus, findings: findingsOf(id, group, findings) }];
  });
  return {
    hostname: textOf(hostname, 255),
    doctor: textOf(fieldsOf(tool)['version'], 64),
    kernel: textOf(kernel, 128),
    os: { id: textOf(fieldsOf(os)['id'], 64), versionId: textOf(fieldsOf(os)['versionId'], 64) },
    configPath: textOf(configPath),
    config: configOf(config),
    runtime: [textOf(name, 64), textOf(version, 64)].filter((part) => part !== '').join(' ') || null,
    endpoint: textOf(endpoint) || null,
    startedAt: at,
    durationMs: typeof durationMs === 'number' && durationMs >= 0 ? durationMs : 0,
    verdict: verdict as NodeReport['verdict'],
    causes: listOf(causes, MOST_CHECKS).flatMap((cause) => {
      const { code } = fieldsOf(cause);
      return isCode(code) ? [code] : [];
    }),
    findings: looked.flatMap(({ findings }) => findings).slice(0, MOST_FINDINGS),
    statuses: looked.map(({ id, status, group }) => [id, status, group] as const),
  };
}
