import type { Mark } from './byte-reader.ts';

/** yaml-cpp's ParserException: where it stopped and its own words (exceptions.h, ErrorMsg). */
export class YamlSyntaxError extends Error {
  readonly mark: Mark;

  constructor(mark: Mark, message: string) {
    super(message);
    this.mark = mark;
  }
}

/** The file holds more than we are ready to look through; craned itself has no such bound. */
export class TooManyTokensError extends Error {}
