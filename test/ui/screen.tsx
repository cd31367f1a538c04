import { EventEmitter } from 'node:events';
import { render } from 'ink';
import stringWidth from 'string-width';
import type { Request } from '../../src/engine/examination.ts';
import type { Lang } from '../../src/lang.ts';
import { styleOf } from '../../src/report/style.ts';
import { App, type Left, type WriteReport } from '../../src/ui/examination/app.tsx';
import { glyphsOf } from '../../src/ui/glyphs.ts';
import { waitFor } from '../support/wait-for.ts';

/** A terminal of a given size that keeps what is written to it, and on which a test presses keys. */
export class TestTerminal {
  readonly written: string[] = [];
  /** Whether keys come one by one and unechoed, as the program has asked for last. */
  raw = false;
  columns: number;
  rows: number;
  #typed: string | null = null;
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;

  constructor(columns: number, rows: number) {
    this.columns = columns;
    this.rows = rows;
    const nothing = (): void => {};
    this.stdin = Object.assign(new EventEmitter(), {
      isTTY: true,
      setEncoding: nothing,
      ref: nothing,
      unref: nothing,
      setRawMode: (raw: boolean) => (this.raw = raw),
      read: () => {
        const typed = this.#typed;
        this.#typed = null;
        return typed;
      },
    }) as unknown as NodeJS.ReadStream;
    const stdout = Object.assign(new EventEmitter(), {
      isTTY: true,
      writable: true,
      write: (text: string, done?: () => void) => {
        this.written.push(text);
        if (done) setImmediate(done);
        return true;
      },
    });
    Object.defineProperties(stdout, { columns: { get: () => this.columns }, rows: { get: () => this.rows } });
    this.stdout = stdout as unknown as NodeJS.WriteStream;
  }

  press(keys: string): void {
    this.#typed = keys;
    this.stdin.emit('readable');
  }

  resize(columns: number, rows: number): void {
    this.columns = columns;
    this.rows = rows;
    this.stdout.emit('resize');
  }
}

const written: WriteReport = () => Promise.resolve(null);

export interface ScreenOptions {
  readonly columns?: number;
  readonly rows?: number;
  readonly lang?: Lang;
  readonly ascii?: boolean;
  readonly spoken?: boolean;
  readonly write?: WriteReport;
}

/** The App on a terminal of its own, whole frame by whole frame, without colours. */
export class Screen {
  readonly terminal: TestTerminal;
  readonly left: Promise<Left>;
  readonly #instance: ReturnType<typeof render>;

  constructor(
    request: Request,
    { columns = 80, rows = 24, lang = 'en', ascii = false, write = written, spoken = false }: ScreenOptions = {},
  ) {
    this.terminal = new TestTerminal(columns, rows);
    const look = { style: styleOf(false, ascii), glyphs: glyphsOf(ascii) };
    const setting = { look, spoken, signal: request.limits.signal };
    this.#instance = render(<App setting={setting} request={request} root={null} lang={lang} write={write} />, {
      stdin: this.terminal.stdin,
      stdout: this.terminal.stdout,
      debug: true,
      interactive: true,
      patchConsole: false,
      exitOnCtrlC: false,
      isScreenReaderEnabled: spoken,
    });
    this.left = this.#instance.waitUntilExit() as Promise<Left>;
    this.left.catch(() => {});
  }

  /** The lines of the last frame. */
  get lines(): string[] {
    return (this.terminal.written.at(-1) ?? '').split('\n').map((line) => line.trimEnd());
  }

  get text(): string {
    return this.lines.join('\n');
  }

  /** Waits until the frame has a text, and gives the frame. */
  async shows(...texts: string[]): Promise<string> {
    await waitFor(
      `${texts.join(' | ')} on the screen`,
      () => texts.every((text) => this.text.includes(text)),
      5_000,
    ).catch((error: unknown) => {
      throw new Error(`${String(error)}\n${this.text}`);
    });
    return this.text;
  }

  /** How much of the terminal the last frame takes. */
  get size(): { readonly columns: number; readonly rows: number } {
    return { columns: Math.max(...this.lines.map((line) => stringWidth(line))), rows: this.lines.length };
  }

  press(keys: string): void {
    this.terminal.press(keys);
  }

  close(): void {
    this.#instance.unmount();
    this.#instance.cleanup();
  }
}
