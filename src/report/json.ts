import type { Report } from './schema.ts';

/**
 * JSON with a line end. JSON escapes C0 by itself; DEL, C1 and the line separators are escaped too, so
 * that printing it on a terminal is safe.
 */
function json(document: unknown, indent: number): string {
  const text = JSON.stringify(document, null, indent);
  return `${text.replace(/[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)}\n`;
}

/** One JSON document, for people too. */
export function jsonDocument(document: unknown): string {
  return json(document, 2);
}

/** One JSON document on one line. */
export function jsonLine(document: unknown): string {
  return json(document, 0);
}

/** The report as JSON. */
export function renderJson(report: Report): string {
  return jsonDocument(report);
}
