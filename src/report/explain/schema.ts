import { z } from 'zod';
import { remedy } from '../schema.ts';

/* The shape of `crane-doctor explain --json`, once: `npm run schema` writes schema/explain.v1.json from it. */

const match = z.strictObject({
  kind: z.enum(['message', 'code', 'check', 'error-code']),
  id: z.string().describe('of the message in the catalogue, a finding code, a check, or an error code'),
  certain: z.boolean().describe('false for what is only near to what was asked'),
  component: z.string().describe('the program that says so, or whose code it is'),
  log: z.enum(['craned', 'supervisor', 'journal', 'cranectld', 'user']).nullable().describe('where it is found first'),
  meaning: z.string(),
  noise: z.boolean().describe('it is printed when all is well, too'),
  wraps: z.boolean().describe('the cause stands behind it in the line, or above it in the log'),
  findings: z.array(z.string()).describe('finding codes that see the same, the nearest first'),
  line: z.string().describe('the line in which it was found'),
  remedy: remedy.optional().describe('of the first of the findings'),
  verify: z.string().optional().describe('the command that looks whether it is so on this node'),
});

export const explained = z.strictObject({
  schemaVersion: z.literal(1),
  query: z.string(),
  matches: z.array(match).describe('best first'),
});

export type Explained = z.infer<typeof explained>;
export type ExplainedMatch = z.infer<typeof match>;
