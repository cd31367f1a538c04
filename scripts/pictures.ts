import { BUNDLE, NODE } from '../test/support/checkout.ts';
import { Cleanup } from '../test/support/cleanup.ts';
import { withoutTimes } from '../test/support/without-times.ts';
import { ProgramTerminal } from '../test/support/terminal.ts';
import { terminalSvg } from './terminal-svg.ts';

/** A picture of the README: what is started, the keys that are pressed, and what shows that it is there. */
export interface Picture {
  readonly name: string;
  readonly title: string;
  readonly args: readonly string[];
  readonly columns: number;
  readonly rows: number;
  readonly press: string;
  readonly shows: readonly string[];
}

const RIGHT = '\u001b[C';

export const PICTURES: readonly Picture[] = [
  {
    name: 'healthy',
    title: 'A healthy node: the verdict, and a line for each group of checks',
    args: ['--lang', 'en'],
    columns: 110,
    rows: 28,
    press: 'j\rjjjj',
    shows: ['▸   ✓ Runtime answers CRI v1'],
  },
  {
    name: 'one-cause',
    title: 'One cause with four consequences, the evidence and what to do beside it',
    args: ['--lang', 'en', '--fault', 'stale-socket', '--only', 'runtime-status,image-service,cni'],
    columns: 120,
    rows: 30,
    press: RIGHT,
    shows: ['4 not looked at because of it ▾'],
  },
  {
    name: 'one-cause.zh',
    title: '一个原因与受其影响的四项检查，旁边是依据和解决方法',
    args: ['--lang', 'zh', '--fault', 'stale-socket', '--only', 'runtime-status,image-service,cni'],
    columns: 120,
    rows: 30,
    press: RIGHT,
    shows: ['4 项因此未检查 ▾'],
  },
  {
    name: 'config-error',
    title: 'An error in config.yaml with its lines, and what to do',
    args: ['--lang', 'en', '--fault', 'scheme-in-endpoint'],
    columns: 100,
    rows: 34,
    press: '\r',
    shows: ['> 50 |', 'Esc back'],
  },
];

/** The picture of a real run on the demo's node, or of another program, as SVG. */
export async function pictureOf(
  { title, args, columns, rows, press, shows }: Picture,
  program: readonly string[] = [NODE, BUNDLE, 'demo'],
): Promise<string> {
  const cleanup = new Cleanup();
  try {
    const terminal = new ProgramTerminal(cleanup, [...program, ...args], { columns, rows });
    await terminal.shows(args.includes('zh') ? 'r 再次' : 'r again');
    terminal.press(press);
    await terminal.shows(...shows);
    const svg = terminalSvg(terminal.emulator, title, withoutTimes);
    terminal.press('q');
    await terminal.ended();
    return svg;
  } finally {
    await cleanup.run();
  }
}
