import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

import type { Report } from '../../src/report/schema.ts';
import { ROOT } from './checkout.ts';

export type { Report };

const ajv = new Ajv2020({ allErrors: true });
formats.default(ajv);
const validate = ajv.compile(JSON.parse(readFileSync(join(ROOT, 'schema/report.v1.json'), 'utf8')) as object);

/**
 * Whether a document is a report; `{ error }`, which stands where no report can be made, is none.
 * Throws, with all errors, where the document is not valid against the published schema.
 */
export function isReport(document: unknown): document is Report {
  if (!validate(document))
    throw new Error(`Not valid against schema/report.v1.json: ${ajv.errorsText(validate.errors)}`);
  return !(document as object).hasOwnProperty('error');
}
