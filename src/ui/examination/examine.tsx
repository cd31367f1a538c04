import type { Request } from '../../engine/examination.ts';
import type { Lang } from '../../lang.ts';
import type { Screen } from '../open-screen.tsx';
import { App, type Left, type WriteReport } from './app.tsx';
import { leftOf, type Asked } from './left.ts';

/** What is examined on the screen. */
export interface Examined {
  readonly request: Request;
  /** The language to begin with: the site's settings may have another than the screen was opened with. */
  readonly lang: Lang;
  readonly asked: Asked;
  /** The exit code where a signal has ended the program, which no state of the screen decides. */
  readonly ended: () => number | undefined;
  readonly write: WriteReport;
}

/**
 * Examines until the screen is left, and gives the exit code of the last state shown. A short summary
 * stays on the normal screen.
 */
export async function examineOn(screen: Screen, examined: Examined): Promise<number> {
  const { request, lang, asked, ended, write } = examined;
  const { setting } = screen;
  const demo = request.host.kind === 'demo';
  const about = ({ examination, lang: last }: Left): ReturnType<typeof leftOf> =>
    leftOf(examination, demo, asked, last, setting.look, ended());
  const left = await screen.show<Left>(
    <App setting={setting} request={request} root={asked.root} lang={lang} write={write} />,
    (last) => about(last).summary,
  );
  return about(left).exitCode;
}
