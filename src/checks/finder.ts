import { silentMountOf } from '../host/answer.ts';
import type { About, Check, CheckContext } from './check.ts';
import { COMMON_CODES, reasonOf } from './common-codes.ts';
import type { Args, Finding, Severity } from './finding.ts';

/** The definition of a code of a check by its name: its own, or one that every check has. */
export function definitionOf(check: Check, name: string): Check['codes'][string] | undefined {
  return check.codes[name] ?? (COMMON_CODES as Check['codes'])[name];
}

/** The severities that a code can have, the usual one first. */
export function severitiesOf({ severity }: Check['codes'][string]): readonly [Severity, ...Severity[]] {
  return typeof severity === 'string' ? [severity] : severity;
}

/** Makes a finding of a check: its id goes in front of the name, the severity comes from the definition. */
export function findingOf(check: Check, name: string, args: Args, about: About = {}): Finding {
  const definition = definitionOf(check, name);
  if (!definition) throw new Error(`${check.id} has no code ${name}`);
  const severities = severitiesOf(definition);
  const severity = about.severity ?? severities[0];
  if (!severities.includes(severity)) throw new Error(`${check.id}/${name} cannot be ${severity}`);
  return {
    code: `${check.id}/${name}`,
    severity,
    args,
    ...(about.target === undefined ? {} : { target: about.target }),
    ...(about.location ? { location: about.location } : {}),
    ...(about.stopsCraned ? { stopsCraned: true as const } : {}),
    ...(about.readPast ? { readPast: true as const } : {}),
    ...(about.followsStop ? { followsStop: true as const } : {}),
    ...(about.silentMount === undefined ? {} : { silentMount: about.silentMount }),
  };
}

/** The two makers of findings that a check's context carries. */
export function finder(check: Check): Pick<CheckContext, 'found' | 'notSeen'> {
  return {
    found: (name, args, about) => findingOf(check, name, args as Args, about),
    notSeen: (what, error) => {
      const about = { target: what, silentMount: silentMountOf(error) };
      return findingOf(check, 'could-not-look', { what, reason: reasonOf(error) }, about);
    },
  };
}
