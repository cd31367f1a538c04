import { UsageError } from './usage-error.ts';
import { parseDuration } from './duration.ts';

const DAY_MS = 86_400_000;
/** What four digits of days can say, in whatever unit. */
const MOST_DAYS = 9_999;

/** A point of time (Unix, ms): a duration before `now` (`2h`, `72h`, `3d`), or a local time (`12:04`, `2026-07-02`, `2026-07-02 12:04`). */
export function timeOf(text: string, now: number, option: string): number {
  const days = /^(\d{1,4})d$/.exec(text);
  if (days) return now - Number(days[1]) * DAY_MS;
  const duration = parseDuration(text, MOST_DAYS * DAY_MS);
  if (duration !== undefined) return now - duration;
  const [, date, clock = '00:00'] = /^(?:(\d{4}-\d\d-\d\d)(?:[T ]|$))?(\d\d:\d\d(?::\d\d)?)?$/.exec(text) ?? [];
  if (date !== undefined || /^\d\d:\d\d/.test(text)) {
    const today = new Date(now);
    const day =
      date ??
      [today.getFullYear(), today.getMonth() + 1, today.getDate()].map((n) => String(n).padStart(2, '0')).join('-');
    const at = new Date(`${day}T${clock}`).getTime();
    // A time of day that is still to come was yesterday.
    if (!Number.isNaN(at) && (date === undefined || at <= now)) return at > now ? at - DAY_MS : at;
    if (!Number.isNaN(at))
      throw new UsageError({ en: `${option}: ${text} is still to come`, zh: `${option}：${text} 尚未到来` });
  }
  throw new UsageError({
    en: `${option}: ${text} is no time (such as 2h, 3d, 12:04, 2026-07-02, "2026-07-02 12:04")`,
    zh: `${option}：${text} 不是时间（例如 2h、3d、12:04、2026-07-02、"2026-07-02 12:04"）`,
  });
}
