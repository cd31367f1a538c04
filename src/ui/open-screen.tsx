import { render, useWindowSize } from 'ink';
import type { ReactNode } from 'react';
import type { Lang, Text } from '../lang.ts';
import { styleOf } from '../report/style.ts';
import { nothingBrowsed } from './browsing.ts';
import { frameOf } from './frame.ts';
import { glyphsOf } from './glyphs.ts';
import type { Look } from './look.ts';
import { openingScene } from './opening-scene.ts';
import { Rows } from './rows.tsx';
import { spokenFrame } from './spoken-frame.ts';
import type { Setting } from './stage.tsx';

export interface ScreenOptions {
  readonly lang: Lang;
  readonly colour: boolean;
  readonly ascii: boolean;
  /** For a screen reader. */
  readonly spoken: boolean;
  /** What is done before there is anything to show. */
  readonly opening: Text;
  /** Aborted by a signal to the program, whose name is the reason. */
  readonly signal: AbortSignal;
}

/** The interactive screen, open and with nothing on it yet. */
export interface Screen {
  readonly setting: Setting;
  /**
   * Shows a view (a `Stage`) until it is left, and gives what it gives back. `farewell` makes of that what
   * stays on the normal screen. Where the doctor itself breaks, that is thrown.
   */
  show<T>(view: ReactNode, farewell: (left: T) => string): Promise<T>;
  /** Gives the terminal back without a word. */
  close(): Promise<void>;
}

/** The terminal that it opens on; a test has its own. */
export interface Terminal {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
}

declare global {
  /** In the bundle yoga-layout loads its WebAssembly in this function (scripts/bundle.ts). */
  var craneDoctorYoga: (() => Promise<void>) | undefined;
}

function Opening({
  opening,
  lang,
  look,
  spoken,
}: {
  opening: Text;
  lang: Lang;
  look: Look;
  spoken: boolean;
}): ReactNode {
  const { columns, rows } = useWindowSize();
  const state = nothingBrowsed(lang);
  const scene = openingScene(opening, lang, look);
  const frame = spoken ? spokenFrame(state, () => scene, columns, look) : frameOf(state, scene, columns, rows, look);
  return <Rows rows={frame.rows} width={Math.max(4, columns)} style={look.style} />;
}

/**
 * Opens the interactive screen, before what it will show is loaded: that something is there at once is
 * what makes a program quick. The terminal is as it was before in every case: by key, by signal, or
 * where the doctor itself breaks.
 */
export async function openScreen(
  { lang, colour, ascii, spoken, opening, signal }: ScreenOptions,
  { stdin, stdout }: Terminal = process,
): Promise<Screen> {
  await globalThis.craneDoctorYoga?.();
  const look = { style: styleOf(colour, ascii), glyphs: glyphsOf(ascii) };
  const instance = render(<Opening opening={opening} lang={lang} look={look} spoken={spoken} />, {
    stdin,
    stdout,
    alternateScreen: true,
    incrementalRendering: true,
    maxFps: 20,
    exitOnCtrlC: false,
    isScreenReaderEnabled: spoken,
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
  const untilLeft = async (): Promise<unknown> => {
    try {
      return await instance.waitUntilExit();
    } finally {
      process.off('uncaughtException', broke);
      process.off('unhandledRejection', broke);
    }
  };
  return {
    setting: { look, spoken, signal },
    async show<T>(view: ReactNode, farewell: (left: T) => string) {
      if (!broken) instance.rerender(view);
      const left = (await untilLeft()) as T;
      if (broken) throw broken.cause;
      await new Promise<void>((resolve) => stdout.write(farewell(left), () => resolve()));
      return left;
    },
    async close() {
      instance.unmount();
      await untilLeft();
    },
  };
}
