import { afterEach, expect, test } from 'vitest';
import { gate, nodeOfATest } from './node-of-a-test.ts';
import { Screen } from './screen.tsx';

const screens: Screen[] = [];
afterEach(() => {
  for (const screen of screens.splice(0)) screen.close();
});

function open(...[request, options]: ConstructorParameters<typeof Screen>): Screen {
  const screen = new Screen(request, { ...options, spoken: true });
  screens.push(screen);
  return screen;
}

test('the verdict, then only what is selected, in words', async () => {
  const screen = open(nodeOfATest('refused').request);
  await screen.shows('r again');
  expect(screen.lines.slice(0, 8)).toEqual([
    'failed: This node cannot run containers: one cause, 2 not looked at because of it',
    'crane-doctor  cn07, /etc/crane/config.yaml, Rocky Linux 9.4',
    '1 of 6',
    'CAUSE',
    'failed: CRI socket accepts connections',
    'Nothing listens on /run/containerd/containerd.sock',
    'next: systemctl status containerd --no-pager',
    '2 not looked at because of it folded',
  ]);
  expect(screen.text).not.toMatch(/[^\u0000-\u007f中文]/);
  screen.press('j');
  await screen.shows('2 of 6', 'passed: Configuration, 2/2 folded');
  expect(screen.text).not.toContain('CRI socket');
});

test('what is open is read whole, without lines or columns, in Chinese too', async () => {
  const screen = open(nodeOfATest('refused').request, { lang: 'zh', rows: 5 });
  await screen.shows('再次检查');
  screen.press('\r');
  const text = await screen.shows('失败： CRI 套接字可连接', '启动服务，需要 root，会改变系统');
  expect(text).toContain('systemctl restart containerd');
  expect(text).not.toMatch(/[─│▸▾✓✗]| {3}/);
});

test('while checks run nothing changes, so that nothing is said again and again', async () => {
  const node = nodeOfATest();
  const { closed, open: release } = gate();
  node.faults.held.set('runtime-socket', closed);
  const screen = open(node.request);
  await screen.shows('The checks are running');
  release();
  await screen.shows('This node can run containers');
  expect(new Set(screen.terminal.written.filter((text) => text.includes('checks are running'))).size).toBe(1);
});
