import type { Json } from '../../json.ts';
import type { Finding } from '../finding.ts';

/** Arguments that are told together: the registries behind what is found, the logins that were refused. */
const TOGETHER = ['registries', 'refused'];

/**
 * Each code once for each target, the severest: several registries may share a mirror, a proxy or a
 * name. What is told of the registries behind it comes together.
 */
export function eachOnce(findings: readonly Finding[]): readonly Finding[] {
  const kept = new Map<string, Finding>();
  for (const finding of findings) {
    const key = `${finding.code} ${finding.target ?? ''}`;
    const known = kept.get(key);
    kept.set(key, known ? together(known, finding) : finding);
  }
  return [...kept.values()];
}

function together(one: Finding, other: Finding): Finding {
  const severe = one.severity !== 'error' && other.severity === 'error' ? other : one;
  const lists = TOGETHER.filter((name) => Array.isArray(severe.args[name])).map((name) => {
    const all = [one, other].flatMap(({ args }) => (args[name] ?? []) as readonly Json[]);
    return [name, [...new Map(all.map((item) => [JSON.stringify(item), item])).values()]];
  });
  return { ...severe, args: { ...severe.args, ...(Object.fromEntries(lists) as Finding['args']) } };
}
