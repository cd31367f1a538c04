import { z } from 'zod';
import { finding, report, status } from '../schema.ts';

/* The shape of `crane-doctor smoke --json`, once: `npm run schema` writes schema/smoke.v1.json from it. */

const step = z.strictObject({
  name: z.string(),
  title: z.string(),
  status,
  durationMs: z.number().min(0),
  deadlineMs: z.number().nullable().describe('how long craned waits for it; null where it has no limit'),
  note: z.string().optional().describe('what came of it'),
  skip: z.string().optional().describe('why it was not done'),
  finding: finding.optional().describe('the worst'),
  others: z.array(finding).optional(),
});

const asked = z.strictObject({
  image: z.string().nullable(),
  account: z.string(),
  userns: z.boolean(),
  network: z.enum(['pod', 'host']),
  mount: z.string().nullable(),
  endpoint: z.string(),
});

export const smoked = z.strictObject({
  schemaVersion: z.literal(1),
  verdict: z.enum(['pass', 'warn', 'fail', 'unknown']),
  tool: report.shape.tool,
  node: z.string(),
  asked: asked.nullable().describe('null where it was not known what to send'),
  startedAt: z.iso.datetime({ offset: true }),
  durationMs: z.number().min(0),
  steps: z.array(step),
  observed: z
    .strictObject({
      uidMap: z.string().nullable(),
      gidMap: z.string().nullable(),
      addresses: z.array(z.string()),
      resolvConf: z.string().nullable(),
      output: z.string().nullable(),
    })
    .describe('what the container printed'),
  leftBehind: z.array(z.string()),
});

/** `smoke --dry-run --json`. */
export const planned = z.strictObject({
  schemaVersion: z.literal(1),
  node: z.string(),
  dryRun: z.literal(true),
  calls: z.array(
    z.strictObject({
      step: z.string(),
      call: z.string(),
      socket: z.string().nullable(),
      deadlineMs: z.number().nullable(),
      request: z.json(),
    }),
  ),
});

export type Smoked = z.infer<typeof smoked>;
export type SmokedStep = z.infer<typeof step>;
export type Planned = z.infer<typeof planned>;
