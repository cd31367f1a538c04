import { exitCodeOfFailure } from './exit-code.ts';
import type { FormatName } from './formats/formats.ts';
import { pluginLine } from './formats/nagios.ts';
import { jsonDocument, jsonLine } from './json.ts';
import type { Failure } from './schema.ts';

/**
 * What stands on stdout where no report can be made, in the formats whose readers are owed something
 * there: a JSON document, a line of JSON, a plugin's line. In the others nothing does; stderr has the reason.
 */
export function renderFailure(format: FormatName | undefined, kind: Failure['error']['kind'], message: string): string {
  const failure: Failure = { schemaVersion: 1, error: { kind, message } };
  if (format === 'json') return jsonDocument(failure);
  if (format === 'ndjson') return jsonLine(failure);
  if (format === 'nagios') return `${pluginLine(exitCodeOfFailure(true, format), message)}\n`;
  return '';
}
