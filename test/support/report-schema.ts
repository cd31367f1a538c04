import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

import type { Report } from '../../src/report/schema.ts';
import { ROOT } from './checkout.ts';

export type { Report };

const ajv = new Ajv2020({ allErrors: true });
formats.default(ajv);
const compiled = (name: string) => ajv.compile(JSON.parse(readFileSync(join(ROOT, 'schema', name), 'utf8')) as object);
const validate = compiled('report.v1.json');
const validateEvent = compiled('event.v1.json');

/**
 * Whether a document is a report; `{ error }`, which stands where no report can be made, is none.
 * Throws, with all errors, where the document is not valid against the published schema.
 */
export function isReport(document: unknown): document is Report {
  if (!validate(document))
    throw new Error(`Not valid against schema/report.v1.json: ${ajv.errorsText(validate.errors)}`);
  return !(document as object).hasOwnProperty('error');
}

/** Whatever a program has written: where it is a report or its lines, it is valid. Other text is none of this. */
export function expectValidReports(written: string): void {
  if (/^\{\n {2}"schemaVersion": 1,\n {2}"(?:tool|error)"/.test(written)) isReport(JSON.parse(written));
  if (!/^\{"event":"start",/.test(written)) return;
  for (const line of written.trimEnd().split('\n'))
    if (!validateEvent(JSON.parse(line)))
      throw new Error(`Not valid against schema/event.v1.json: ${ajv.errorsText(validateEvent.errors)}\n${line}`);
}
