import { z } from 'zod';

/*
 * The report's shape, once: the types that the code uses are inferred from it, and
 * `npm run schema` writes schema/report.v1.json from it. At run time only the types are imported,
 * so that the library is not loaded.
 */

const location = z
  .strictObject({
    path: z.string(),
    line: z.int().min(1),
    column: z.int().min(1).describe('1-based, in characters'),
    length: z.int().min(0),
  })
  .describe('where in a file');

const step = z.strictObject({
  text: z.string(),
  command: z.string().optional().describe("with this node's values filled in and quoted for a POSIX shell"),
  needsRoot: z.boolean(),
  changes: z.boolean().describe('whether the command changes the node'),
});

const remedy = z.strictObject({
  guide: z.string().describe("the id of the guide's entry"),
  title: z.string().describe("the title of the guide's entry"),
  summary: z.string(),
  steps: z.array(step),
});

const severity = z.enum(['error', 'unknown', 'warning', 'info']);
const status = z.enum(['pass', 'warn', 'fail', 'unknown', 'skip']);

const finding = z.strictObject({
  code: z.string().regex(/^[a-z0-9-]+\/[a-z0-9-]+$/),
  severity,
  message: z.string(),
  args: z.record(z.string(), z.json()),
  target: z.string().optional().describe('what it is about: a path, host, image, user or key'),
  location: location.optional(),
  stopsCraned: z.literal(true).optional().describe('craned reads no further than this'),
  remedy: remedy.optional(),
});

const skip = z.strictObject({
  reason: z.enum(['blocked', 'not-applicable', 'excluded', 'offline']),
  by: z.array(z.string()).describe('the checks at the root of a block'),
  note: z.string().optional(),
});

const check = z.strictObject({
  id: z.string(),
  group: z.string(),
  title: z.string(),
  status,
  durationMs: z.number().min(0),
  skip: skip.optional(),
  observed: z.record(z.string(), z.json()).describe('what was seen, as evidence'),
  findings: z.array(finding),
});

const cause = z.strictObject({
  check: z.string(),
  code: z.string(),
  blocks: z.array(z.string()).describe('all checks that hang on it, however far'),
});

/** The JSON document of `check --json`. */
export const report = z.strictObject({
  schemaVersion: z.literal(1),
  tool: z.strictObject({ name: z.literal('crane-doctor'), version: z.string() }),
  host: z.strictObject({
    hostname: z.string(),
    os: z.strictObject({ id: z.string(), versionId: z.string(), prettyName: z.string() }),
    kernel: z.string(),
    arch: z.string(),
    uid: z.int(),
    root: z.string().nullable().describe('the directory given with --root, else null'),
  }),
  subject: z.strictObject({
    configPath: z.string(),
    configSha256: z.string().nullable(),
    containerEnabled: z.boolean().nullable(),
    role: z.enum(['compute', 'control', 'login']),
    config: z.strictObject({ hash: z.string(), values: z.record(z.string(), z.string()) }).nullable(),
    runtime: z
      .strictObject({ name: z.string().nullable(), version: z.string().nullable(), endpoint: z.string() })
      .nullable(),
  }),
  startedAt: z.iso.datetime({ offset: true }),
  durationMs: z.number().min(0),
  verdict: z.enum(['pass', 'warn', 'fail', 'unknown']),
  summary: z.strictObject({ pass: z.int(), warn: z.int(), fail: z.int(), unknown: z.int(), skip: z.int() }),
  causes: z.array(cause),
  checks: z.array(check),
});

/** What stands on stdout where no report can be made. */
export const failure = z.strictObject({
  schemaVersion: z.literal(1),
  error: z.strictObject({ kind: z.enum(['usage', 'settings', 'internal']), message: z.string() }),
});

export const document = z.union([report, failure]);

export type Report = z.infer<typeof report>;
export type ReportCheck = z.infer<typeof check>;
export type ReportFinding = z.infer<typeof finding>;
export type ReportCause = z.infer<typeof cause>;
export type Remedy = z.infer<typeof remedy>;
export type Step = z.infer<typeof step>;
export type Failure = z.infer<typeof failure>;
