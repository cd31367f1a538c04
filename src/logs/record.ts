/** A record of craned's, cranectld's or a supervisor's log (spdlog with CraneSched's pattern, PublicHeader.h:59). */
export interface LogRecord {
  /** Unix time, ms: the log has local time without a zone, so that it is this machine's that counts. */
  readonly at: number;
  /** Trace, debug, info, warning, error, critical. */
  readonly level: 'T' | 'D' | 'I' | 'W' | 'E' | 'C';
  /** `CriClient.cpp:273`. */
  readonly source: string;
  /** What stands behind the head; a message may have several lines. */
  readonly text: string;
}

/** `[%L %C-%m-%d %H:%M:%S.%e %s:%#][%n] %v`; a terminal's colours may stand around the level. */
const HEAD =
  /^\[(?:\u001b\[[\d;]*m)?([TDIWEC])(?:\u001b\[[\d;]*m)? (\d\d)-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)\.(\d{3}) ([^\]]{1,200})\]\[[^\]]{0,80}\] ?/;

/** The record that begins with this line; null where none does: it goes on with the one before, or is no log. */
export function recordIn(line: string): LogRecord | null {
  const match = HEAD.exec(line);
  if (!match) return null;
  const [head, level, year, month, day, hour, minute, second, ms, source] = match as unknown as string[];
  const [y, mo, d, h, mi, s, f] = [year, month, day, hour, minute, second, ms].map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const at = new Date(2000 + y, mo - 1, d, h, mi, s, f).getTime();
  if (Number.isNaN(at)) return null;
  return { at, level: level as LogRecord['level'], source: source!, text: line.slice(head!.length) };
}
