import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FORMAT_NAMES, formatNamed, type FormatName } from '../../../src/report/formats/formats.ts';
import { wordsFromOutside } from '../../support/words-from-outside.ts';
import { OPTIONS, reportWith } from './report-with.ts';

/*
 * Whatever a node says, in any string that stands in a report: each format stays what it is, and nothing
 * in it is anything but text. Real consumers read it in test/system/formats.test.ts.
 */

const rendererOf = async (name: FormatName): Promise<(text: string) => string> => {
  const render = await formatNamed(name).load();
  return (text) => render(reportWith(text), OPTIONS);
};

/** Holds for any words from outside. */
function always(holds: (text: string) => void): void {
  fc.assert(
    fc.property(wordsFromOutside, (text) => {
      holds(text);
    }),
    { numRuns: 300 },
  );
}

test.each(FORMAT_NAMES)('%s can be printed on a terminal, and ends with a line end', async (name) => {
  const render = await rendererOf(name);
  always((text) => {
    const written = render(text);
    expect(written).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e\u2028]/);
    expect(written.endsWith('\n')).toBe(true);
  });
});

describe('what is JSON', () => {
  test('holds the very words, a line an event in ndjson', async () => {
    const [json, ndjson] = [await rendererOf('json'), await rendererOf('ndjson')];
    always((text) => {
      const report = reportWith(text);
      expect(JSON.parse(json(text))).toEqual(report);
      const lines = ndjson(text).trimEnd().split('\n').map((line) => JSON.parse(line) as object); // prettier-ignore
      expect(lines.slice(1, -1)).toEqual(report.checks.map((check) => ({ event: 'check', ...check })));
      expect(Object.assign({}, lines[0], lines.at(-1), { checks: report.checks })).toMatchObject(report);
    });
  });

  test('has no link in a SARIF message', async () => {
    const render = await rendererOf('sarif');
    always((text) => {
      const { runs } = JSON.parse(render(text)) as { runs: { results: { message: { text: string } }[] }[] };
      for (const { message } of runs[0]!.results) expect(message.text).not.toMatch(/\[.*\]\(.*\)/s);
    });
  });
});

/** A workflow command as the runner reads it: what is between `::` and the next `::`, properties at commas. */
function commandOf(line: string): { name: string; properties: { [name: string]: string }; data: string } {
  const [, name, list, data] = /^::(\w+) (.*?)::(.*)$/.exec(line)!;
  const back = (text: string): string => text.replaceAll('%3A', ':').replaceAll('%2C', ',').replaceAll('%0A', '\n').replaceAll('%0D', '\r').replaceAll('%25', '%'); // prettier-ignore
  const properties = list!.split(',').map((pair) => [pair.slice(0, pair.indexOf('=')), back(pair.slice(pair.indexOf('=') + 1))] as const); // prettier-ignore
  return { name: name!, properties: Object.fromEntries(properties), data: back(data!) };
}

test('a line of github is one command, with the words as its data and as its file', async () => {
  const render = await rendererOf('github');
  const count = render('x').split('\n').length;
  always((text) => {
    const lines = render(text).trimEnd().split('\n');
    expect(lines.length).toBe(count - 1);
    const commands = lines.map(commandOf);
    expect(commands.map(({ name }) => name)).toEqual([
      'notice',
      'error',
      'error',
      'notice',
      'warning',
      'warning',
      'notice',
    ]);
    const { message } = reportWith(text).checks[1]!.findings[0]!;
    if (text.isWellFormed() && !/[\u0000-\u001f\u007f-\u009f\u202e\u2028\ufeff]/.test(text)) {
      expect(commands[1]!.data.startsWith(`${message} (craned stops here) (new)\n`)).toBe(true);
      expect(commands[1]!.properties).toMatchObject({
        line: '2',
        col: '3',
        endColumn: '10',
        title: 'config-endpoints/relative',
      });
    }
  });
});

test('metrics are lines of the text format, whatever the labels hold', async () => {
  const render = await rendererOf('prometheus');
  const count = render('x').split('\n').length;
  always((text) => {
    const lines = render(text).trimEnd().split('\n');
    expect(lines.length).toBe(count - 1);
    for (const line of lines) expect(line).toMatch(/^(?:# (?:HELP|TYPE) crane_doctor_\w+ .+|crane_doctor_\w+(?:\{(?:\w+="(?:[^"\\\n]|\\[\\"n])*",?)*\})? [\d.]+)$/); // prettier-ignore
  });
});

test("a plugin's output has its state and its performance data on the first line, and no bar elsewhere", async () => {
  const render = await rendererOf('nagios');
  always((text) => {
    const written = render(text);
    expect(written.split('|').length).toBe(2);
    expect(written).toMatch(/^CRANE-DOCTOR WARNING - [^\n|]* \| (?:\w+=[\d.]+s?;;;0 ?)+\n/);
    expect(written.trimEnd().split('\n').length).toBe(5);
  });
});

/** The tags of a document in their order, with the names of their attributes: what words must not change. */
function skeleton(text: string): string[] {
  return [...text.matchAll(/<[^>]*>/g)].map(([tag]) => tag.replace(/="[^"]*"/g, ''));
}

test.each(['junit', 'html'] as const)(
  '%s has the same elements and attributes, whatever the words are',
  async (name) => {
    const render = await rendererOf(name);
    const usual = skeleton(render('x'));
    always((text) => expect(skeleton(render(text))).toEqual(usual));
  },
);

test('junit holds only what XML 1.0 may hold', async () => {
  const render = await rendererOf('junit');
  always((text) => {
    const written = render(text);
    expect(written).toMatch(/^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u);
    expect(written).not.toMatch(/&(?!(?:amp|lt|gt|quot|apos);)/);
  });
});
