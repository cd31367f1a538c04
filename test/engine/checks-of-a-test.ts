import { code, defineCheck, type Check, type CheckDefinition, type Codes } from '../../src/checks/check.ts';

const words = { en: () => 'bad', zh: () => '坏' };
const summary = { en: 'bad', zh: '坏' };

/** The codes that a check of these tests has: one of each severity. */
export const CODES = {
  bad: code<Record<string, never>>({ severity: 'error', summary, message: words }),
  odd: code<Record<string, never>>({ severity: 'warning', summary, message: words }),
  'by-the-way': code<Record<string, never>>({ severity: 'info', summary, message: words }),
} satisfies Codes;

type Definition = Omit<CheckDefinition<typeof CODES>, 'id' | 'group' | 'title' | 'codes'> & {
  readonly group?: Check['group'];
};

/** A check for the engine to run; the engine knows nothing of what real checks look at. */
export function checkOf(id: string, definition: Definition): Check {
  return defineCheck<typeof CODES>({
    id,
    group: 'runtime',
    title: { en: id, zh: id },
    codes: CODES,
    feature: 'any',
    ...definition,
  });
}

/** A check that passes. */
export function passing(id: string, definition: Partial<Definition> = {}): Check {
  return checkOf(id, { run: () => Promise.resolve({ findings: [] }), ...definition });
}

/** A check with one error finding. */
export function failing(id: string, definition: Partial<Definition> = {}): Check {
  return checkOf(id, { run: ({ found }) => Promise.resolve({ findings: [found('bad', {})] }), ...definition });
}
