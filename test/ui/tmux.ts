import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryDirectory, type Cleanup } from '../support/cleanup.ts';
import { waitFor } from '../support/wait-for.ts';

function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

export interface TmuxOptions {
  readonly columns: number;
  readonly rows: number;
  /** Added to the few variables that every run has. */
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * A program in a real terminal: tmux with a server of its own and no configuration of the user's. The
 * shell that ran it stays, so that what it leaves on the normal screen can be looked at.
 */
export class Tmux {
  readonly #directory: string;
  readonly #socket: string;

  constructor(cleanup: Cleanup, command: readonly string[], { columns, rows, env = {} }: TmuxOptions) {
    this.#directory = temporaryDirectory(cleanup);
    this.#socket = join(this.#directory, 'tmux');
    const exit = join(this.#directory, 'exit');
    const variables = {
      PATH: '/usr/sbin:/usr/bin:/sbin:/bin',
      TERM: 'xterm-256color',
      LANG: 'C.UTF-8',
      LC_ALL: 'C.UTF-8',
      ...env,
    };
    const words = ['env', '-i', ...Object.entries(variables).map(([name, value]) => `${name}=${value}`), ...command];
    const raw = join(this.#directory, 'raw');
    const after = `echo $? > ${exit}.new; stty -a > ${exit}.stty; mv ${exit}.new ${exit}; read -r end`;
    // It waits for Enter, so that nothing is written before pipe-pane is there to keep it.
    const shell = `read -r go; ${words.map(quoted).join(' ')}; ${after}`;
    this.#tmux('-f', '/dev/null', 'new-session', '-d', '-x', String(columns), '-y', String(rows), shell);
    cleanup.defer(() => this.#tmux('kill-server'));
    this.#tmux('pipe-pane', `cat > ${raw}`);
    this.press('Enter');
  }

  #tmux(...args: readonly string[]): string {
    return execFileSync('tmux', ['-u', '-S', this.#socket, ...args], {
      encoding: 'utf8',
      env: { ...process.env, TMUX: '' },
    });
  }

  /** What stands on the screen, without colours. */
  get screen(): string {
    return this.#tmux('capture-pane', '-p');
  }

  get lines(): string[] {
    return this.screen.split('\n').map((line) => line.trimEnd());
  }

  /** Whether the alternate screen is shown, and the cursor hidden. */
  get state(): { readonly alternate: boolean; readonly cursor: boolean; readonly pid: number } {
    const [alternate, cursor, pid] = this.#tmux(
      'display-message',
      '-p',
      '#{alternate_on} #{cursor_flag} #{pane_pid}',
    ).split(' ');
    return { alternate: alternate === '1', cursor: cursor === '1', pid: Number(pid) };
  }

  /** Presses keys, by tmux's names (`Enter`, `Down`, `C-c`) or as characters. */
  press(...keys: readonly string[]): void {
    this.#tmux('send-keys', ...keys);
  }

  resize(columns: number, rows: number): void {
    this.#tmux('resize-window', '-x', String(columns), '-y', String(rows));
  }

  /** Waits until all of these stand on the screen, and gives it. */
  async shows(...texts: readonly string[]): Promise<string> {
    return waitFor(texts.join(' | '), () => {
      const screen = this.screen;
      return texts.every((text) => screen.includes(text)) && screen;
    }).catch((error: unknown) => {
      throw new Error(`${String(error)}\n${this.screen}`);
    });
  }

  /** Waits until all of these stand on the screen and it has come to rest, and gives it. */
  async rests(...texts: readonly string[]): Promise<string> {
    let before = '';
    return this.shows(...texts).then(() =>
      waitFor('a screen at rest', () => {
        const { screen } = this;
        const rests = screen === before && texts.every((text) => screen.includes(text));
        before = screen;
        return rests && screen;
      }),
    );
  }

  /** The exit code of the program, and the terminal's settings after it (`stty -a`). */
  async ended(): Promise<{ readonly code: number; readonly stty: string }> {
    const file = join(this.#directory, 'exit');
    const code = await waitFor('the end of the program', () => readFileSync(file, 'utf8'));
    return { code: Number(code), stty: readFileSync(`${file}.stty`, 'utf8') };
  }

  /** All that the program has written to the terminal. */
  get written(): string {
    return readFileSync(join(this.#directory, 'raw'), 'utf8');
  }
}
