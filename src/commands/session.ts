import { constants } from 'node:os';
import { languageOf, type Lang, type Text } from '../lang.ts';
import type { CommandLine } from '../options/parse.ts';
import type { Screen } from '../ui/open-screen.tsx';
import { UsageError } from '../options/usage-error.ts';

/** The process as a command sees it: where it writes, and what surrounds it. */
export interface Session {
  readonly stdout: NodeJS.WriteStream;
  readonly stdin: NodeJS.ReadStream;
  readonly stderr: NodeJS.WriteStream;
  /** The words after the program's name, as they were given. */
  readonly argv: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly lang: Lang;
  /** Aborted by SIGINT, SIGTERM or SIGHUP; the reason is the signal's name. */
  readonly signal: AbortSignal;
  /** The interactive screen, where it is open. */
  readonly screen?: Screen;
  /** Writes text to stdout and waits until it is gone, however slow the reader is. */
  print(text: string): Promise<void>;
}

/** The exit code of a run that a signal has ended (128 + its number), else undefined. */
export function endedBy(signal: AbortSignal): number | undefined {
  return signal.aborted ? 128 + constants.signals[signal.reason as NodeJS.Signals] : undefined;
}

/** The language of a command line, before it can be told whether the rest of it is right. */
export function languageIn(argv: readonly string[], env: NodeJS.ProcessEnv): Lang {
  const at = argv.findIndex((word) => word === '--lang' || word.startsWith('--lang='));
  const value = at === -1 ? undefined : argv[at]!.includes('=') ? argv[at]!.slice(7) : argv[at + 1];
  return languageOf(value === 'zh' || value === 'en' ? value : undefined, env);
}

/** Colours: `--color`, then NO_COLOR (no-color.org), then FORCE_COLOR, then whether stdout is a terminal. */
export function wantsColour(line: CommandLine, { env, stdout }: Session): boolean {
  const flag = line.flag('color');
  if (flag !== undefined) return flag;
  if (env['NO_COLOR']) return false;
  if (env['FORCE_COLOR'] !== undefined) return env['FORCE_COLOR'] !== '0';
  return stdout.isTTY && env['TERM'] !== 'dumb';
}

/** ASCII where it is asked for, and on the Linux console, whose fonts have few other signs (console_codes(4)). */
export function wantsAscii(line: CommandLine, { env, stdout }: Session): boolean {
  return line.flag('ascii') ?? (stdout.isTTY && env['TERM'] === 'linux');
}

function isCi({ env }: Session): boolean {
  return env['CI'] !== undefined && env['CI'] !== '' && env['CI'] !== 'false';
}

/** Progress is shown only to a person: on a terminal that can take a line back. */
export function wantsProgress(line: CommandLine, session: Session): boolean {
  const { stderr, env } = session;
  return stderr.isTTY && env['TERM'] !== 'dumb' && !isCi(session) && !line.flag('quiet');
}

/**
 * The interactive screen opens only where a person sits: stdin and stdout are terminals, no format
 * and no file is asked for, and it is no CI. Asked for without a terminal it is a usage error; where only the keys are missing, a
 * line on stderr says so.
 */
export function wantsTui(line: CommandLine, session: Session): boolean {
  const { env, stdin, stdout } = session;
  const terminal = stdin.isTTY && stdout.isTTY;
  const flag = line.flag('tui');
  if (flag === true && !terminal) throw new UsageError({ en: '--tui needs a terminal', zh: '--tui 需要在终端上运行' });
  const redirected =
    line.value('format') !== undefined ||
    line.flag('json') === true ||
    line.flag('compact') === true ||
    line.value('output') !== undefined;
  if (flag === true && redirected)
    throw new UsageError({ en: '--tui goes with no format and no file', zh: '--tui 不能与输出格式或文件合用' });
  const screen = stdout.isTTY && !redirected && !isCi(session) && env['TERM'] !== 'dumb';
  if (flag === undefined && screen && !stdin.isTTY) session.stderr.write(`crane-doctor: ${NO_KEYS[session.lang]}\n`);
  return flag ?? (screen && terminal);
}

const NO_KEYS: Text = {
  en: 'stdin is no terminal, so there are no keys: text instead of the interactive screen',
  zh: '标准输入不是终端，无法接收按键：改为输出文本',
};
