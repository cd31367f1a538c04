import type { ReportFinding } from '../schema.ts';

/** The code of the finding under which the same steps stand already; null where they are to be shown now. */
export type Told = (finding: Pick<ReportFinding, 'code' | 'remedy'>) => string | null;

/** Follows a document from its beginning: it has each remedy once, under the first finding that needs it. */
export function remediesTold(): Told {
  const shown = new Map<string, string>();
  return ({ code, remedy }) => {
    const key = JSON.stringify(remedy);
    const first = shown.get(key) ?? null;
    if (first === null) shown.set(key, code);
    return first;
  };
}
