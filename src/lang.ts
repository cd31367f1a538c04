/** The two languages that every text of the doctor exists in. */
export type Lang = 'en' | 'zh';

/** One text in both languages, side by side, so that a missing translation does not compile. */
export interface Text {
  readonly en: string;
  readonly zh: string;
}

/**
 * The language for this user: `--lang` wins, then LC_ALL, LC_MESSAGES and LANG in the order of
 * locale(7); a Chinese locale gives `zh`, everything else (C and POSIX too) gives `en`.
 */
export function languageOf(flag: Lang | undefined, env: NodeJS.ProcessEnv): Lang {
  const locale = env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || '';
  return flag ?? (/^zh/i.test(locale) ? 'zh' : 'en');
}
