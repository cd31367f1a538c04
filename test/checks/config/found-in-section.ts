import type { Check } from '../../../src/checks/check.ts';
import type { Finding } from '../../../src/checks/finding.ts';
import { brief, clusterWith, withTree, type ConfigTree } from '../../config/config-tree.ts';

const BEFORE = clusterWith('').split('\n').length;

/** A Container section that is on; lines of it (two blanks deep) come behind. */
export const SECTION_ON = 'Container:\n  Enabled: true\n  RuntimeEndpoint: /run/containerd/containerd.sock\n';

/**
 * The findings of a check on a Container section, each as a line without the check's id. Line numbers
 * count from `Container:`, which is +0, so that the first line behind `SECTION_ON` is +3.
 */
export async function foundInSection(
  check: Check,
  lines: string,
  prepare: (tree: ConfigTree) => void = () => undefined,
): Promise<{ readonly lines: readonly string[]; readonly findings: readonly Finding[] }> {
  return withTree(clusterWith(SECTION_ON + lines), async (tree) => {
    prepare(tree);
    const findings = await tree.findings(check);
    const short = (finding: Finding): string =>
      brief(finding)
        .replace(`${check.id}/`, '')
        .replace(/ (\d+):/, (_, line) => ` +${Number(line) - BEFORE}:`);
    return { lines: findings.map(short), findings };
  });
}
