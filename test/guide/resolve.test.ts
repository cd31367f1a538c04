import { describe, expect, test } from 'vitest';
import { guideEntry, remedyFor, type GuideNode } from '../../src/guide/resolve.ts';

const CONTAINERD: GuideNode = { distro: 'debian', runtime: 'containerd' };
const VALUES = { config: '/etc/crane/config.yaml', socket: '/run/containerd/containerd.sock', service: 'containerd' };

const commands = (code: string, node: GuideNode, values: Record<string, string> = VALUES): (string | undefined)[] =>
  remedyFor(code, values, node, 'en')!.steps.map((step) => step.command);

describe('the entry for a code', () => {
  test('is the one that covers it', () => {
    expect(guideEntry('runtime-socket/refused', 'en')?.id).toBe('cri-connection');
    expect(guideEntry('runtime-socket/refused', 'zh')?.title).toBe('无法连接到容器运行时');
  });

  test('else the one that covers its name for every check', () => {
    expect(guideEntry('runtime-socket/could-not-look', 'en')?.id).toBe('could-not-look');
  });

  test.each(['runtime-socket/no-such-code', 'runtime-socket', '', '*/', 'x/*'])('there is none for %j', (code) => {
    expect(guideEntry(code, 'en')).toBeUndefined();
    expect(remedyFor(code, VALUES, CONTAINERD, 'en')).toBeUndefined();
  });
});

test('a remedy has its entry, its words, and commands with the values of the node', () => {
  const remedy = remedyFor('runtime-socket/refused', VALUES, CONTAINERD, 'zh')!;
  expect(remedy).toMatchObject({ guide: 'cri-connection', title: '无法连接到容器运行时' });
  expect(remedy.steps[0]).toEqual({
    text: '检查容器运行时服务状态',
    command: 'systemctl status containerd --no-pager',
    needsRoot: false,
    changes: false,
  });
  expect(remedy.steps[2]).toEqual({
    text: '启动服务',
    command: 'systemctl restart containerd',
    needsRoot: true,
    changes: true,
  });
});

describe('the command is the first that fits the node', () => {
  const install = (node: GuideNode): string | undefined => commands('runtime-installed/none', node)[0];

  test.each([
    ['debian', 'containerd', 'apt-get install -y containerd'],
    ['rhel', 'containerd', 'dnf install -y containerd.io'],
    ['debian', 'crio', 'apt-get install -y cri-o'],
    ['rhel', 'crio', 'cri-o'],
  ] as const)('%s with %s', (distro, runtime, expected) => {
    expect(install({ distro, runtime })).toContain(expected);
  });

  test.each([
    ['an unknown distribution', { distro: null, runtime: 'containerd' }],
    ['an unknown runtime', { distro: 'debian', runtime: null }],
    ['a runtime without packages', { distro: 'debian', runtime: 'cri-dockerd' }],
  ] as const)('there is none for %s, and the text stays', (_, node) => {
    const step = remedyFor('runtime-installed/none', VALUES, node, 'en')!.steps[0]!;
    expect(step.text).toContain('Install the runtime');
    expect(step).toMatchObject({ needsRoot: false, changes: false });
    expect(step).not.toHaveProperty('command');
  });

  test('one without a filter is for all the others', () => {
    const status = (runtime: string | null): string | undefined =>
      commands('runtime-status/runtime-not-ready', { distro: null, runtime })[0];
    expect(status('cri-dockerd')).toContain('docker');
    expect(status(null)).toBe('systemctl status containerd --no-pager');
  });
});

describe('values', () => {
  test('are quoted in commands', () => {
    const values = { ...VALUES, socket: "/run/it's here.sock" };
    expect(commands('runtime-socket/refused', CONTAINERD, values)[3]).toBe(
      `crictl --runtime-endpoint unix://'/run/it'\\''s here.sock' version`,
    );
  });

  test('with control characters leave no command', () => {
    const values = { ...VALUES, socket: '/run/a\nreboot' };
    expect(commands('runtime-socket/refused', CONTAINERD, values)[3]).toBeUndefined();
  });

  test('that are missing leave the text without its command', () => {
    const steps = remedyFor('runtime-socket/refused', { config: '/etc/crane/config.yaml' }, CONTAINERD, 'en')!.steps;
    expect(steps).toHaveLength(5);
    expect(steps[2]).toEqual({ text: 'Start the service', needsRoot: false, changes: false });
  });

  test('never bring a control character into a text', () => {
    const values = { ...VALUES, hostname: 'cn\u001b[31m07' };
    const texts = remedyFor('config-cluster/hostname-not-in-nodes', values, CONTAINERD, 'en')!.steps.map(({ text }) => text);
    expect(texts.join('\n')).toContain('cn\\x1b[31m07');
    expect(texts.join('\n')).not.toContain('\u001b');
  });

  test('are plain in a text, and a text that lacks one is left out', () => {
    const code = 'config-cluster/hostname-not-in-nodes';
    const named = remedyFor(code, { hostname: 'cn 07' }, CONTAINERD, 'en')!.steps.map(({ text }) => text);
    const unnamed = remedyFor(code, {}, CONTAINERD, 'en')!.steps.map(({ text }) => text);
    expect(named[1]).toContain('Add `cn 07` to');
    expect(unnamed).toEqual(named.toSpliced(1, 1));
  });
});

describe("the doctor's own commands", () => {
  const last = (config: string, code = 'runtime-socket/refused'): string =>
    commands(code, CONTAINERD, { ...VALUES, config }).at(-1)!;

  test('need no -c for the default configuration', () => {
    expect(last('/etc/crane/config.yaml')).toBe('crane-doctor --only runtime');
  });

  test('name any other configuration', () => {
    expect(last('/root/my config.yaml')).toBe("crane-doctor --only runtime -c '/root/my config.yaml'");
  });
});
