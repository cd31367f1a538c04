import { readFileSync } from 'node:fs';

/*
 * The end of `npm run test:all`: the tests that were skipped, each suite with what is missing (test
 * titles say so, test/support/needs.ts), and one plain closing line with the counts. Its argument is
 * the file of vitest's JSON reporter. Fails where no test ran, which vitest alone takes for a success
 * with skipped tests.
 */

interface TestResult {
  readonly status: string;
  readonly ancestorTitles: readonly string[];
  readonly title: string;
}

interface Results {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly {
    readonly status: string;
    readonly assertionResults: readonly TestResult[];
  }[];
}

const results = JSON.parse(readFileSync(process.argv[2]!, 'utf8')) as Results;
const tests = results.testResults.flatMap((file) => file.assertionResults);
const skipped = tests.filter(({ status }) => status !== 'passed' && status !== 'failed');
/** A file that breaks before its first test counts as one failure: none of its tests is in the list. */
const broken = results.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0);
const failed = results.numFailedTests + broken.length;

/** A suite that is skipped as a whole is one line, a single test is one by its full name. */
const lines = new Map<string, number>();
for (const { assertionResults } of results.testResults) {
  for (const test of assertionResults.filter((one) => skipped.includes(one))) {
    const suite = test.ancestorTitles[0];
    const whole = assertionResults.every((one) => one.ancestorTitles[0] !== suite || skipped.includes(one));
    const line = suite !== undefined && whole ? suite : [...test.ancestorTitles, test.title].join(' > ');
    lines.set(line, (lines.get(line) ?? 0) + 1);
  }
}
if (lines.size > 0) console.log('\nSkipped:');
for (const [line, count] of lines) console.log(`  ${line}${count > 1 ? `: ${count} tests` : ''}`);

console.log(
  `\n${results.numPassedTests} passed, ${failed} failed${skipped.length > 0 ? `, ${skipped.length} skipped` : ''}`,
);
if (failed > 0 || results.numPassedTests === 0) process.exitCode = 1;
