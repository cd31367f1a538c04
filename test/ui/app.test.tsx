import { afterEach, expect, test } from 'vitest';
import type { Request } from '../../src/engine/examination.ts';
import { FRAME_MS } from '../../src/ui/glyphs.ts';
import { waitFor } from '../support/wait-for.ts';
import { CONFIG, gate, nodeOfATest } from './node-of-a-test.ts';
import { Screen, type ScreenOptions } from './screen.tsx';

const screens: Screen[] = [];

function open(request: Request, options?: ScreenOptions): Screen {
  const screen = new Screen(request, options);
  screens.push(screen);
  return screen;
}

afterEach(() => {
  for (const screen of screens.splice(0)) screen.close();
});

test('80 columns: the verdict, then the cause with what hangs on it, then the groups', async () => {
  const screen = open(nodeOfATest('refused').request);
  await screen.shows('r again');
  expect(screen.lines[0]).toBe('✗ This node cannot run containers: one cause, 2 not looked at because of it');
  expect(screen.lines[1]).toBe('crane-doctor  cn07 · /etc/crane/config.yaml · Rocky Linux 9.4');
  expect(screen.lines.slice(3, 16)).toEqual([
    'CAUSE',
    '▸ ✗ CRI socket accepts connections',
    '    Nothing listens on /run/containerd/containerd.sock',
    '    next: systemctl status containerd --no-pager',
    '    └ 2 not looked at because of it ▸',
    '',
    'CHECKS',
    '  ✓ Configuration                                          2/2 ▸',
    '  ✗ Runtime                                            1 ✗ 2 – ▾',
    '    ✗ CRI socket accepts connections',
    '  ✓ Network                                                1/1 ▸',
    '  – BindFs                                       BindFs is off ▸',
    '',
  ]);
});

test('120 columns, Chinese: the evidence and the remedy stand beside the cause', async () => {
  const screen = open(nodeOfATest('refused').request, { columns: 120, rows: 40, lang: 'zh' });
  const text = await screen.shows('再次检查', '指南：无法连接到容器运行时');
  expect(screen.lines[0]).toBe('✗ 本节点无法运行容器：1 个原因，2 项因此未检查');
  expect(text).toMatch(/▸ ✗ CRI 套接字可连接 +│ runtime-socket\/refused/);
  expect(text).toMatch(/│ 连接 {2}ECONNREFUSED/);
  expect(text).toMatch(/│ 3 {2}启动服务 +需要 root · 会改变系统\n.*│ {6}systemctl restart containerd/);
});

test('one pane at a time: Enter opens the check, Escape goes back', async () => {
  const screen = open(nodeOfATest('refused').request);
  await screen.shows('r again');
  screen.press('\r');
  const text = await screen.shows('Esc back', 'What to do');
  expect(text).not.toContain('CHECKS');
  expect(screen.lines[3]).toMatch(/^✗ CRI socket accepts connections +runtime-socket$/);
  screen.press('\u001b[F');
  expect(await screen.shows('systemctl restart containerd')).not.toContain('ECONNREFUSED');
  screen.press('\u001b');
  await screen.shows('CHECKS');
});

test('where there is room, when it was looked at; what hangs on several causes is of them', async () => {
  const screen = open(nodeOfATest('refused', 'scheme').request, { columns: 120, rows: 40 });
  await screen.shows('r again');
  expect(screen.lines[0]).toMatch(/2 causes, \d+ not looked at because of them$/);
  expect(screen.lines[1]).toMatch(/ {3}2026-11-23 00:00:00 UTC$/);
});

test('a finding in the configuration is shown with its lines and a caret', async () => {
  const screen = open(nodeOfATest('scheme').request, { columns: 100, rows: 40 });
  const text = await screen.shows('/etc/crane/config.yaml:11:20');
  expect(CONFIG.split('\n')[10]).toContain('RuntimeEndpoint');
  expect(text).toContain('> 11 |   RuntimeEndpoint: /run/containerd/containe');
  expect(text).toMatch(/│ {6}\| {20}\^{20,}/);
});

test('r after the fix: the cause is gone, and what has changed is said', async () => {
  const node = nodeOfATest('refused');
  const screen = open(node.request);
  await screen.shows('r again');
  node.faults.now.clear();
  screen.press('r');
  await screen.shows('This node can run containers', 'containerd v1.7.24');
  expect(screen.lines[2]).toBe('✓ CRI socket accepts connections  was refused, now passes   and 2 more: 2 ✓');
  expect(screen.text).toMatch(/▸ {3}✓ CRI socket accepts connections +was refused, now passes/);
  expect(screen.text).not.toContain('CAUSE');
});

test('r without a fix says that nothing has changed; R looks at everything', async () => {
  const node = nodeOfATest('refused');
  const screen = open(node.request);
  await screen.shows('r again');
  screen.press('r');
  await screen.shows('CRI socket accepts connections  still refused');
  node.faults.now.add('slow-name');
  screen.press('R');
  await screen.shows('was passed, now timeout', '▾');
});

test('while the checks run: how many are done, and a slow one with its time', async () => {
  const node = nodeOfATest('slow-name');
  const { closed, open: release } = gate();
  node.faults.held.set('runtime-socket', closed);
  const screen = open(node.request);
  expect(await screen.shows('Checking: 4 of 7')).not.toContain('r again');
  await waitFor('its time', () => /CRI socket accepts connections +[1-4]\.\d s/.test(screen.text));
  screen.press('r');
  release();
  await screen.shows('This node can run containers, with one warning', 'r again');
});

test('nothing is drawn while nothing changes', async () => {
  const screen = open(nodeOfATest('refused').request);
  await screen.shows('r again');
  screen.press('j');
  await screen.shows('▸ ✓ Configuration');
  const frames = screen.terminal.written.length;
  // Three pictures of the spinner long: were the clock still moving, there would be frames.
  await new Promise((resolve) => setTimeout(resolve, 3 * FRAME_MS));
  expect(screen.terminal.written.length).toBe(frames);
});

test('a burst of keys counts key by key, and the language switches while it is open', async () => {
  const screen = open(nodeOfATest('refused').request);
  await screen.shows('r again');
  screen.press('jj');
  await screen.shows('▸ ✗ Runtime');
  screen.press('l');
  await screen.shows('▸ ✗ 运行时', '本节点无法运行容器', 'l English');
});

test('no control character from the node reaches the terminal', async () => {
  const screen = open(nodeOfATest('hostile').request, { columns: 120 });
  const text = await screen.shows('a\\x1b[2Jb', '/run/\\x1b]0;x\\x07\\u202e');

  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
});

test('ASCII: not one sign beyond it', async () => {
  const screen = open(nodeOfATest('refused').request, { columns: 120, rows: 40, ascii: true });
  await screen.shows('r again', 'What to do');
  const own = screen.text.replaceAll('中文', '').replaceAll('–', '').replaceAll('…', '');

  expect(own).toMatch(/^[\u0000-\u007f]*$/);
});

test.each([
  [80, 24],
  [120, 40],
  [100, 16],
  [40, 10],
  [20, 5],
  [300, 3],
])(
  '%i columns, %i lines: no frame is larger than the terminal, open or not, in both languages',
  async (columns, rows) => {
    for (const lang of ['en', 'zh'] as const) {
      const screen = open(nodeOfATest('refused', 'scheme', 'slow-name').request, { columns, rows, lang });
      await screen.shows(lang === 'en' ? 'This node' : '本节点');
      for (const keys of ['', 'jjj', 'G', 'kk', 'g', '\r', 'jjjj', '\u001b[F', 'k']) {
        if (keys !== '') screen.press(keys);
        await new Promise(setImmediate);
        expect(screen.size.columns).toBeLessThanOrEqual(columns);
        expect(screen.size.rows).toBeLessThanOrEqual(rows);
      }
      screen.close();
    }
  },
);

test('a resize lays the screen out anew', async () => {
  const screen = open(nodeOfATest('refused').request);
  expect(await screen.shows('r again')).not.toContain('│');
  screen.terminal.resize(120, 40);
  await screen.shows('│', 'What to do');
  expect(screen.size.rows).toBe(40);
  screen.terminal.resize(40, 10);
  await waitFor('a frame of 40 columns', () => screen.size.columns <= 40 && screen.size.rows === 10);
});

test('q leaves with the last state, at once also while a check hangs', async () => {
  const node = nodeOfATest();
  node.faults.held.set('runtime-socket', gate().closed);
  const screen = open(node.request);
  await screen.shows('Checking: 4 of 7');
  screen.press('q');
  const { examination, lang } = await screen.left;
  expect(lang).toBe('en');
  expect(examination?.results.get('runtime-socket')?.status).toBe('unknown');
  expect(examination?.results.get('config-file')?.status).toBe('pass');
});

test('a signal leaves too, and what was not done is unknown by its name', async () => {
  const node = nodeOfATest('slow-name');
  node.faults.held.set('runtime-socket', gate().closed);
  const screen = open(node.request);
  await screen.shows('Checking: 4 of 7');
  node.stop.abort('SIGTERM');
  const { examination } = await screen.left;
  expect(examination?.results.get('runtime-socket')?.findings).toMatchObject([
    { code: 'runtime-socket/interrupted', args: { signal: 'SIGTERM' } },
  ]);
});
