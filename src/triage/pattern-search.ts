/** What a match and its surroundings are not longer than, in characters. */
const KEPT = 512;

/** Looks for a pattern (global) in a text that comes in pieces, wherever it is cut. */
export class PatternSearch {
  readonly #pattern: RegExp;
  readonly #decoder = new TextDecoder();
  #kept = '';
  #isBegin = true;
  #found = false;

  constructor(pattern: RegExp) {
    this.#pattern = new RegExp(pattern);
  }

  /** Whether it was found by now. */
  add(piece: Uint8Array): boolean {
    return this.#look(this.#kept + this.#decoder.decode(piece, { stream: true }), false);
  }

  /** Whether it was found at all. */
  end(): boolean {
    return this.#look(this.#kept, true);
  }

  #look(text: string, isEnd: boolean): boolean {
    // What stands before a match decides about it, and what stands behind it: neither may be cut off.
    this.#pattern.lastIndex = this.#isBegin ? 0 : 1;
    for (let match = this.#pattern.exec(text); match && !this.#found; match = this.#pattern.exec(text))
      this.#found = isEnd || match.index + match[0].length < text.length;
    if (text.length > KEPT) this.#isBegin = false;
    this.#kept = text.slice(-KEPT);
    return this.#found;
  }
}
