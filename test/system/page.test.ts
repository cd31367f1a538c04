import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { renderHtml } from '../../src/report/formats/html/html.ts';
import { OPTIONS, reportWith } from '../report/formats/report-with.ts';
import { Browser, type Page, type PageOptions } from '../support/browser.ts';
import { Cleanup, temporaryDirectory } from '../support/cleanup.ts';
import { describeWith } from '../support/needs.ts';
import { runProgram } from '../support/program.ts';
import { wordsFromOutside } from '../support/words-from-outside.ts';

/** The ratio of luminances (WCAG 2.2, 1.4.3) of every text on the page, of what is behind `<details>` too: the lowest. */
const LOWEST_CONTRAST = `(() => {
  const numbers = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const luminance = (colour) => {
    const [r, g, b] = numbers(colour).map((n) => n / 255).map((n) => (n <= 0.04045 ? n / 12.92 : ((n + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const { backgroundColor } = getComputedStyle(at);
      if (numbers(backgroundColor)[3] !== 0) return backgroundColor;
    }
    return 'rgb(255, 255, 255)';
  };
  const texts = [...document.querySelectorAll('main *')].filter((one) => [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim()));
  const ratios = texts.map((one) => {
    const [a, b] = [luminance(getComputedStyle(one).color), luminance(behind(one))].sort((x, y) => y - x);
    return (a + 0.05) / (b + 0.05);
  });
  return Math.min(...ratios);
})()`;

describeWith(['chromium-headless-shell'], 'the page', () => {
  const cleanup = new Cleanup();
  let browser: Browser;
  let directory: string;
  beforeAll(async () => {
    browser = await Browser.start(cleanup);
    directory = temporaryDirectory(cleanup);
    mkdirSync(join(directory, 'p'));
  });
  afterAll(() => cleanup.run());

  const opened = (html: string, options?: PageOptions): Promise<Page> => {
    const file = join(directory, 'p', 'report.html');
    writeFileSync(file, html);
    return browser.open(`file://${file}`, options);
  };
  const printed = async (...args: string[]): Promise<string> =>
    (await runProgram(['demo', '-f', 'html', '--fault', 'stale-socket', ...args])).stdout;

  test('has the verdict, the cause and its commands, and asks for nothing but itself', async () => {
    const page = await opened(await printed('--lang', 'en'));
    expect(await page.evaluate('document.title')).toBe('cn07: This node cannot run containers: one cause');
    expect(await page.evaluate('document.querySelector("main").innerText')).toContain('runtime-socket/refused');
    const groups = await page.evaluate<string[]>(
      '[...document.querySelectorAll(".groups li")].map((one) => one.innerText.replaceAll("\\u00a0", " "))',
    );
    expect(groups.slice(0, 2)).toEqual(['Configuration 8 ✓', 'Runtime 2 ✓ 1 ✗ 8 –']);
    expect(page.requests.filter((url) => !url.startsWith('data:'))).toEqual([await page.evaluate('location.href')]);
    expect(await page.evaluate('document.querySelectorAll("a, img, iframe, form, [src]").length')).toBe(0);
    expect(page.complaints).toEqual([]);
  });

  test.each(['clipboard', 'no clipboard, as on a page over plain HTTP'])(
    'a button copies a command: %s',
    async (way) => {
      const page = await opened(await printed());
      if (way !== 'clipboard')
        await page.evaluate('Object.defineProperty(navigator, "clipboard", { value: undefined })');
      const copied = await page.evaluate<string>(`new Promise((resolve) => {
      document.addEventListener('copy', () => resolve(String(getSelection())));
      const block = [...document.querySelectorAll('pre.command')].find((one) => one.textContent.includes('restart'));
      block.querySelector('button').click();
      if (navigator.clipboard) setTimeout(async () => resolve(await navigator.clipboard.readText()), 100);
    })`);
      expect(copied).toBe('systemctl restart containerd');
      expect(page.complaints).toEqual([]);
    },
  );

  test('without scripts all of it is there, and no button that does nothing', async () => {
    const page = await opened(await printed(), { scripts: false });
    expect(await page.evaluate('document.querySelectorAll("button").length')).toBe(0);
    const [commands, checks] = await page.evaluate<number[]>(
      '[document.querySelectorAll("pre.command code").length, document.querySelectorAll("details.part:last-of-type li").length]',
    );
    expect([commands! >= 5, checks! >= 30]).toEqual([true, true]);
    expect(await page.evaluate('document.querySelector("details:last-of-type summary").click(), document.querySelector("details:last-of-type").open')).toBe(true); // prettier-ignore
  });

  test.each(['en', 'zh'])('fits a phone, in %s', async (lang) => {
    const page = await opened(await printed('--lang', lang), { width: 360 });
    await page.evaluate('document.querySelectorAll("details").forEach((one) => { one.open = true; })');
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    expect(await page.evaluate('document.documentElement.lang')).toBe(lang === 'zh' ? 'zh-CN' : 'en');
  });

  test.each([false, true])('can be read, dark: %s', async (dark) => {
    const page = await opened(renderHtml(reportWith('x'), OPTIONS), { dark });
    await page.evaluate('document.querySelectorAll("details").forEach((one) => { one.open = true; })');
    const background = await page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
    expect(Number(/\d+/.exec(background)![0]) < 128).toBe(dark);
    expect(await page.evaluate<number>(LOWEST_CONTRAST)).toBeGreaterThanOrEqual(4.5);
    if (process.env['CRANE_DOCTOR_PICTURES'])
      writeFileSync(
        join(process.env['CRANE_DOCTOR_PICTURES'], `page-${dark ? 'dark' : 'light'}.png`),
        await page.picture(),
      );
  });

  test('stays what it is, whatever a node says', async () => {
    const elements =
      '[...document.querySelectorAll("*")].map((one) => one.localName + [...one.getAttributeNames()].join()).join(" ")';
    const usual = await (await opened(renderHtml(reportWith('x'), OPTIONS))).evaluate(elements);
    const attacks = [
      '</script><script>document.title = "broken"</script>',
      '"><img src=x onerror=alert(1)>',
      "'-alert(1)-'",
    ];
    for (const words of [...attacks, ...fc.sample(wordsFromOutside, 25)]) {
      const page = await opened(renderHtml(reportWith(words), OPTIONS));
      expect(await page.evaluate(elements), JSON.stringify(words)).toBe(usual);
      expect(page.complaints).toEqual([]);
    }
  });
});
