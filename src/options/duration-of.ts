import { parseDuration } from './duration.ts';
import type { CommandLine } from './parse.ts';
import { UsageError } from './usage-error.ts';

/** The duration that an option has, ms; what is no duration is a UsageError. */
export function durationOf(line: CommandLine, name: string, otherwise: number): number {
  const text = line.value(name);
  if (text === undefined) return otherwise;
  const ms = parseDuration(text);
  if (ms !== undefined) return ms;
  throw new UsageError({
    en: `--${name}: ${text} is no duration (such as 500ms, 5s, 2m)`,
    zh: `--${name}：${text} 不是时长（例如 500ms、5s、2m）`,
  });
}
