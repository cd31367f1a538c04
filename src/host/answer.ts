/**
 * Why a question to the host has no value. `code` is the field's own word where there is one:
 *
 * - an errno of the system (`ENOENT`, `EACCES`, `ECONNREFUSED`, …);
 * - `GRPC`: the peer speaks gRPC and answered with a status (see `grpc`);
 * - `NO_GRPC`: a CRI call was connected, and what came back is no gRPC (HTTP/1, closed at once);
 * - a TLS or HTTP library's code (`CERT_HAS_EXPIRED`, `HPE_INVALID_CONSTANT`, …);
 * - `TIMEOUT`: the peer was silent for `afterMs`;
 * - `HUNG`: a file system did not answer within `afterMs` (a dead mount; `detail.mount` is its mount point);
 * - `TOO_LARGE`: more than was asked for; `NOT_REGULAR`: not a regular file, so it was not opened;
 *   `NOT_A_DEVICE`: the same for a character device;
 * - `ERR_PROXY_AUTH`: a proxy wants credentials, or others; `ERR_PROXY_REFUSED`: it opens no tunnel;
 *   `NO_CERTIFICATE`: a file of authorities has none;
 * - `ENOTFOUND`, `ENODATA`, `ESERVFAIL`, `EREFUSED`: what the name servers say; `NO_RESOLVER`: there are none;
 *   `EAI_FAIL`: a server knows the name, and the system's resolver does not; `EAI_ADDRFAMILY`: the same
 *   for a name that has IPv6 addresses only (see `resolver-views.ts`);
 * - `NO_MACHINE`: the host is a directory tree, and the question needs a running machine;
 * - `NOT_RECORDED`: a replaying host was not asked this when its bundle was made;
 * - `UNTRUSTED`: a program that another user could have replaced is not run as root;
 * - `ECANCELED`: the host was closed meanwhile; `INTERNAL`: the host itself failed.
 */
export interface HostError {
  readonly code: string;
  readonly message: string;
  readonly afterMs?: number;
  readonly grpc?: { readonly code: number; readonly details: string };
  /** More that the peer or the system told, e.g. a certificate's dates. JSON only. */
  readonly detail?: { readonly [key: string]: string | number | boolean | null };
}

/** What a host gives back: a value or an error, both data. A host never throws. */
export type Answer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: HostError };

/** The mount point of the file system that was silent, where an error is about one. */
export function silentMountOf({ code, detail }: HostError): string | undefined {
  const mount = code === 'HUNG' ? detail?.['mount'] : undefined;
  return typeof mount === 'string' ? mount : undefined;
}

/** An answer with a value. */
export function answered<T>(value: T): Answer<T> {
  return { ok: true, value };
}

/** An answer that is an error. */
export function refused(error: HostError): { readonly ok: false; readonly error: HostError } {
  return { ok: false, error };
}

/** Codes that mean "we were not able to look", as against "we looked and it is wrong". */
const NOT_ABLE = new Set([
  'EACCES',
  'EPERM',
  'TIMEOUT',
  'HUNG',
  'NOT_RECORDED',
  'UNTRUSTED',
  'EMFILE',
  'ENFILE',
  'ENOMEM',
  'EIO',
  'ECANCELED',
  'INTERNAL',
]);

/** True where an error says that nothing could be seen, so that only `unknown` is honest. */
export function couldNotLook(error: HostError): boolean {
  return NOT_ABLE.has(error.code);
}
