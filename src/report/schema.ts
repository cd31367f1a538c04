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

export const remedy = z.strictObject({
  guide: z.string().describe("the id of the guide's entry"),
  title: z.string().describe("the title of the guide's entry"),
  summary: z.string(),
  steps: z.array(step),
});

const severity = z.enum(['error', 'unknown', 'warning', 'info']);
export const status = z.enum(['pass', 'warn', 'fail', 'unknown', 'skip']);

const expected = z
  .strictObject({ reason: z.string(), expires: z.iso.date().describe('the last day (UTC) on which it is expected') })
  .describe('the site knows of it: it is not counted in status, verdict, causes and exit code');

export const finding = z.strictObject({
  code: z.string().regex(/^[a-z0-9-]+\/[a-z0-9-]+$/),
  severity,
  message: z.string(),
  args: z.record(z.string(), z.json()),
  target: z.string().optional().describe('what it is about: a path, host, image, user or key'),
  location: location.optional(),
  stopsCraned: z.literal(true).optional().describe('craned reads no further than this'),
  remedy: remedy.optional(),
  note: z.string().optional().describe("the site's own words about this code, from its settings"),
  expected: expected.optional(),
  baseline: z.enum(['new', 'known']).optional().describe('whether the report of --baseline has it, by code and target'),
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

const earlier = z.strictObject({ code: z.string(), severity, message: z.string(), target: z.string().optional() });

const baseline = z
  .strictObject({
    hostname: z.string(),
    startedAt: z.string(),
    new: z.int().min(0),
    known: z.int().min(0),
    fixed: z.array(earlier).describe('was found then, was looked for now, and is gone'),
    unseen: z.array(earlier).describe('was found then, and its check could not be made or was left out now'),
  })
  .describe('the report given with --baseline, and what has become of its findings');

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
  baseline: baseline.optional(),
});

/** What stands on stdout where no report can be made. */
export const failure = z.strictObject({
  schemaVersion: z.literal(1),
  error: z.strictObject({ kind: z.enum(['usage', 'settings', 'internal']), message: z.string() }),
});

export const document = z.union([report, failure]);

const STARTED = { schemaVersion: true, tool: true, host: true, startedAt: true } as const;

/** A line of `check --format ndjson`: together they hold the whole report. */
export const event = z.union([
  report.pick(STARTED).extend({ event: z.literal('start') }),
  check.extend({ event: z.literal('check') }),
  report.omit({ ...STARTED, checks: true }).extend({ event: z.literal('end'), exitCode: z.int() }),
  failure,
]);

export type Report = z.infer<typeof report>;
export type ReportCheck = z.infer<typeof check>;
export type ReportFinding = z.infer<typeof finding>;
export type ReportCause = z.infer<typeof cause>;
export type EarlierFinding = z.infer<typeof earlier>;
export type Remedy = z.infer<typeof remedy>;
export type Step = z.infer<typeof step>;
export type Failure = z.infer<typeof failure>;
