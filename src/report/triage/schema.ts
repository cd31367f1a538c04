import { z } from 'zod';
import { report } from '../schema.ts';

/* The shape of `crane-doctor triage --json`, once: `npm run schema` writes schema/triage.v1.json from it. */

const time = z.iso.datetime({ offset: true });

const group = z.strictObject({
  id: z.string().describe('of the message in the catalogue, or the shape of an unknown one'),
  known: z.boolean(),
  message: z.string().describe('as it stood the last time'),
  meaning: z.string().optional(),
  component: z.string(),
  count: z.int().min(1),
  first: time,
  last: time,
  jobs: z.array(z.string()),
  noise: z.boolean().describe('it is printed when all is well, too'),
  wraps: z.string().nullable().describe('the group that it passes on; null where it passes on nothing that was found'),
  passes: z
    .array(z.strictObject({ id: z.string(), count: z.int().min(1) }))
    .optional()
    .describe('all groups that it passes on, and how often each, the most frequent first'),
  findings: z.array(z.string()).describe('finding codes that see the same'),
  now: z.array(z.string()).describe('those of them that the checks find at this moment'),
});

const source = z.strictObject({
  path: z.string(),
  lines: z.int().describe('records that were looked at'),
  clockJumps: z.int().optional().describe('how often its times went back by more than a minute'),
  error: z.string().optional(),
  from: time.optional().describe('nothing older than this was read, where not all was'),
});

const change = z.strictObject({ at: time, kind: z.enum(['boot', 'config', 'service', 'package']), what: z.string() });

export const triaged = z.strictObject({
  schemaVersion: z.literal(1),
  window: z.strictObject({ since: time, until: time }),
  sources: z.array(source),
  groups: z.array(group).describe('what is at the root first, noise last'),
  changes: z.array(change).describe('what changed from a day before the first error up to the last, the latest first'),
  report: report.nullable().describe('of the checks; null with --no-check'),
});

export type Triaged = z.infer<typeof triaged>;
export type TriagedGroup = z.infer<typeof group>;
export type TriagedChange = z.infer<typeof change>;
