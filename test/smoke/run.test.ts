import { expect, test } from 'vitest';
import { runSmoke } from '../../src/smoke/run.ts';
import type { Step, StepContext } from '../../src/smoke/step.ts';

/* Signals that come where no step is under way. */

const step = (name: Step['name'], kind: Step['kind'], run: () => void = () => {}): Step => ({
  name,
  title: { en: name, zh: name },
  deadlineMs: null,
  kind,
  run: () => {
    run();
    return {};
  },
});

const statuses = async (signal: AbortSignal, steps: readonly Step[]): Promise<string[]> => {
  const { results } = await runSmoke({ signal } as StepContext, steps);
  return results.map(({ step: { name }, status, findings: [finding] }) => [name, status, finding?.code].join(' '));
};

test('a signal before the first step: the test has not passed, and what takes away runs', async () => {
  const steps = [step('directory', 'way'), step('image', 'way'), step('clean-up', 'end')];
  expect(await statuses(AbortSignal.abort('SIGINT'), steps)).toEqual([
    'directory unknown smoke/interrupted',
    'image skip ',
    'clean-up pass ',
  ]);
});

test('a signal that comes after all has been looked at changes nothing of what was seen', async () => {
  const controller = new AbortController();
  const steps = [step('log', 'look'), step('stop', 'end', () => controller.abort('SIGTERM')), step('remove', 'end')];
  expect(await statuses(controller.signal, steps)).toEqual(['log pass ', 'stop pass ', 'remove pass ']);
});
