import type { Finding } from '../../checks/finding.ts';
import type { Lang } from '../../lang.ts';
import { SMOKE } from '../../smoke/findings.ts';
import type { SmokeParameters } from '../../smoke/parameters.ts';
import type { Smoke, StepResult } from '../../smoke/run.ts';
import { addressesOf } from '../../smoke/seen.ts';
import type { ReportFinding } from '../schema.ts';
import { VERSION } from '../version.ts';
import { visible } from '../visible.ts';
import { wordedFinding, type Wording } from '../worded-finding.ts';
import type { Smoked, SmokedStep } from './schema.ts';

const ORDER = ['error', 'unknown', 'warning', 'info'];
const OUTPUT_LENGTH = 4_000;

const rounded = (ms: number): number => Math.round(ms * 10) / 10;

/** A text of several lines from outside, safe for a terminal. */
const shown = (text: string): string => text.slice(0, OUTPUT_LENGTH).toWellFormed().split('\n').map(visible).join('\n');

/** One step with its words, the worst finding first. */
export function smokedStep(result: StepResult, wording: Wording, lang: Lang): SmokedStep {
  const { step, status, durationMs, deadlineMs, findings, note, skipped } = result;
  const sorted = [...findings].sort((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity));
  const word = (one: Finding): ReportFinding => wordedFinding(SMOKE, one, wording, lang);
  const [finding, ...others] = sorted.map(word);
  return {
    name: step.name,
    title: step.title[lang],
    status,
    durationMs: rounded(durationMs),
    deadlineMs,
    ...(note === '' ? {} : { note: visible(note) }),
    ...(skipped ? { skip: skipped[lang] } : {}),
    ...(finding ? { finding } : {}),
    ...(others.length > 0 ? { others } : {}),
  };
}

function verdictOf(results: readonly StepResult[]): Smoked['verdict'] {
  const has = (status: StepResult['status']): boolean => results.some((result) => result.status === status);
  if (has('fail')) return 'fail';
  if (has('unknown')) return 'unknown';
  return has('warn') ? 'warn' : 'pass';
}

/** What a smoke test was about, beside what came of it. */
export interface About {
  readonly node: string;
  readonly parameters: SmokeParameters | null;
  readonly startedAt: number;
  readonly wording: Wording;
}

/** What the container has printed so far, safe for a terminal. */
export function observedOf({ seen }: Smoke['reached']): Smoked['observed'] {
  const part = (name: string): string | null => {
    const text = seen?.parts.get(name);
    return text === undefined ? null : shown(text.trim());
  };
  return {
    uidMap: part('uid_map'),
    gidMap: part('gid_map'),
    addresses: seen ? [...addressesOf(seen)] : [],
    resolvConf: part('resolv.conf'),
    output: seen ? shown(seen.output) : null,
  };
}

/** The document of `smoke --json`, in one language. */
export function smokedOf({ results, reached, durationMs }: Smoke, about: About, lang: Lang): Smoked {
  const { node, parameters: p, startedAt, wording } = about;
  return {
    schemaVersion: 1,
    verdict: verdictOf(results),
    tool: { name: 'crane-doctor', version: VERSION },
    node: visible(node),
    asked: p && {
      image: p.image,
      account: visible(p.account.name),
      userns: p.userns !== null,
      network: p.network,
      mount: p.mount,
      endpoint: p.runtimeSocket,
    },
    startedAt: new Date(startedAt).toISOString(),
    durationMs: rounded(durationMs),
    steps: results.map((result) => smokedStep(result, wording, lang)),
    observed: observedOf(reached),
    leftBehind: (reached.leftBehind ?? []).map(visible),
  };
}
