import { remedyFor, type GuideNode } from '../../guide/resolve.ts';
import type { Values } from '../../guide/placeholders.ts';
import type { Explanation } from '../../explain/explanation.ts';
import type { Lang } from '../../lang.ts';
import { SMOKE } from '../../smoke/findings.ts';
import { visible } from '../visible.ts';
import type { Explained, ExplainedMatch } from './schema.ts';

/** This much of what was asked stands in the answer. */
const QUERY_LENGTH = 4096;
const LINE_LENGTH = 400;

function shown(text: string, most: number): string {
  const seen = visible(text.toWellFormed());
  return seen.length <= most ? seen : `${seen.slice(0, most)}…`;
}

/** The checks behind the findings, or the smoke test, as a command that runs them. */
function verification(findings: readonly string[]): string | undefined {
  const checks = [...new Set(findings.map((code) => code.slice(0, code.indexOf('/'))))];
  if (checks.includes(SMOKE.id)) return `crane-doctor ${SMOKE.id}`;
  return checks.length === 0 ? undefined : `crane-doctor --only ${checks.join(',')}`;
}

/** The answer of `explain` in one language, with a node's values in its commands. */
export function explainedOf(
  query: string,
  found: readonly Explanation[],
  {
    valuesFor,
    node,
    lang,
  }: {
    readonly valuesFor: (code: string) => Values;
    readonly node: GuideNode;
    readonly lang: Lang;
  },
): Explained {
  const matches = found.map((one): ExplainedMatch => {
    const { kind, id, certain, component, log, meaning, noise, wraps, findings, line } = one;
    // What only passes on has no remedy of its own, nor has what is no fault; a check has one for each of its findings.
    const [first] = noise || wraps || kind === 'check' ? [] : findings;
    const remedy = first === undefined ? undefined : remedyFor(first, valuesFor(first), node, lang);
    const verify = noise ? undefined : verification(findings);
    return {
      ...{ kind, id, certain, component, log, meaning: meaning[lang], noise, wraps, findings: [...findings] },
      line: shown(line, LINE_LENGTH),
      ...(remedy ? { remedy } : {}),
      ...(verify === undefined ? {} : { verify }),
    };
  });
  return { schemaVersion: 1, query: shown(query, QUERY_LENGTH), matches };
}
