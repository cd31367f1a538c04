import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';

import type * as Xterm from '@xterm/headless';

import type { Cleanup } from './cleanup.ts';
import { waitFor } from './wait-for.ts';

/** A CommonJS bundle whose names Node cannot see. */
const xterm = createRequire(import.meta.url)('@xterm/headless') as typeof Xterm;

export interface TerminalOptions {
  readonly columns?: number;
  readonly rows?: number;
  /** Added to the few variables that every run has. */
  readonly env?: Readonly<Record<string, string>>;
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

/**
 * A program in a real pseudo-terminal (util-linux's `script`), with what it writes drawn by a terminal
 * emulator: what is read from it is what a person would see.
 */
export class ProgramTerminal {
  readonly emulator: Xterm.Terminal;
  readonly #child: ChildProcess;
  #written = '';

  constructor(
    cleanup: Cleanup,
    command: readonly string[],
    { columns = 80, rows = 24, env = {} }: TerminalOptions = {},
  ) {
    this.emulator = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 1_000 });
    const variables = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', TERM: 'xterm-256color', LANG: 'C.UTF-8', ...env };
    const shell = `stty rows ${rows} cols ${columns}; exec ${command.map(quoted).join(' ')}`;
    this.#child = spawn('script', ['-qefc', shell, '/dev/null'], {
      env: variables,
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    this.#child.stdin!.on('error', () => {});
    this.#child.stdout!.setEncoding('utf8').on('data', (text: string) => {
      this.#written += text;
      this.emulator.write(text);
    });
    cleanup.defer(() => {
      // The program is told by its terminal's end (SIGHUP); `script` itself would wait for more input.
      if (this.#child.exitCode === null) this.#child.kill('SIGKILL');
    });
  }

  press(keys: string): void {
    this.#child.stdin!.write(keys);
  }

  /** All that the program has written so far. */
  get written(): string {
    return this.#written;
  }

  /** The lines that stand on the screen now. */
  get lines(): string[] {
    const { active } = this.emulator.buffer;
    return Array.from({ length: this.emulator.rows }, (_, row) =>
      (active.getLine(active.baseY + row)?.translateToString(true) ?? '').trimEnd(),
    );
  }

  get text(): string {
    return this.lines.join('\n');
  }

  get isAlternate(): boolean {
    return this.emulator.buffer.active.type === 'alternate';
  }

  /** Waits until all of these stand on the screen and it has come to rest, and gives it. */
  async shows(...texts: readonly string[]): Promise<string> {
    let before = '';
    return waitFor(texts.join(' | '), () => {
      const { text } = this;
      const rests = text === before;
      before = text;
      return rests && texts.every((each) => text.includes(each)) && text;
    }).catch((error: unknown) => {
      throw new Error(`${String(error)}\n${this.text}`);
    });
  }

  /** Waits for the end of the program, and gives its exit code (as the shell has it). */
  async ended(): Promise<number | null> {
    if (this.#child.exitCode === null) await once(this.#child, 'close');
    await new Promise<void>((resolve) => this.emulator.write('', resolve));
    return this.#child.exitCode;
  }
}
