import { z } from 'zod';

/*
 * What may stand in /etc/crane/doctor.yaml, once: `npm run schema` writes schema/settings.v1.json from
 * it, for editors and for CI. At run time only the types are imported; settings-file.ts reads by them.
 */

const duration = z
  .union([z.string().regex(/^\d+(\.\d+)?(ms|s|m|h)?$/), z.number().positive()])
  .describe('a number with ms, s, m or h; a bare number is seconds');

const space = z
  .string()
  .regex(/^\d+(\.\d+)? ?([KMGT]iB|%)$/)
  .describe('a size (20 GiB) or a part of the file system (10 %)');

const text = z.string().regex(/\S/);

const code = z
  .string()
  .regex(/^[a-z0-9-]+\/[a-z0-9-]+$/)
  .describe('a finding code, as crane-doctor list shows them');

const expected = z.strictObject({
  code,
  target: text.optional().describe("the finding's target; without it any"),
  reason: text.describe('why the site lives with it'),
  expires: z.iso.date().describe('the last day (UTC) on which it is expected'),
});

/** The settings file of a site. */
export const settingsFile = z.strictObject({
  registries: z.array(text).optional().describe('registries that this node must reach, as with --registry'),
  images: z.array(text).optional().describe('images that this node must be able to get, as with --image'),
  users: z
    .array(z.union([text, z.int().min(0)]))
    .optional()
    .describe('accounts that must be able to run containers here, as with --user'),
  language: z.enum(['zh', 'en']).optional().describe('as with --lang'),
  deadlines: z
    .strictObject({
      check: duration.optional().describe('of one check, as with --timeout'),
      run: duration.optional().describe('of the whole run, as with --deadline'),
    })
    .optional(),
  thresholds: z
    .strictObject({
      imageSpace: z
        .strictObject({
          warning: space.optional().describe('default: under 10 GiB and 10 %'),
          error: space.optional().describe('default: under 256 MiB and 5 %'),
        })
        .optional()
        .describe('free space for images (image-service/disk-low)'),
      baseDirSpace: z
        .strictObject({ warning: space.optional().describe('default: under 1 GiB and 5 %') })
        .optional()
        .describe('free space for CraneBaseDir (base-dir/disk-low)'),
    })
    .optional(),
  notes: z.record(code, text).optional().describe("what the site's own people add to the remedy of a finding"),
  expected: z
    .array(expected)
    .optional()
    .describe('findings that are known here: looked for and shown, but not counted until they expire'),
  healthCheck: z
    .strictObject({
      dryRun: z.boolean().optional().describe('default true: only say what would be done to the node'),
      runs: z.int().min(1).max(100).optional().describe('so many runs in a row must agree (default 3)'),
      drainOn: z
        .array(text)
        .optional()
        .describe(
          'finding codes, checks or groups whose errors drain the node (default: what keeps every container from running)',
        ),
    })
    .optional()
    .describe('what crane-doctor healthcheck does to the node'),
});

export type SettingsFile = z.infer<typeof settingsFile>;
export type ExpectedEntry = z.infer<typeof expected>;
