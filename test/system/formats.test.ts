import { execFileSync, spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';

import { formatNamed, type FormatName } from '../../src/report/formats/formats.ts';
import { OPTIONS, reportWith } from '../report/formats/report-with.ts';
import { ROOT } from '../support/checkout.ts';
import { Cleanup, temporaryDirectory } from '../support/cleanup.ts';
import { describeWith } from '../support/needs.ts';
import { runProgram } from '../support/program.ts';
import { promtoolProgram } from '../support/promtool.ts';
import { wordsFromOutside } from '../support/words-from-outside.ts';

/* Those who read the formats, on what the program prints and on reports with any words from outside. */

const cleanup = new Cleanup();
afterEach(() => cleanup.run());

/** What the program prints about nodes: healthy, with one cause, with what could not be looked at, in both languages. */
const RUNS: readonly (readonly string[])[] = [
  [],
  ['--fault', 'stale-socket'],
  ['--fault', 'stale-socket', '--lang', 'zh', '-v'],
  ['--timeout', '1ms'],
  ['--only', 'config', '--quiet'],
];

async function printed(format: FormatName): Promise<string[]> {
  const runs = RUNS.map((args) => runProgram(['demo', '-f', format, ...args]));
  return (await Promise.all(runs)).map(({ stdout }) => stdout);
}

/** Reports with words that could break out, in a format. */
async function hostile(format: FormatName, count: number): Promise<string[]> {
  const render = await formatNamed(format).load();
  return fc.sample(wordsFromOutside, count).map((words) => render(reportWith(words), OPTIONS));
}

describeWith(['xmllint'], 'JUnit XML', () => {
  test('is valid against what its readers share', async () => {
    const directory = temporaryDirectory(cleanup);
    const documents = [...(await printed('junit')), ...(await hostile('junit', 200))];
    const files = documents.map((text, index) => {
      const file = join(directory, `${index}.xml`);
      writeFileSync(file, text);
      return file;
    });
    const schema = join(ROOT, 'test/fixtures/schemas/junit.xsd');
    const run = spawnSync('xmllint', ['--noout', '--nonet', '--schema', schema, ...files], { encoding: 'utf8' });
    expect(run.stderr.split('\n').filter((line) => line !== '' && !line.endsWith(' validates'))).toEqual([]);
    expect(run.status).toBe(0);
  });
});

describeWith(['promtool'], 'metrics', () => {
  test('are what promtool has nothing to say about', async () => {
    for (const text of [...(await printed('prometheus')), ...(await hostile('prometheus', 30))]) {
      const run = spawnSync(promtoolProgram()!, ['check', 'metrics'], { input: text, encoding: 'utf8' });
      expect([run.status, run.stdout, run.stderr]).toEqual([0, '', '']);
    }
  });
});

/** The tags of HTML in their order. */
function skeleton(html: string): string[] {
  return [...html.matchAll(/<\/?[a-z]\w*/g)].map(([tag]) => tag);
}

describeWith(['cmark-gfm'], 'Markdown', () => {
  const html = (text: string): string => {
    const options = ['table', 'autolink', 'strikethrough', 'footnotes'].flatMap((name) => ['-e', name]);
    return execFileSync('cmark-gfm', ['--unsafe', ...options], { input: text, encoding: 'utf8' });
  };

  test('has its headings, lists, code and table, and nothing else', async () => {
    const [, faulty = ''] = await printed('markdown');
    const read = html(faulty);
    expect(read).toContain('<h2>❌ This node cannot run containers: one cause</h2>');
    expect(read).toContain('<pre><code class="language-sh">systemctl restart containerd\n</code></pre>');
    expect(new Set(skeleton(read).map((tag) => tag.replace(/^<\/?/, '')))).toEqual(
      new Set(['h2', 'p', 'h3', 'code', 'li', 'strong', 'blockquote', 'ol', 'pre', 'details', 'summary', 'table', 'thead', 'tr', 'th', 'tbody', 'td']), // prettier-ignore
    );
  });

  test('stays what it is, whatever a node says', async () => {
    const render = await formatNamed('markdown').load();
    const usual = skeleton(html(render(reportWith('x'), OPTIONS)));
    for (const words of fc.sample(wordsFromOutside, 300)) {
      const read = html(render(reportWith(words), OPTIONS));
      expect(skeleton(read), JSON.stringify(words)).toEqual(usual);
    }
  });
});

test('SARIF is valid against its schema', async () => {
  const load = createRequire(import.meta.url);
  const schema = JSON.parse(readFileSync(load.resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json'), 'utf8')) as { $schema?: string; id?: string }; // prettier-ignore
  // Written for draft 4; of what has changed since it uses nothing but these two names.
  delete schema.$schema;
  delete schema.id;
  const ajv = new Ajv({ allErrors: true, strict: false, unicodeRegExp: false });
  formats.default(ajv);
  const validate = ajv.compile(schema);
  for (const text of [...(await printed('sarif')), ...(await hostile('sarif', 100))]) {
    validate(JSON.parse(text));
    expect(validate.errors).toBe(null);
  }
});
