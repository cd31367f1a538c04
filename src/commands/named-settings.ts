import type { Lang, Text } from '../lang.ts';
import { UsageError } from '../options/usage-error.ts';
import { codeFrame } from '../report/code-frame.ts';
import { visible } from '../report/visible.ts';
import type { Mistake, SettingsReading } from '../settings/settings.ts';
import { whyUnread } from './why-unread.ts';

/** More mistakes than this are only counted. */
const MANY = 20;

function wordsOf(mistake: Mistake, lang: Lang): string {
  const zh = lang === 'zh';
  const { key } = mistake;
  if (mistake.kind === 'unknown-key') {
    const meant = mistake.meant === null ? '' : zh ? `；是否应为 ${mistake.meant}？` : `; ${mistake.meant} is meant?`;
    return zh ? `未知的键 ${key}${meant}` : `unknown key ${key}${meant}`;
  }
  const reason = mistake.reason[lang];
  return key === '' ? reason : zh ? `${key}：${reason}` : `${key}: ${reason}`;
}

/** A mistake with its place, and the lines around it. */
function linesOf(mistake: Mistake, { path, text }: SettingsReading, lang: Lang): string[] {
  const words = visible(wordsOf(mistake, lang));
  if (!mistake.span) return [`${visible(path)}: ${words}`];
  const { line, column } = mistake.span;
  const frame = text === null ? [] : codeFrame(text, { path, ...mistake.span });
  return [`${visible(path)}:${line}:${column}: ${words}`, ...frame.map((each) => `  ${each}`)];
}

function headOf(path: string, n: number, lang: Lang): string {
  if (lang === 'zh') return `--settings ${path}：${n} 处错误`;
  return `--settings ${path}: ${n === 1 ? 'one mistake' : `${n} mistakes`}`;
}

/** A settings file that was named has to be there and without a mistake, else nothing is run (exit code 2). */
export function expectUsable(reading: SettingsReading): void {
  const { path, state, error, mistakes } = reading;
  if (state !== 'read') {
    const reason = whyUnread(state === 'absent' ? 'ENOENT' : (error?.code ?? ''));
    throw new UsageError(
      { en: `--settings ${path}: ${reason.en}`, zh: `--settings ${path}：${reason.zh}` },
      'settings',
    );
  }
  if (mistakes.length === 0) return;
  const shown = mistakes.slice(0, MANY);
  const text = (lang: Lang): string =>
    `${headOf(path, mistakes.length, lang)}: ${shown.map((each) => wordsOf(each, lang)).join('; ')}`;
  const lines = (lang: Lang): string[] => [
    visible(headOf(path, mistakes.length, lang)),
    ...shown.flatMap((each) => linesOf(each, reading, lang)),
  ];
  const message: Text = { en: text('en'), zh: text('zh') };
  throw new UsageError(message, 'settings', { en: lines('en'), zh: lines('zh') });
}
