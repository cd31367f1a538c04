import type { Lang } from '../lang.ts';
import { exitCodeOfSmoke } from '../report/smoke/exit-code.ts';
import { observedOf, smokedOf, smokedStep } from '../report/smoke/smoked.ts';
import { visible } from '../report/visible.ts';
import type { SmokeEvent } from '../smoke/run.ts';
import type { Screen } from '../ui/open-screen.tsx';
import type { RunEvent, SmokeAsked, SmokedIn } from '../ui/smoke/state.ts';
import { endedBy, type Session } from './session.ts';
import { carryOut, readyFor, type Wanted } from './smoke-ready.ts';

/** One test from the configuration on, told to the screen. */
async function runFor(wanted: Wanted, signal: AbortSignal, onEvent: (event: RunEvent) => void): Promise<SmokedIn> {
  const ready = await readyFor(wanted);
  const { about, steps } = ready;
  const plan = steps.map(({ name, title, deadlineMs }) => ({ name, title, deadlineMs }));
  onEvent({ type: 'begun', node: visible(about.node), plan });
  const tell = (event: SmokeEvent): void => {
    if (event.event === 'running') return onEvent({ type: 'running', name: event.step.name, at: performance.now() });
    const { result, reached } = event;
    const stepIn = (lang: Lang) => smokedStep(result, about.wording, lang);
    onEvent({ type: 'done', name: result.step.name, stepIn, observed: observedOf(reached) });
  };
  const done = await carryOut(ready, wanted, signal, tell);
  return (lang) => smokedOf(done, about, lang);
}

/** A smoke test on the interactive screen. It gives the exit code when the screen is left and all is taken away. */
export async function smokeOnScreen(
  screen: Screen,
  wanted: Wanted,
  session: Session,
  write: SmokeAsked['write'],
): Promise<number> {
  const { smokeOn } = await import('../ui/smoke/smoke-on.tsx');
  const gone = new AbortController();
  const signal = AbortSignal.any([session.signal, gone.signal]);
  let running: Promise<unknown> = Promise.resolve();
  try {
    return await smokeOn(screen, {
      lang: session.lang,
      run(onEvent) {
        const run = runFor(wanted, signal, onEvent);
        running = run.catch(() => {});
        return run;
      },
      // As Ctrl-C does where no screen takes it as a key: main.ts makes of it what it makes of every signal.
      end: () => void process.kill(process.pid, 'SIGINT'),
      ended: () => endedBy(session.signal),
      exitCodeOf: exitCodeOfSmoke,
      write,
    });
  } finally {
    // Where the screen itself broke in the middle of a run: what the run has made is taken away all the same.
    gone.abort('SIGTERM');
    await running;
  }
}
