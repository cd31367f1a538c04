import type { Check, Need } from '../checks/check.ts';
import type { CheckResult } from './result.ts';

/** A need is a configuration key where it begins with a capital letter, as all of craned's keys do. */
export function isKey(need: string): boolean {
  return /^[A-Z]/.test(need);
}

/** The keys among the needs of a check, and those that switch its feature on. */
export function keysNeeded(check: Check, needs: readonly Need[]): string[] {
  const switches = {
    any: [],
    container: ['Container.Enabled'],
    bindfs: ['Container.Enabled', 'Container.BindFs.Enabled'],
  };
  return [...switches[check.feature], ...needs.filter(isKey)];
}

function covers(section: string, key: string): boolean {
  return section === '' || key === section || key.startsWith(`${section}.`);
}

/** The checks that judge a key. */
export function decidersOf(key: string, checks: readonly Check[]): Check[] {
  return checks.filter((check) => check.decides.some((section) => covers(section, key)));
}

/**
 * Whether the result of a deciding check leaves a key unreadable: a finding that craned does not read
 * past, about the key, about a section around it, or (from who judges the whole file) about the file.
 */
export function spoils(result: CheckResult, decider: Check, key: string): boolean {
  return result.findings.some(
    (finding) =>
      (finding.severity === 'error' || finding.severity === 'unknown') &&
      !finding.readPast &&
      (decider.decides.includes('') || finding.target === undefined || covers(finding.target, key)),
  );
}
