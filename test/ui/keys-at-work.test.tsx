import { cleanup, render } from 'ink-testing-library';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Request } from '../../src/engine/examination.ts';
import type { Lang, Text } from '../../src/lang.ts';
import { styleOf } from '../../src/report/style.ts';
import { App } from '../../src/ui/examination/app.tsx';
import { glyphsOf } from '../../src/ui/glyphs.ts';
import { waitFor } from '../support/wait-for.ts';
import { gate, nodeOfATest, type Fault } from './node-of-a-test.ts';

const ENTER = '\r';
const ESCAPE = '\u001b';
const [LEFT, RIGHT] = ['\u001b[D', '\u001b[C'];

beforeEach(() => {
  vi.stubEnv('TERM', 'xterm-256color');
  vi.stubEnv('STY', '');
});
afterEach(() => {
  cleanup();
  vi.unstubAllEnvs();
});

interface Opened {
  readonly lang?: Lang;
  readonly write?: (path: string) => Promise<Text | null>;
}

/** The App as ink-testing-library renders it, 100 columns wide: list and detail stand side by side. */
function open(request: Request, { lang = 'en', write = () => Promise.resolve(null) }: Opened = {}) {
  const look = { style: styleOf(false, false), glyphs: glyphsOf(false) };
  const setting = { look, spoken: false, signal: request.limits.signal };
  const { stdin, stdout, lastFrame, frames } = render(
    <App setting={setting} request={request} root={null} lang={lang} write={write} />,
  );
  const text = (): string => lastFrame() ?? '';
  const shows = async (...texts: readonly string[]): Promise<string> => {
    await waitFor(texts.join(' | '), () => texts.every((each) => text().includes(each)), 5_000).catch(
      (error: unknown) => {
        throw new Error(`${String(error)}\n${text()}`);
      },
    );
    return text();
  };
  const press = (keys: string): void => stdin.write(keys);
  return { text, shows, press, stdout, frames };
}

async function settled(...faults: readonly Fault[]) {
  const screen = open(nodeOfATest(...faults).request);
  await screen.shows('r again');
  return screen;
}

describe('/ search', () => {
  test('finds by title, code and message while it is typed; Enter keeps it, Escape brings all back', async () => {
    const screen = await settled('refused');
    screen.press('/');
    await screen.shows('Search /_');
    screen.press('names res');
    const found = await screen.shows('Search /names res_', 'Registry names resolve');
    expect(found).not.toContain('Configuration');
    screen.press(ENTER);
    await screen.shows('/names res  (Esc: all)', 'r again');
    screen.press(ESCAPE);
    await screen.shows('Configuration');
    screen.press('/socket/ref');
    await screen.shows('▸ ✗ CRI socket accepts connections');
    expect(screen.text()).not.toContain('Network');
  });

  test('every key is text in it, also those that mean something elsewhere; erasing all of it gives it up', async () => {
    const screen = await settled('refused');
    screen.press('/qlr?');
    await screen.shows('Search /qlr?_', 'Nothing is found');
    screen.press('\u007f\u007f');
    await screen.shows('Search /ql_');
    screen.press('\u0015');
    await screen.shows('Search /_');
    screen.press('\u007f');
    await screen.shows('r again', 'Configuration');
  });

  test('in Chinese, by characters that are two cells wide', async () => {
    const screen = open(nodeOfATest('refused').request, { lang: 'zh' });
    await screen.shows('再次检查');
    screen.press('/域名');
    await screen.shows('搜索 /域名_', '镜像仓库域名可解析');
    screen.press('\u007f');
    await screen.shows('搜索 /域_');
  });
});

describe('f only problems', () => {
  test('leaves what is wrong, and says that it does', async () => {
    const screen = await settled('refused', 'slow-name');
    screen.press('f');
    const problems = await screen.shows('Only problems  (Esc: all)', 'Registry names resolve');
    expect(problems).not.toContain('Configuration');
    screen.press('f');
    expect(await screen.shows('Configuration')).not.toContain('Only problems');
  });

  test('on a healthy node there are none', async () => {
    const screen = await settled();
    screen.press('f');
    await screen.shows('No problems');
    screen.press(ESCAPE);
    await screen.shows('Configuration');
  });
});

describe('c copy', () => {
  /** What went to the clipboard of the terminal (OSC 52). */
  const copies = (written: readonly string[]): string[] =>
    written.flatMap((text) => {
      const sequence = /^\u001b\]52;c;([A-Za-z0-9+/=]*)\u0007$/.exec(text);
      return sequence ? [Buffer.from(sequence[1]!, 'base64').toString()] : [];
    });

  test('the first command, or the one that Tab has chosen, whole', async () => {
    const screen = await settled('refused');
    screen.press('c');
    await screen.shows('Sent to the clipboard: systemctl status containerd --no-pager');
    screen.press('\t\t\u001b[Z');
    await screen.shows('▸ journalctl -u containerd');
    screen.press('c');
    await screen.shows('Sent to the clipboard: journalctl');
    expect(copies(screen.stdout.frames)).toEqual([
      'systemctl status containerd --no-pager',
      'journalctl -u containerd -b --no-pager | tail -n 50',
    ]);
  });

  test('nothing is written where the terminal has no clipboard, or there is no command', async () => {
    vi.stubEnv('TERM', 'linux');
    const screen = await settled('refused');
    screen.press('c');
    await screen.shows('This terminal has no clipboard');
    screen.press('Gc');
    await screen.shows('There is no command to copy here');
    expect(screen.stdout.frames.join('')).not.toContain('\u001b]');
  });

  test('GNU screen hands it on', async () => {
    vi.stubEnv('STY', '1234.pts-0.cn07');
    const screen = await settled('refused');
    screen.press('c');
    await screen.shows('Sent to the clipboard');
    expect(screen.stdout.frames.some((text) => /^\u001bP\u001b\]52;c;[^\u0007]+\u0007\u001b\\$/.test(text))).toBe(true);
  });
});

describe('e explain', () => {
  test("opens the guide's whole entry, and closes it", async () => {
    const screen = await settled('refused');
    screen.press('e');
    const entry = await screen.shows('Cannot connect to the container runtime', 'guide #cri-connection');
    expect(entry).toContain('runtime-service/inactive');
    screen.press('e');
    await screen.shows('CHECKS');
  });

  test('says so where nothing was found', async () => {
    const screen = await settled();
    screen.press('e');
    await screen.shows('Nothing to explain');
  });
});

describe('w write', () => {
  test('suggests a name, takes another, and tells what came of it', async () => {
    const paths: string[] = [];
    const problem = { en: 'x.pdf: no such format', zh: 'x.pdf：没有这种格式' };
    const write = (path: string): Promise<Text | null> => {
      paths.push(path);
      return Promise.resolve(path.endsWith('.pdf') ? problem : null);
    };
    const screen = open(nodeOfATest('refused').request, { write });
    await screen.shows('r again');
    screen.press('w');
    await screen.shows('Write the report to: crane-doctor-cn07-20261123T0000.txt_');
    screen.press('\u0015/tmp/x.json');
    await screen.shows('Write the report to: /tmp/x.json_');
    screen.press(ENTER);
    await screen.shows('Written: /tmp/x.json');
    screen.press('w\u0015x.pdf\r');
    await screen.shows('x.pdf: no such format');
    screen.press('l');
    await screen.shows('再次检查');
    expect(paths).toEqual(['/tmp/x.json', 'x.pdf']);
  });

  test('not while checks are running; nor is r', async () => {
    const node = nodeOfATest();
    const { closed, open: release } = gate();
    node.faults.held.set('runtime-socket', closed);
    const screen = open(node.request);
    await screen.shows('Checking: 4 of 7');
    screen.press('w');
    await screen.shows('Not yet: checks are still running');
    release();
    expect(await screen.shows('r again')).not.toContain('Not yet');
  });
});

describe('left and right', () => {
  test('unfold what hangs on a cause, go back to it, and fold it', async () => {
    const screen = await settled('refused');
    screen.press(RIGHT);
    await screen.shows('2 not looked at because of it ▾', '– CRI answers Version');
    screen.press('jj');
    await screen.shows('▸     – Runtime and network are');
    screen.press(LEFT);
    await screen.shows('▸ ✗ CRI socket accepts connections');
    screen.press(LEFT);
    expect(await screen.shows('2 not looked at because of it ▸')).not.toContain('– CRI answers Version ');
  });

  test('fold and unfold a group, and go from a check to its group', async () => {
    const screen = await settled();
    screen.press(RIGHT);
    await screen.shows('✓ Configuration can be read');
    screen.press('j');
    await screen.shows('▸   ✓ Configuration can be read');
    screen.press(LEFT);
    await screen.shows('▸ ✓ Configuration ');
  });
});

test('? tells every key, in both languages', async () => {
  const screen = await settled('refused');
  screen.press('?');
  const shown = await screen.shows('KEYS', 'search ids, titles, codes, messages');
  for (const key of ['k j', 'PgUp PgDn  Space', 'g G', 'Esc', '/', 'f', 'r', 'R', 'Tab', 'c', 'e', 'w', 'l'])
    expect(shown).toMatch(new RegExp(`^(?:.*  )?${key.replace('/', '\\/')}  `, 'm'));
  screen.press('l');
  await screen.shows('按键', '搜索标识、标题、代码、消息');
  screen.press(ESCAPE);
  await screen.shows('原因');
});
