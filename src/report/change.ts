import type { CheckResult } from '../engine/result.ts';
import type { Lang } from '../lang.ts';
import { SKIP_REASONS, STATUS_NAMES } from './words.ts';

/** A result in one word: the name of its worst finding (`refused`), the reason of a skip, else its status. */
function wordOf(result: CheckResult, lang: Lang): string {
  if (result.skip) return SKIP_REASONS[result.skip.reason]![lang];
  for (const severity of ['error', 'unknown', 'warning']) {
    const finding = result.findings.find((found) => found.severity === severity);
    if (finding) return finding.code.slice(finding.code.indexOf('/') + 1);
  }
  return STATUS_NAMES[result.status]![lang];
}

/** How a check's result differs from that of the run before ("was refused, now passes"), or null where it does not. */
export function changeOf(before: CheckResult | undefined, now: CheckResult | undefined, lang: Lang): string | null {
  if (!before || !now) return null;
  const was = wordOf(before, lang);
  const is = wordOf(now, lang);
  if (was === is && before.status === now.status) return null;
  if (now.status === 'pass') return lang === 'zh' ? `原为 ${was}，现已通过` : `was ${was}, now passes`;
  return lang === 'zh' ? `原为 ${was}，现为 ${is}` : `was ${was}, now ${is}`;
}

/** That a check looked at again is as it was. */
export function sameWords(now: CheckResult, lang: Lang): string {
  if (now.status === 'pass') return lang === 'zh' ? '仍然通过' : 'passes as before';
  return lang === 'zh' ? `仍为 ${wordOf(now, lang)}` : `still ${wordOf(now, lang)}`;
}
