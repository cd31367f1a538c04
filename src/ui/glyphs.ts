/** The signs of the screen beside those of `styleOf`: lines, the pointer, folds, keys. */
export interface Glyphs {
  readonly horizontal: string;
  readonly vertical: string;
  readonly branch: string;
  readonly pointer: string;
  readonly folded: string;
  readonly unfolded: string;
  readonly waiting: string;
  readonly ellipsis: string;
  readonly up: string;
  readonly down: string;
  /** The arrow keys, as the footer and the help name them. */
  readonly upDown: string;
  readonly leftRight: string;
  readonly enter: string;
  readonly spinner: readonly string[];
}

const UNICODE: Glyphs = {
  horizontal: '─',
  vertical: '│',
  branch: '└',
  pointer: '▸',
  folded: '▸',
  unfolded: '▾',
  waiting: '·',
  ellipsis: '…',
  up: '↑',
  down: '↓',
  upDown: '↑↓',
  leftRight: '← →',
  enter: '⏎',
  spinner: ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'],
};

const ASCII: Glyphs = {
  horizontal: '-',
  vertical: '|',
  branch: '`',
  pointer: '>',
  folded: '[+]',
  unfolded: '[-]',
  waiting: '.',
  ellipsis: '...',
  up: '^',
  down: 'v',
  upDown: 'Up/Down',
  leftRight: 'Left Right',
  enter: 'Enter',
  spinner: ['|', '/', '-', '\\'],
};

/** How long one picture of the spinner stands, ms. */
export const FRAME_MS = 125;

export function glyphsOf(ascii: boolean): Glyphs {
  return ascii ? ASCII : UNICODE;
}

/** The picture of the spinner at a moment (ms). */
export function spinnerAt({ spinner }: Glyphs, now: number): string {
  return spinner[Math.floor(now / FRAME_MS) % spinner.length]!;
}
