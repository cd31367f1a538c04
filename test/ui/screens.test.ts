import { afterEach, describe, expect, test } from 'vitest';
import { BUNDLE, NODE } from '../support/checkout.ts';
import { Cleanup } from '../support/cleanup.ts';
import { ProgramTerminal } from '../support/terminal.ts';
import { withoutTimes } from '../support/without-times.ts';
import { waitFor } from '../support/wait-for.ts';

/*
 * What the whole program shows in a terminal, key by key, as files that can be read. The node is the
 * demo's: real files, a real socket with a real CRI server, a real registry and name server.
 */

const cleanup = new Cleanup();
afterEach(() => cleanup.run());

/** A key press, and what the screen shows then, in the two languages. */
interface Step {
  readonly key: string;
  readonly press: string;
  readonly en: string;
  readonly zh: string;
}

const ENTER = { key: 'Enter', press: '\r' };
const ESCAPE = { key: 'Esc', press: '\u001b' };

const WALKS: readonly { readonly name: string; readonly args: readonly string[]; readonly steps: readonly Step[] }[] = [
  {
    name: 'healthy',
    args: [],
    steps: [
      { ...ENTER, en: '▾', zh: '▾' },
      { key: '?', press: '?', en: 'KEYS', zh: '按键' },
    ],
  },
  {
    name: 'one-cause',
    args: ['--fault', 'stale-socket'],
    steps: [
      { key: 'Right', press: '\u001b[C', en: '▾', zh: '▾' },
      { ...ENTER, en: 'Esc back', zh: 'Esc 返回' },
      { key: 'Tab Tab', press: '\t\t', en: '▸ systemctl restart containerd', zh: '▸ systemctl restart containerd' },
      { key: 'c', press: 'c', en: 'Sent to the clipboard', zh: '已发送到剪贴板' },
      { ...ESCAPE, en: 'open', zh: '打开' },
      { key: 'e', press: 'e', en: 'Esc back', zh: 'Esc 返回' },
      { ...ESCAPE, en: 'open', zh: '打开' },
      { key: 'f', press: 'f', en: 'Only problems', zh: '只看问题' },
      { key: '/registry', press: 'f/registry', en: 'Search /registry', zh: '搜索 /registry' },
    ],
  },
  {
    name: 'config-error',
    args: ['--fault', 'scheme-in-endpoint'],
    steps: [{ ...ENTER, en: 'Esc back', zh: 'Esc 返回' }],
  },
];

/** A screen with its edges, so that its size can be seen. */
function framed(key: string, lines: readonly string[], columns: number): string {
  const title = `── ${key} `;
  return [`${title}${'─'.repeat(columns - title.length)}┐`, ...lines].join('\n');
}

describe.each([
  [80, 24],
  [120, 40],
  [40, 10],
] as const)('%i columns, %i lines', (columns, rows) => {
  describe.each(['en', 'zh'] as const)('%s', (lang) => {
    test.each(WALKS)('$name', async ({ name, args, steps }) => {
      const command = [NODE, BUNDLE, 'demo', '--lang', lang, ...args];
      const terminal = new ProgramTerminal(cleanup, command, { columns, rows });
      await terminal.shows(lang === 'en' ? 'q leave' : 'q 退出', lang === 'en' ? 'r again' : 'r 再次检查');
      const screens = [framed('start', terminal.lines, columns)];
      for (const { key, press, ...texts } of steps) {
        const before = terminal.text;
        terminal.press(press);
        await waitFor('the key to have an effect', () => terminal.text !== before);
        await terminal.shows(texts[lang]);
        screens.push(framed(key, terminal.lines, columns));
      }
      terminal.press('\u0003');
      const code = await terminal.ended();
      screens.push(framed(`left with ${String(code)}`, terminal.text.trimEnd().split('\n'), columns));
      const golden = `../golden/screens/${name}.${columns}x${rows}.${lang}.txt`;
      await expect(withoutTimes(`${screens.join('\n')}\n`)).toMatchFileSnapshot(golden);
    });
  });
});
