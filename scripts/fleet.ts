import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import buildOnce from '../test/support/build-once.ts';
import { Browser } from '../test/support/browser.ts';
import { BUNDLE, NODE } from '../test/support/checkout.ts';
import { Cleanup } from '../test/support/cleanup.ts';
import { asNode, compactReport, fleetProgram, type MutableReport } from '../test/support/fleet-nodes.ts';
import { runProgram } from '../test/support/program.ts';
import { withoutTimes } from '../test/support/without-times.ts';
import { DOCS, writtenOrCompared } from './docs-files.ts';
import { pictureOf } from './pictures.ts';

/*
 * `npm run fleet`: what docs/fleet.md shows, from one real run through pdsh (`-R exec`) over fifty host names, of which
 * some have faults of the demo and some do not answer as they should.
 */

const cleanup = new Cleanup();

const LANGS = ['en', 'zh'] as const;
const SUFFIX = { en: '', zh: '.zh' } as const;

/** A node's shell: its recorded report, begun at this moment. */
const saying = (name: string): string => `sed "s/@NOW@/$(date -u +%Y-%m-%dT%H:%M:%S.%3NZ)/" ${name}`;

async function nodes(): Promise<string> {
  const faults = ['stale-socket', 'bindfs-missing', 'dns-not-found', 'stale-config', 'shared-mount-base'] as const;
  const [healthy, ...sick] = await Promise.all([compactReport(), ...faults.map((fault) => compactReport(fault))]);
  const says: { [name: string]: string } = {
    cn13: "echo 'ssh: connect to host cn13 port 22: No route to host' >&2; exit 255",
    cn14: "echo 'sh: 1: crane-doctor: not found' >&2; exit 127",
    cn15: 'head -c 1000 healthy',
    cn41: 'sleep 1000',
  };
  const where = {
    'stale-socket': [7, 8, 9, 20],
    'bindfs-missing': [31, 32, 33],
    'dns-not-found': [5],
    'stale-config': [44, 45],
    'shared-mount-base': [50],
  };
  for (const fault of faults)
    for (const node of where[fault]) says[`cn${String(node).padStart(2, '0')}`] = saying(fault);
  says['cn25'] = says['cn26'] = saying('older');
  const { directory, program } = fleetProgram(cleanup, says, saying('healthy'));
  const put = (name: string, line: string): Promise<void> => writeFile(join(directory, name), `${line}\n`);
  const now = (report: MutableReport): void => {
    report.startedAt = '@NOW@';
    // However long the machine took to record it: a run that ended after its report came in is of a clock that is ahead.
    report.durationMs = 400;
  };
  await put('healthy', asNode(healthy, 'any', now));
  for (const [index, fault] of faults.entries()) await put(fault, asNode(sick[index]!, 'any', now));
  await put(
    'older',
    asNode(healthy, 'any', (report) => {
      now(report);
      report.host.kernel = '4.18.0-553.el8_10.x86_64';
      report.subject.runtime!.version = '1.6.33';
    }),
  );
  return program;
}

/** The nodes that are asked, and everything of docs/ that is text, by its name there. */
async function texts(asked: readonly string[]): Promise<Map<string, string>> {
  const run = async (...args: string[]): Promise<string> =>
    withoutTimes((await runProgram(['fleet', ...asked, ...args])).stdout).replace(/ · \d+\.\d s\n/, ' · 14.2 s\n');
  const made = LANGS.flatMap((lang) => {
    const page = `fleet${SUFFIX[lang]}.md`;
    return [
      async () => {
        const shown = `<!-- run -->\n\`\`\`\`text\n${await run('--lang', lang)}\`\`\`\`\n<!-- /run -->`;
        const text = await readFile(join(DOCS, page), 'utf8');
        return [page, text.replace(/<!-- run -->[^]*<!-- \/run -->/, () => shown)] as const;
      },
      async () => [`formats/fleet${SUFFIX[lang]}.html`, await run('--lang', lang, '-f', 'html')] as const,
    ];
  });
  const json = async (): Promise<readonly [string, string]> => {
    const text = await run('--lang', 'en', '--json');
    return ['formats/fleet.json', text.replace(/"durationMs": [\d.]+/, '"durationMs": 14200')];
  };
  // Each waits for the node that never answers: together they wait once.
  return new Map(await Promise.all([...made, json].map((make) => make())));
}

/** The page in a browser, and the screen with a class of nodes unfolded. */
async function pictures(asked: readonly string[]): Promise<void> {
  const browser = await Browser.start(cleanup);
  for (const lang of LANGS) {
    const page = await browser.open(`file://${join(DOCS, `formats/fleet${SUFFIX[lang]}.html`)}`, { width: 1000 });
    await writeFile(join(DOCS, `images/fleet-page${SUFFIX[lang]}.png`), await page.picture());
    const svg = await pictureOf(
      {
        name: 'fleet',
        title:
          lang === 'zh'
            ? '五十个节点与各组检查的矩阵，旁边是所选一类节点的问题与解决方法'
            : 'Fifty nodes against the groups of checks, and beside them what is wrong with a class of them and what to do',
        // Nobody waits for a picture as long as for a node that never answers.
        args: ['--lang', lang, ...asked, '-x', 'cn41'],
        columns: 130,
        rows: 36,
        press: '\u001b[C',
        shows: ['cn20'],
      },
      [NODE, BUNDLE, 'fleet'],
    );
    await writeFile(join(DOCS, `images/fleet${SUFFIX[lang]}.svg`), svg);
  }
}

if (!existsSync('/usr/bin/pdsh')) {
  console.error('Without pdsh there is no run over fifty nodes: nothing was looked at');
  process.exit();
}
await buildOnce();
try {
  const asked = ['-w', 'cn[01-50]', '--via', 'exec', '--program', await nodes(), '--deadline', '1s'];
  if (await writtenOrCompared(await texts(asked), 'npm run fleet')) await pictures(asked);
} finally {
  await cleanup.run();
}
