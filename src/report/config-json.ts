import type { ConfigReading, EffectiveContainer } from '../config/reading.ts';

/** The document of `config --json` (design: crane-doctor config --json). */
export interface ConfigDocument {
  readonly outcome: ConfigReading['outcome'];
  readonly message: string | null;
  readonly line: number | null;
  readonly column: number | null;
  readonly container: EffectiveContainer | { readonly enabled: false } | null;
}

/**
 * What craned does with the file, in its own words, with yaml-cpp's mark, and the section as it holds it
 * then. `container` is null where craned stops, or never reads the section.
 */
export function configDocument(reading: ConfigReading): ConfigDocument {
  const { outcome, message, mark, container } = reading;
  const read = outcome === 'starts' && reading.entry('Partitions') !== null && reading.entry('Container') !== null;
  return {
    outcome,
    message,
    line: mark?.line ?? null,
    column: mark?.column ?? null,
    container: read ? (container ?? { enabled: false }) : null,
  };
}
