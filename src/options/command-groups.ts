/* Commands that share options. */

/** Those that end with a report in a format. */
export const REPORTING = ['check', 'demo', 'wait'] as const;

/** Those that run checks. */
export const EXAMINING = [...REPORTING, 'bundle'] as const;

/** Those that read the configuration to show what is in it. */
export const READING = [...EXAMINING, 'config'] as const;

export const ALL = [...READING, 'list', 'healthcheck', 'explain', 'triage', 'smoke', 'fleet'] as const;
