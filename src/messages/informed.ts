/**
 * Literal texts of the entries with `level: 'I'`: of all that craned logs as information a log is searched only for
 * these. Kept apart from the catalogue, which is loaded where there is something to look up.
 */
export const INFORMED = ['Container event stream disconnected'] as const;
