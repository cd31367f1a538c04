import type { IBufferCell, Terminal } from '@xterm/headless';

/* The screen of a terminal emulator as an SVG that needs nothing beside itself. */

/** A cell, px. */
const [WIDTH, HEIGHT] = [8.4, 18];
const MARGIN = 14;
const FONT = 14;

const FOREGROUND = '#d7dae0';
const BACKGROUND = '#16191f';

/** The terminal's 16 colours, as far as the program uses them. */
const PALETTE: { readonly [colour: number]: string } = { 1: '#f0716b', 2: '#7fc97a', 3: '#e0b458', 6: '#62c4cf' };

/** Lines of box drawing as strokes from the middle of the cell: glyphs of fonts leave gaps. */
const STROKES: { readonly [sign: string]: string } = {
  '─': `M0 ${HEIGHT / 2}h${WIDTH}`,
  '│': `M${WIDTH / 2} 0v${HEIGHT}`,
};

interface Run {
  readonly column: number;
  readonly cells: number;
  readonly text: string;
  readonly style: string;
}

function px(value: number): string {
  return String(Math.round(value * 100) / 100);
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function styleOf(cell: IBufferCell): string {
  const colour = cell.isFgPalette() ? (PALETTE[cell.getFgColor()] ?? FOREGROUND) : FOREGROUND;
  return [
    colour === FOREGROUND ? '' : `fill="${colour}"`,
    cell.isBold() ? 'font-weight="bold"' : '',
    cell.isDim() ? 'opacity="0.6"' : '',
  ]
    .filter((attribute) => attribute !== '')
    .join(' ');
}

/**
 * The text of a line by cells (the second half of a wide character is a NUL), put through `normalised`,
 * which must keep its length.
 */
function textOf(cells: readonly IBufferCell[], normalised: (line: string) => string): string {
  const line = cells.map((cell) => (cell.getWidth() === 0 ? '\u0000' : cell.getChars().slice(0, 1) || ' ')).join('');
  const text = normalised(line);
  if (text.length !== line.length) throw new Error(`The line has another length than before: ${line}`);
  return text;
}

/** Pieces of a line that look alike. A wide character is a piece of its own, so that none drifts from its column. */
function runsOf(cells: readonly IBufferCell[], text: string): Run[] {
  const runs: Run[] = [];
  cells.forEach((cell, column) => {
    const character = text[column]!;
    if (character === '\u0000') return;
    const style = styleOf(cell);
    const last = runs.at(-1);
    const alone = cell.getWidth() === 2 || character in STROKES;
    // Not every viewer keeps several blanks, and would stretch the words around them over their width.
    const gap = last?.text.endsWith('  ') === true && character !== ' ';
    const adjoins = last && !alone && !gap && last.style === style && last.column + last.cells === column;
    if (adjoins && last.cells === last.text.length && !(last.text in STROKES))
      runs[runs.length - 1] = { ...last, cells: last.cells + 1, text: last.text + character };
    else runs.push({ column, cells: cell.getWidth(), text: character, style });
  });
  return runs.filter((run) => run.text.trim() !== '');
}

function drawn({ column, cells, text, style }: Run, row: number): string {
  const [x, y] = [MARGIN + column * WIDTH, MARGIN + row * HEIGHT];
  const stroke = STROKES[text];
  if (stroke)
    return `<path transform="translate(${px(x)} ${px(y)})" d="${stroke}" stroke="${FOREGROUND}" opacity="0.45"/>`;
  const trimmed = text.trimEnd();
  const start = trimmed.length - trimmed.trimStart().length;
  const width = (cells - (text.length - trimmed.length) - start) * WIDTH;
  const place = `x="${px(x + start * WIDTH)}" y="${px(y + HEIGHT * 0.74)}" textLength="${px(width)}"`;
  return `<text ${place}${style === '' ? '' : ` ${style}`}>${escaped(trimmed.trimStart())}</text>`;
}

/** The screen as it stands, with a title for those who cannot see it. */
export function terminalSvg(terminal: Terminal, title: string, normalised: (line: string) => string): string {
  const { active } = terminal.buffer;
  const lines = Array.from({ length: terminal.rows }, (_, row) => {
    const line = active.getLine(active.baseY + row)!;
    const cells = Array.from({ length: terminal.cols }, (__, column) => line.getCell(column)!);
    return runsOf(cells, textOf(cells, normalised)).map((run) => drawn(run, row));
  });
  const width = px(terminal.cols * WIDTH + 2 * MARGIN);
  const height = px(terminal.rows * HEIGHT + 2 * MARGIN);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">
<title>${escaped(title)}</title>
<rect width="100%" height="100%" rx="8" fill="${BACKGROUND}"/>
<g fill="${FOREGROUND}" font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="${FONT}" xml:space="preserve">
${lines.flat().join('\n')}
</g>
</svg>
`;
}
