import { expect, test } from 'vitest';
import { entryById, wholeSteps } from '../../src/guide/whole-entry.ts';
import type { GuideEntry } from '../../src/guide/entry.ts';

const entry: GuideEntry = {
  id: 'install',
  title: 'No runtime',
  covers: ['runtime-installed/none'],
  summary: 'There is none.',
  steps: [
    { text: 'See {config}', commands: [] },
    {
      text: 'Install it',
      commands: [
        { shell: 'apt-get install containerd', root: true, changes: true, when: { distro: 'debian', runtime: 'crio' } },
        { shell: 'dnf install {package}', root: true, changes: true, when: { distro: 'rhel' } },
        { shell: 'ls -l {config}', root: false, changes: false, when: {} },
      ],
    },
  ],
};

test('every step and command is there; the one for this node is told from those for others', () => {
  const steps = wholeSteps(entry, { config: '/etc/my config.yaml' }, { distro: 'rhel', runtime: null });
  expect(steps).toEqual([
    { text: 'See /etc/my config.yaml', commands: [] },
    {
      text: 'Install it',
      commands: [
        {
          shell: 'apt-get install containerd',
          needsRoot: true,
          changes: true,
          here: false,
          meantFor: ['Debian, Ubuntu', 'CRI-O'],
        },
        {
          shell: 'dnf install {package}',
          needsRoot: true,
          changes: true,
          here: true,
          meantFor: ['RHEL, Rocky Linux'],
        },
        { shell: "ls -l '/etc/my config.yaml'", needsRoot: false, changes: false, here: false, meantFor: [] },
      ],
    },
  ]);
});

test('an entry is found by its id in both languages', () => {
  expect(entryById('cri-connection', 'en')?.title).toBe('Cannot connect to the container runtime');
  expect(entryById('cri-connection', 'zh')?.title).toBe('无法连接到容器运行时');
  expect(entryById('nothing', 'en')).toBeUndefined();
});
