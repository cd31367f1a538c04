import { EXIT, type FailOn } from '../exit-code.ts';
import { differs } from './differing.ts';
import type { FleetDocument } from './schema.ts';

/**
 * The exit code of a fleet, as that of `check`: the worst node decides, and a node that did not answer was not
 * checked. A run that reached nobody has checked nothing. Nodes that differ in what has to be the same are a warning.
 */
export function exitCodeOfFleet(document: FleetDocument, failOn: FailOn, allowUnknown: readonly string[]): number {
  const { findings, nodes } = document;
  if (failOn === 'never') return EXIT.ok;
  const has = (severity: string): boolean =>
    findings.some(
      (finding) => finding.severity === severity && !(severity === 'unknown' && allowUnknown.includes(finding.check)),
    );
  if (has('error') || (failOn === 'warning' && (has('warning') || differs(document)))) return EXIT.problems;
  return has('unknown') || nodes.answered < nodes.total || nodes.total === 0 ? EXIT.notChecked : EXIT.ok;
}
