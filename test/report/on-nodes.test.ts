import { expect, test } from 'vitest';

import { parseHostList } from '../../src/config/host-list.ts';
import { foldNames } from '../../src/fleet/fold.ts';
import { remedyOnNodes } from '../../src/report/fleet/on-nodes.ts';

const remedy = {
  guide: 'x',
  title: 'x',
  summary: '',
  steps: [
    { text: 'restart', command: 'systemctl restart containerd', needsRoot: true, changes: true },
    { text: 'look again', command: 'crane-doctor --only runtime', needsRoot: false, changes: false },
    { text: 'elsewhere', command: 'ccontrol show node', needsRoot: false, changes: false },
  ],
};

test('nodes that no command line holds take several, and a command never stands without its nodes', () => {
  // Every third of 9,000: nothing folds.
  const names = Array.from({ length: 3_000 }, (_, n) => `cn${String(n * 3).padStart(5, '0')}`);
  const { steps } = remedyOnNodes(remedy, { launcher: 'pdsh', again: ['--via pdsh'] }, foldNames(names));
  const [restart, again, elsewhere] = steps.map(({ command }) => command!.split('\n'));
  for (const line of [...restart!, ...again!]) expect(line.length).toBeLessThanOrEqual(4096);
  const asked = (lines: readonly string[]): string[] =>
    lines.flatMap((line) => {
      const read = parseHostList(/ -w '([^']+)'/.exec(line)![1]!);
      return 'hosts' in read ? read.hosts : [];
    });
  expect(restart!.length).toBeGreaterThan(1);
  expect(asked(restart!)).toEqual(names);
  expect(asked(again!)).toEqual(names);
  expect(restart!.every((line) => /^pdsh -w '[^']+' 'systemctl restart containerd'$/.test(line))).toBe(true);
  expect(again!.every((line) => /^crane-doctor fleet -w '[^']+' --via pdsh --only runtime$/.test(line))).toBe(true);
  expect(elsewhere).toEqual(['ccontrol show node']);
});

test('what the guide does with pdsh and pdcp is done with clush where that is the launcher', () => {
  const steps = ["pdcp -w mgmt01,'cn[01-16]' -x cn07 /etc/crane/config.yaml /etc/crane/", "pdsh -w 'cn[01-16]' uptime"];
  const guide = { ...remedy, steps: steps.map((command) => ({ ...remedy.steps[0]!, command })) };
  const by = (launcher: 'pdsh' | 'clush'): (string | undefined)[] =>
    remedyOnNodes(guide, { launcher, again: [] }, 'cn[01-02]').steps.map(({ command }) => command);
  expect(by('pdsh')).toEqual(steps);
  expect(by('clush')).toEqual([
    "clush -w mgmt01,'cn[01-16]' -x cn07 --copy /etc/crane/config.yaml --dest /etc/crane/",
    "clush -w 'cn[01-16]' uptime",
  ]);
});
