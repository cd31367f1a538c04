import type { Failure, Report } from './schema.ts';

/**
 * One JSON document with a line end. JSON escapes C0 by itself; DEL, C1 and the line separators are
 * escaped too, so that printing it on a terminal is safe.
 */
export function jsonDocument(document: unknown): string {
  const json = JSON.stringify(document, null, 2);
  return `${json.replace(/[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)}\n`;
}

/** The report as JSON. */
export function renderJson(report: Report): string {
  return jsonDocument(report);
}

/** What stands on stdout where no report can be made. */
export function renderFailure(kind: Failure['error']['kind'], message: string): string {
  return jsonDocument({ schemaVersion: 1, error: { kind, message } } satisfies Failure);
}
