import { readFileSync } from 'node:fs';

/*
 * The end of `npm run test:all`: the tests that were skipped, each suite with what is missing (test
 * titles say so, test/support/needs.ts), and one plain closing line with the counts. Its argument is
 * the file of vitest's JSON reporter. Fails where no test ran, which vitest alone takes for a success
 * with skipped tests.
 */

interface Results {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numFailedTestSuites: number;
  readonly testResults: readonly {
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string; readonly ancestorTitles: readonly string[] }[];
  }[];
}

const results = JSON.parse(readFileSync(process.argv[2]!, 'utf8')) as Results;
const tests = results.testResults.flatMap((file) => file.assertionResults);
const skipped = tests.filter(({ status }) => status !== 'passed' && status !== 'failed');
/** A file that breaks before its first test counts as one failure: none of its tests is in the list. */
const broken = results.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0);
const failed = results.numFailedTests + broken.length;

const suites = new Map<string, number>();
for (const { ancestorTitles } of skipped) {
  const title = ancestorTitles.join(' > ');
  suites.set(title, (suites.get(title) ?? 0) + 1);
}
if (suites.size > 0) console.log('\nSkipped:');
for (const [title, count] of suites) console.log(`  ${count} in ${title}`);

console.log(
  `\n${results.numPassedTests} passed, ${failed} failed${skipped.length > 0 ? `, ${skipped.length} skipped` : ''}`,
);
if (failed > 0 || results.numPassedTests === 0) process.exitCode = 1;
