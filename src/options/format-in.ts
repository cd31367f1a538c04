import { FORMAT_NAMES, type FormatName } from '../report/formats/formats.ts';

/**
 * The format that a command line asks for, before it can be told whether the rest of it is right: what
 * stands on stdout, and the exit code, depend on it even then. The last one counts.
 */
export function formatIn(argv: readonly string[]): FormatName | undefined {
  const named = argv.flatMap((word, at) => {
    if (word === '--json') return ['json'];
    // What prevents the one line of a report stands on one line too.
    if (word === '--compact') return ['ndjson'];
    if (word === '-f' || word === '--format') return [argv[at + 1]];
    return [/^(?:--format=|-f=?)(.+)$/.exec(word)?.[1]];
  });
  return FORMAT_NAMES.findLast((name) => named.findLast((each) => FORMAT_NAMES.includes(each as FormatName)) === name);
}
