import type { Check } from '../checks/check.ts';
import { definitionOf } from '../checks/finder.ts';
import type { Finding } from '../checks/finding.ts';
import type { Values } from '../guide/placeholders.ts';
import { remedyFor, type GuideNode } from '../guide/resolve.ts';
import { findingValues } from '../guide/values.ts';
import type { Lang } from '../lang.ts';
import type { ReportFinding } from './schema.ts';
import { timesForPeople } from './times.ts';
import { visible } from './visible.ts';

/** What words and remedies are made from beside the finding itself. */
export interface Wording {
  /** This node's values for the guide's placeholders. */
  readonly values: Values;
  readonly node: GuideNode;
  /** The site's notes by code. */
  readonly notes?: ReadonlyMap<string, string> | undefined;
}

/** Gives a finding its words and its remedy with this node's values, in one language. */
export function wordedFinding(
  check: Check,
  finding: Finding,
  { values, node, notes }: Wording,
  lang: Lang,
): ReportFinding {
  const name = finding.code.slice(check.id.length + 1);
  const definition = definitionOf(check, name)!;
  const own = { ...values, ...findingValues(finding.args, finding.target) };
  const remedy = remedyFor(finding.code, own, node, lang);
  const note = notes?.get(finding.code);
  const { expected } = finding;
  return {
    code: finding.code,
    severity: finding.severity,
    message: visible(definition.message[lang](timesForPeople(finding.args))),
    args: { ...finding.args },
    ...(finding.target === undefined ? {} : { target: finding.target }),
    ...(finding.location ? { location: { ...finding.location } } : {}),
    ...(finding.stopsCraned ? { stopsCraned: true } : {}),
    ...(remedy ? { remedy } : {}),
    ...(note === undefined ? {} : { note: note.split('\n').map(visible).join('\n') }),
    ...(expected ? { expected: { reason: visible(expected.reason), expires: expected.expires } } : {}),
  } as ReportFinding;
}
