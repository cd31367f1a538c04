import { styleText } from 'node:util';

export type Colour = 'red' | 'yellow' | 'green' | 'gray' | 'bold' | 'cyan';

/** How text is drawn: with or without colour, with symbols or in ASCII. */
export interface Style {
  paint(colour: Colour, text: string): string;
  /** Typographic signs of messages and of the guide as far as the terminal can show them; the width stays. */
  plain(text: string): string;
  readonly symbols: Symbols;
}

export interface Symbols {
  readonly pass: string;
  readonly warn: string;
  readonly fail: string;
  readonly unknown: string;
  readonly skip: string;
  readonly dot: string;
}

const UNICODE: Symbols = { pass: '✓', warn: '!', fail: '✗', unknown: '?', skip: '–', dot: ' · ' };
const ASCII: Symbols = { pass: 'ok', warn: '!', fail: 'x', unknown: '?', skip: '-', dot: ' | ' };

const PLAIN: { readonly [sign: string]: string } = {
  '–': '-',
  '—': '-',
  '…': '.',
  '“': '"',
  '”': '"',
  '‘': "'",
  '’': "'",
  '·': '|',
  '×': 'x',
};

/** The colour of a status or a severity; the symbol says the same without it. */
export const COLOUR_OF: { readonly [status: string]: Colour } = {
  pass: 'green',
  warn: 'yellow',
  warning: 'yellow',
  fail: 'red',
  error: 'red',
  unknown: 'cyan',
  info: 'gray',
  skip: 'gray',
};

/**
 * A style; colour is decided by the caller (a terminal, `--color`, NO_COLOR, FORCE_COLOR). Of the 16
 * colours only those that are legible on light and dark backgrounds; gray is the terminal's own colour
 * of text made faint, because bright black is the background itself in some (Solarized).
 */
export function styleOf(colour: boolean, ascii: boolean): Style {
  return {
    paint: (name, text) => (colour ? styleText(name === 'gray' ? 'dim' : name, text, { validateStream: false }) : text),
    plain: (text) => (ascii ? text.replace(/[–—…“”‘’·×]/g, (sign) => PLAIN[sign]!) : text),
    symbols: ascii ? ASCII : UNICODE,
  };
}
