import type { Json } from '../json.ts';

/** Who and what the machine is. `root` tells whether the doctor runs with uid 0. */
export interface Identity {
  readonly hostname: string;
  readonly os: {
    readonly id: string;
    readonly idLike: readonly string[];
    readonly versionId: string;
    readonly prettyName: string;
  };
  readonly kernel: string;
  readonly arch: string;
  readonly uid: number;
  readonly root: boolean;
  /** The name of process 1 (`systemd`, `init`, …), or null where it cannot be read. */
  readonly init: string | null;
}

/** A regular file's bytes as they were at one moment. `sha256` is in hex, `mtimeMs` is Unix time. */
export interface FileContent {
  readonly bytes: Uint8Array;
  readonly size: number;
  readonly sha256: string;
  readonly mtimeMs: number;
}

/** The last bytes of a regular file, which may begin in the middle of a line. `size` is that of the whole file. */
export interface FileTail {
  readonly bytes: Uint8Array;
  readonly size: number;
  readonly mtimeMs: number;
}

export type PathType =
  'file' | 'directory' | 'socket' | 'fifo' | 'character-device' | 'block-device' | 'symlink' | 'other';

/** What lies at a path, symlinks followed; `realPath` is where they led. `mode` holds the 12 permission bits. */
export interface PathInfo {
  readonly type: PathType;
  readonly realPath: string;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly size: number;
  readonly mtimeMs: number;
  /** Device numbers of a device node, else null. */
  readonly device: { readonly major: number; readonly minor: number } | null;
  /** The symlinks that were followed, in order (absolute paths). */
  readonly links: readonly string[];
}

export interface DirectoryEntry {
  readonly name: string;
  readonly type: PathType;
}

/** Free space of the file system that holds a path. Bytes; `free` is what root may use. */
export interface FileSystemSpace {
  readonly totalBytes: number;
  readonly freeBytes: number;
  readonly totalInodes: number;
  readonly freeInodes: number;
}

/** One line of /proc/self/mountinfo (proc_pid_mountinfo(5)), escapes undone. */
export interface Mount {
  readonly mountPoint: string;
  readonly root: string;
  readonly fsType: string;
  readonly source: string;
  readonly readOnly: boolean;
  /** Nothing on it can be executed. */
  readonly noExec?: true;
}

/** How a program ended. Output beyond `maxBytes` is cut, and `truncated` says so. */
export interface CommandResult {
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly truncated: boolean;
}

/** How reading the lines of a program ended. */
export interface LinesEnd {
  /** By itself, as the reader had enough, at the limit, or as the reader was called off. */
  readonly end: 'exited' | 'enough' | 'late' | 'aborted';
  /** Null where it did not exit by itself. */
  readonly exitCode: number | null;
  readonly stderr: string;
  /** Lines that were too long to be given out. */
  readonly longLines: number;
}

/** Takes a line; `false` says that no more are wanted. */
export type TakeLine = (line: string) => boolean;

/** A connection that was made: how long it took, and from TCP which address answered. */
export interface Connection {
  readonly ms: number;
}

/** One address of a name, as the system's resolver orders them. */
export interface ResolvedAddress {
  readonly address: string;
  readonly family: 4 | 6;
}

/**
 * What one name server says of a name, asked directly: its addresses, or a code: `ENOTFOUND` (no such
 * name), `ENODATA` (a name without addresses), `ESERVFAIL`, `EREFUSED`, `ECONNREFUSED`, `TIMEOUT`, or
 * another of c-ares.
 */
export type ServerView = { readonly server: string; readonly ms: number } & (
  { readonly addresses: readonly ResolvedAddress[] } | { readonly code: string }
);

/**
 * The resolver's view of a name, which names were asked for it in which order (search domains), and
 * what each configured server says by itself. They are not asked for a name of hosts(5).
 */
export interface Resolution {
  readonly addresses: readonly ResolvedAddress[];
  readonly names: readonly string[];
  readonly servers: readonly ServerView[];
  readonly ms: number;
}

export interface Certificate {
  readonly subject: string;
  readonly issuer: string;
  readonly names: readonly string[];
  readonly validFrom: string;
  readonly validTo: string;
}

/** How a URL is asked for, as a container runtime would: its proxy, its trust. */
export interface HttpRequest {
  readonly url: string;
  /** Where the name of the URL is, so that nobody resolves it again; null with a proxy, which resolves it itself. */
  readonly address: string | null;
  readonly method: 'GET' | 'HEAD';
  readonly headers: { readonly [name: string]: string };
  /** `http://[user:password@]host:port` or https://; the variables of the environment count for nothing. */
  readonly proxy: string | null;
  /** Absolute paths of PEM files whose authorities are trusted besides the system's. */
  readonly authorities: readonly string[];
  /** False accepts any certificate (`skip_verify`, `insecure`). */
  readonly verify: boolean;
  /** No more is received of the body. */
  readonly maxBodyBytes: number;
  /** True counts the body and does not keep it. */
  readonly discardBody: boolean;
}

/**
 * A reply over HTTP. `body` is at most the first `maxBodyBytes`, as text; header names are lower case.
 * `bodyBytes` came in all, `bodyMs` passed from the first to the last of them. `stepMs` has the time of
 * each step by its name (`HttpStep`), `ms` is from the connection to the end of the reply.
 */
export interface HttpReply {
  readonly status: number;
  readonly headers: { readonly [name: string]: string };
  readonly body: string;
  readonly bodyBytes: number;
  readonly bodyMs: number;
  readonly certificate: Certificate | null;
  readonly stepMs: { readonly [step: string]: number };
  readonly ms: number;
}

/** Where a socket is: a Unix path, or a TCP address. */
export type Peer = { readonly unix: string } | { readonly address: string; readonly port: number };

/**
 * Every question that a host can be asked: its arguments and its answer, both serialisable
 * (`Uint8Array` is written as base64). Arguments are canonical: the same question has the same
 * arguments, and deadlines are not among them, so that a recorded answer is found again.
 */
export interface Questions {
  /** Who the machine is. */
  identity: { args: Record<string, never>; answer: Identity };
  /** The wall clock, Unix time in ms. */
  clock: { args: Record<string, never>; answer: number };
  /** How far its local time is ahead of UTC now: programs write their logs in local time without a zone. */
  zone: { args: Record<string, never>; answer: { readonly offsetMinutes: number } };
  /** A regular file's bytes; `TOO_LARGE` beyond `maxBytes`, `NOT_REGULAR` for all that is no file. */
  readFile: { args: { path: string; maxBytes: number }; answer: FileContent };
  /** The last `maxBytes` of a regular file, a log for instance; `NOT_REGULAR` for all that is no file. */
  readTail: { args: { path: string; maxBytes: number }; answer: FileTail };
  /** The entries of a directory, sorted by name; at most `max`. */
  readDirectory: { args: { path: string; max: number }; answer: readonly DirectoryEntry[] };
  /** What lies at a path. `follow: false` looks at the last component itself. */
  stat: { args: { path: string; follow: boolean }; answer: PathInfo };
  /** Whether this user can open a device node for reading and writing. */
  openDevice: { args: { path: string }; answer: { readonly opened: true } };
  /** Space of the file system that holds a path. */
  space: { args: { path: string }; answer: FileSystemSpace };
  /** The mounts of this process's namespace, in the order of the kernel (a later one covers an earlier). */
  mounts: { args: Record<string, never>; answer: readonly Mount[] };
  /** A program by absolute path or by name (looked up in the system's directories, never in PATH), no shell. */
  command: { args: { file: string; args: readonly string[] }; answer: CommandResult };
  /** Connect and close. */
  connect: { args: Peer; answer: Connection };
  /** Connect, send some bytes, give back the first bytes of the reply (at most 512, latin1). */
  greet: {
    args: Peer & { send: string };
    answer: { readonly received: string; readonly closed: boolean; readonly ms: number };
  };
  /** A unary CRI call. The reply is a plain object with the field names of the proto file. */
  cri: {
    args: {
      socket: string;
      service: 'RuntimeService' | 'ImageService';
      method: string;
      request: { readonly [key: string]: Json };
    };
    answer: { readonly reply: { readonly [key: string]: Json }; readonly ms: number };
  };
  /**
   * Opens a stream of CRI events and closes it again: `open` as soon as it has headers or has lasted for
   * half a second, `ended` where the peer ended it without an error before. An error of the peer is `GRPC`.
   */
  criStream: {
    args: { socket: string; service: 'RuntimeService'; method: string };
    answer: { readonly state: 'open' | 'ended'; readonly ms: number };
  };
  /** A name through the system's resolver (nsswitch, search domains), and what each of its servers says. */
  resolve: { args: { name: string }; answer: Resolution };
  /**
   * Variables of the environment of a process, or of the doctor itself (null). Only those of proxies can
   * be asked for, and no password is in a value.
   */
  environment: {
    args: { pid: number | null; names: readonly string[] };
    answer: { readonly [name: string]: string };
  };
  /** Ask for a URL. No redirect is followed. A step that fails is named by `detail.step` of the error. */
  http: { args: HttpRequest; answer: HttpReply };
}

export type Method = keyof Questions;

/** The key of a question, for asking once, for a bundle and for a replay: its method and canonical arguments. */
export function questionKey<M extends Method>(method: M, args: Questions[M]['args']): string {
  const sorted = (value: unknown): unknown =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(
          Object.entries(value)
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([k, v]) => [k, sorted(v)]),
        )
      : value;
  return `${method} ${JSON.stringify(sorted(args))}`;
}
