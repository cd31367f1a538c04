/**
 * How long each kind of question may take, in ms. They end before a check's own deadline (10 s), so
 * that a silent peer is reported by the check that asked it and not by the engine.
 */
export const LIMITS = {
  /** craned's own: kCriDefaultReqTimeout, CriClient.h. */
  cri: 5_000,
  connect: 2_000,
  /** In all, however many servers and search domains the resolver tries. */
  dns: 4_000,
  /** Each step: TCP, TLS, the reply's headers, its body. */
  http: 4_000,
  command: 5_000,
  /** A program whose lines are read as they come, and that no check waits for: a journal of gigabytes. */
  lines: 60_000,
  /** A child that looks at a file on a network or FUSE file system; its silence is `HUNG`. */
  file: 3_000,
} as const;

/** A limit for each kind of question, in ms. */
export type Limits = { readonly [kind in keyof typeof LIMITS]: number };
