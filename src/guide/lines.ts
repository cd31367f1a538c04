/** A mistake in the guide, with its place. The guide is our own file, so that nothing less than right will do. */
export class GuideError extends Error {
  constructor(file: string, line: number, problem: string) {
    super(`${file}:${line}: ${problem}`);
    this.name = 'GuideError';
  }
}

/** A text, line by line, with one line of look-ahead. */
export class Lines {
  readonly #file: string;
  readonly #lines: readonly string[];
  #next = 0;

  constructor(file: string, text: string) {
    this.#file = file;
    this.#lines = text.replace(/\n$/, '').split('\n');
  }

  /** The 1-based number of the line that `peek` shows. */
  get number(): number {
    return this.#next + 1;
  }

  /** The next line, or undefined at the end. */
  peek(): string | undefined {
    return this.#lines[this.#next];
  }

  take(): string | undefined {
    const line = this.peek();
    this.#next += 1;
    return line;
  }

  /** Goes on to the next line that is not blank, and shows it. */
  peekText(): string | undefined {
    while (this.peek()?.trim() === '') this.take();
    return this.peek();
  }

  /** The error that a line is wrong: the one that was taken last, where no other is named. */
  wrong(problem: string, line = this.#next): GuideError {
    return new GuideError(this.#file, line, problem);
  }
}
