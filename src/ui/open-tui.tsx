import { render } from 'ink';
import type { Request } from '../engine/examination.ts';
import type { Lang } from '../lang.ts';
import { styleOf } from '../report/style.ts';
import { App, type Left } from './app.tsx';
import { glyphsOf } from './glyphs.ts';
import { leftOf, type Asked } from './left.ts';

export interface TuiOptions {
  readonly request: Request;
  readonly asked: Asked;
  /** The exit code where a signal has ended the program, which no state of the screen decides. */
  readonly ended: () => number | undefined;
  readonly lang: Lang;
  readonly colour: boolean;
  readonly ascii: boolean;
}

/** The terminal that it opens on; a test has its own. */
export interface Terminal {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
}

declare global {
  /** In the bundle yoga-layout loads its WebAssembly in this function (scripts/build.ts). */
  var craneDoctorYoga: (() => Promise<void>) | undefined;
}

/**
 * Opens the interactive screen, and gives the exit code of the last state shown when it is left. The
 * terminal is as it was before in every case: by key, by signal, or where the doctor itself breaks,
 * which is then thrown. A short summary stays on the normal screen.
 */
export async function openTui(
  { request, asked, ended, lang, colour, ascii }: TuiOptions,
  { stdin, stdout }: Terminal = process,
): Promise<number> {
  await globalThis.craneDoctorYoga?.();
  const look = { style: styleOf(colour, ascii), glyphs: glyphsOf(ascii) };
  const instance = render(<App request={request} root={asked.root} lang={lang} look={look} />, {
    stdin,
    stdout,
    alternateScreen: true,
    incrementalRendering: true,
    maxFps: 20,
    exitOnCtrlC: false,
    // The caller has decided that this is a terminal and no CI; Ink would decide again by other rules.
    interactive: true,
  });
  // Without this Node would print the error on the alternate screen, where nobody reads it any more.
  let broken: { readonly cause: unknown } | undefined;
  const broke = (cause: unknown): void => {
    broken ??= { cause };
    instance.unmount();
  };
  process.on('uncaughtException', broke);
  process.on('unhandledRejection', broke);
  try {
    const left = (await instance.waitUntilExit()) as Left;
    if (broken) throw broken.cause;
    const demo = request.host.kind === 'demo';
    const { exitCode, summary } = leftOf(left.examination, demo, asked, left.lang, look, ended());
    await new Promise<void>((resolve) => stdout.write(summary, () => resolve()));
    return exitCode;
  } finally {
    process.off('uncaughtException', broke);
    process.off('unhandledRejection', broke);
  }
}
