import { z } from 'zod';
import { remedy } from '../schema.ts';

/* The shape of `crane-doctor fleet --json`, once: `npm run schema` writes schema/fleet.v1.json from it. */

const nodes = z.string().describe('a host list: cn[01-03,07],gpu1');
const count = z.int().min(0);
const some = z.strictObject({ nodes, count });
const verdict = z.enum(['pass', 'warn', 'fail', 'unknown']);
const code = z.string().regex(/^[a-z0-9-]+\/[a-z0-9-]+$/);
const status = z.enum(['pass', 'warn', 'fail', 'unknown', 'skip']);

const unanswered = some.extend({
  reason: z.enum(['unreachable', 'no-doctor', 'timeout', 'bad-output']),
  detail: z.string(),
});

const nodeClass = some.extend({
  verdict,
  findings: z.array(code).describe('the worst first'),
  causes: z.array(code),
  groups: z.record(z.string(), status).describe('each group of checks and the worst status in it'),
  checks: z.record(z.string(), status).describe('each check of the nodes and its status'),
});

const finding = some.extend({
  code,
  severity: z.enum(['error', 'unknown', 'warning']),
  check: z.string(),
  message: z.string().describe('as one of the nodes words it'),
  isCause: z.boolean().describe('whether it is the cause on at least one node'),
  scope: z.enum(['all', 'some', 'one']).describe('of the nodes that answered'),
  except: z.string().optional().describe('the nodes that do not have it, where most have'),
  targets: z
    .array(some.extend({ target: z.string().nullable(), message: z.string() }))
    .describe('the most frequent first, no more than 20'),
  remedy: remedy.optional(),
});

const difference = z.strictObject({
  path: z.string(),
  here: z.string().nullable().describe('null where it is not there'),
  there: z.string().nullable(),
});

const version = some.extend({ value: z.string() });

const drift = z.strictObject({
  config: z
    .array(some.extend({ hash: z.string(), differences: z.array(difference) }))
    .describe('the largest first; empty where all have the same as this machine'),
  against: z
    .enum(['here', 'majority'])
    .nullable()
    .describe("what `here` of a difference is: this machine's configuration, or that of most nodes"),
  runtime: z.array(version).describe('empty where all have the same, as are the next two'),
  kernel: z.array(version),
  doctor: z.array(version),
  clock: z
    .array(some.extend({ seconds: z.int().describe('at least so far ahead; negative: behind') }))
    .describe('clocks that are certainly off, by when the reports were asked for and came in'),
  apart: z
    .array(some.extend({ seconds: z.int().describe('by how much at most; negative: before most others') }))
    .describe(
      'reports of files or a stream that began long before or after most others: of another run, or of a clock that is off',
    ),
});

export const fleet = z.strictObject({
  schemaVersion: z.literal(1),
  nodes: z.strictObject({
    total: count,
    answered: count,
    pass: count,
    warn: count,
    fail: count,
    unknown: count.describe('of those that answered'),
  }),
  unanswered: z.array(unanswered),
  repeated: nodes.describe('nodes that answered more than once; their latest report counts'),
  classes: z.array(nodeClass).describe('nodes with the same picture, the largest class first'),
  findings: z.array(finding).describe('errors first, of each severity the most frequent first'),
  drift,
  distribution: z
    .strictObject({
      same: some.describe('nodes that have the configuration of this machine'),
      different: some,
      notRestarted: some.describe('nodes on which craned or cranectld was not started since its configuration changed'),
      notSeen: some.describe('nodes on which that could not be seen, or was not looked at'),
      remedy: remedy.optional().describe('where some have another configuration'),
    })
    .nullable()
    .describe('null where this machine has no configuration that can be read'),
  tool: z.strictObject({ name: z.literal('crane-doctor'), version: z.string() }),
  startedAt: z.iso.datetime({ offset: true }),
  durationMs: z.number().min(0),
});

export type FleetDocument = z.infer<typeof fleet>;
export type FleetFinding = z.infer<typeof finding>;
export type FleetClass = z.infer<typeof nodeClass>;
