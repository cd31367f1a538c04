import { answered, refused, type Answer } from '../answer.ts';
import { errorOf } from '../errno.ts';
import type { FileRoom } from '../files/files.ts';
import { LIMITS } from '../limits.ts';
import type { CommandResult, LinesEnd, Questions, TakeLine } from '../questions.ts';
import { eachLine } from './each-line.ts';
import { collectOutput } from './output-collector.ts';
import { programChildren } from './program-child.ts';

/** What is kept of stdout and of stderr, each. */
const MAX_OUTPUT_BYTES = 256 * 1024;

/** Runs programs of the machine, each within a limit. `close` kills what still runs. */
export interface Commands {
  run(args: Questions['command']['args'], limitMs?: number): Promise<Answer<CommandResult>>;
  lines(args: Questions['command']['args'], take: TakeLine, signal: AbortSignal): Promise<Answer<LinesEnd>>;
  close(): void;
}

/** Commands whose output is an answer, at most its first bytes; or is read line by line as it comes, however much it is. */
export function commands(
  files: FileRoom,
  limits: { readonly command?: number; readonly lines?: number } = {},
): Commands {
  const { command = LIMITS.command, lines: whole = LIMITS.lines } = limits;
  const children = programChildren(files);
  return {
    close: () => children.killAll(),
    async run(asked, limitMs = command) {
      let output: { readonly [name in 'stdout' | 'stderr']: ReturnType<typeof collectOutput> } | null = null;
      const ran = await children.run(asked, limitMs, ({ stdout, stderr }) => {
        output = { stdout: collectOutput(stdout, MAX_OUTPUT_BYTES), stderr: collectOutput(stderr, MAX_OUTPUT_BYTES) };
      });
      if (!ran.ok) return ran;
      const end = ran.value;
      if (typeof end === 'string')
        return refused({ code: 'TIMEOUT', message: `${asked.file} did not end`, afterMs: limitMs });
      if (end instanceof Error) return refused(errorOf(end));
      const { stdout, stderr } = output!;
      return answered({
        exitCode: end.code,
        signal: end.signal,
        stdout: stdout.text(),
        stderr: stderr.text(),
        truncated: stdout.truncated() || stderr.truncated(),
      });
    },
    async lines(asked, take, signal) {
      if (signal.aborted) return answered({ end: 'aborted', exitCode: null, stderr: '', longLines: 0 });
      let written = { text: (): string => '' };
      let long = (): number => 0;
      let callOff = (): void => {};
      const ran = await children.run(asked, whole, ({ stdout, stderr }, stop) => {
        written = collectOutput(stderr, MAX_OUTPUT_BYTES);
        long = eachLine(stdout, (line) => {
          const more = take(line);
          if (!more) stop('enough');
          return more;
        });
        callOff = () => stop('aborted');
        signal.addEventListener('abort', callOff);
      });
      signal.removeEventListener('abort', callOff);
      if (!ran.ok) return ran;
      if (ran.value instanceof Error) return refused(errorOf(ran.value));
      const told = { stderr: written.text(), longLines: long() };
      if (typeof ran.value === 'object') return answered({ end: 'exited', exitCode: ran.value.code, ...told });
      return answered({ end: ran.value === 'silent' ? 'late' : ran.value, exitCode: null, ...told });
    },
  };
}
