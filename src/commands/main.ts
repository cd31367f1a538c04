import { constants } from 'node:os';
import { formatIn } from '../options/format-in.ts';
import { parseCommandLine, type CommandLine } from '../options/parse.ts';
import type { CommandName } from '../options/commands.ts';
import { UsageError } from '../options/usage-error.ts';
import { EXIT, exitCodeOfFailure } from '../report/exit-code.ts';
import { visible } from '../report/visible.ts';
import { openScreenFor } from './open-screen.ts';
import { endedBy, languageIn, type Session } from './session.ts';

type Command = (line: CommandLine, session: Session) => Promise<number>;

/** Each command is imported only when it is called, so that none pays for another's start. */
const COMMAND: { readonly [name in CommandName]: () => Promise<Command> } = {
  check: async () => (await import('./check.ts')).check,
  config: async () => (await import('./config.ts')).config,
  list: async () => (await import('./list.ts')).list,
  wait: async () => (await import('./wait.ts')).wait,
  bundle: async () => (await import('./bundle.ts')).bundle,
  explain: async () => (await import('./explain.ts')).explain,
  triage: async () => (await import('./triage.ts')).triage,
  smoke: async () => (await import('./smoke.ts')).smoke,
  fleet: async () => (await import('./fleet.ts')).fleet,
  healthcheck: async () => (await import('./healthcheck.ts')).healthcheck,
  demo: async () => (await import('./demo.ts')).demo,
};

async function run(words: readonly string[], session: Session): Promise<number> {
  // `crane-doctor help` and `crane-doctor help list` are what many programs have.
  const argv = words[0] === 'help' ? [...words.slice(1), '--help'] : words;
  const line = parseCommandLine(argv);
  if (line.flag('help')) {
    const { helpText } = await import('../options/help.ts');
    await session.print(helpText(line.command, session.lang));
    return EXIT.ok;
  }
  if (line.flag('version')) {
    const { versionText } = await import('./version.ts');
    await session.print(versionText(line.flag('json') === true));
    return EXIT.ok;
  }
  const screen = await openScreenFor(line, session);
  try {
    const command = await COMMAND[line.command]();
    return await command(line, screen ? { ...session, screen } : session);
  } catch (cause) {
    await screen?.close();
    throw cause;
  }
}

/** Tells on stderr, and on stdout where the format owes something there, that nothing was run or that the doctor broke. */
async function failed(cause: unknown, argv: readonly string[], session: Session): Promise<number> {
  const usage = cause instanceof UsageError;
  const message = usage ? cause.text[session.lang] : cause instanceof Error ? cause.message : String(cause);
  const hint = { en: 'crane-doctor --help shows what there is', zh: 'crane-doctor --help 可查看用法' };
  const crash = { en: 'this is a defect of the doctor', zh: '属于本工具的缺陷' };
  const told = (usage ? cause.lines?.[session.lang].join('\n') : undefined) ?? visible(message);
  process.stderr.write(`crane-doctor: ${told}\n${(usage ? hint : crash)[session.lang]}\n`);
  if (!usage && process.env['CRANE_DOCTOR_DEBUG'] && cause instanceof Error)
    process.stderr.write(`${cause.stack ?? ''}\n`);
  // Where stdout is what failed, stderr has said so already.
  const format = formatIn(argv);
  const { renderFailure } = await import('../report/failure.ts');
  await session.print(renderFailure(format, usage ? cause.kind : 'internal', message)).catch(() => {});
  return exitCodeOfFailure(usage, format);
}

/**
 * Writes and waits until the reader has it; a reader that has gone (`| head -1`) is no error. Anything
 * else that keeps the text from getting there is one (a full disk behind `> report.json`): without the
 * report the exit code would be believed.
 */
function print(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(text, (cause) => {
      const code = (cause as NodeJS.ErrnoException | null | undefined)?.code;
      if (!cause || code === 'EPIPE') resolve();
      else reject(new UsageError({ en: `standard output: ${code}`, zh: `标准输出：${code}` }));
    });
  });
}

/** The same signal within this is the same wish; a second one ends the program at once. */
const SAME_SIGNAL_MS = 1_000;

/** Runs the program and gives its exit code. A signal ends the run with what is known so far: 128 + its number. */
export async function main(argv: readonly string[]): Promise<number> {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(name, () => {
      const at = performance.now();
      process.on(name, () => {
        // timeout(1) and terminals send to a whole group, and a program above hands the same signal on.
        if (performance.now() - at > SAME_SIGNAL_MS) process.exit(128 + constants.signals[name]);
      });
      controller.abort(name);
    });
  }
  process.stdout.on('error', () => {});
  process.stderr.on('error', () => {});
  const session: Session = {
    stdout: process.stdout,
    stdin: process.stdin,
    stderr: process.stderr,
    argv,
    env: process.env,
    lang: languageIn(argv, process.env),
    signal: controller.signal,
    print,
  };
  let exitCode: number;
  try {
    exitCode = await run(argv, session);
  } catch (cause) {
    exitCode = await failed(cause, argv, session);
  }
  return endedBy(controller.signal) ?? exitCode;
}
