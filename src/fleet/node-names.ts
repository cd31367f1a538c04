/**
 * A label as the node that was asked: pdsh leaves the domain out of its labels where the names are
 * different without it (pdsh 2.34).
 */
export function nameOf(expected: readonly string[]): (label: string) => string | undefined {
  const names = new Map<string, string>();
  for (const name of expected) {
    const short = name.split('.')[0]!;
    if (!names.has(short)) names.set(short, name);
  }
  for (const name of expected) names.set(name, name);
  return (label) => names.get(label);
}
