import { X509Certificate } from 'node:crypto';
import { createSecureContext, type SecureContext } from 'node:tls';
import { answered, refused, type Answer } from '../answer.ts';
import type { FileHandlers } from '../files/file-questions.ts';

/** Where the authorities that a Go program trusts on Linux are (crypto/x509, root_linux.go, root_unix.go). */
export interface AuthorityPaths {
  /** The first of these that can be read counts. */
  readonly files: readonly string[];
  /** All files in these count besides. */
  readonly directories: readonly string[];
}

const SYSTEM_AUTHORITIES: AuthorityPaths = {
  files: [
    '/etc/ssl/certs/ca-certificates.crt',
    '/etc/pki/tls/certs/ca-bundle.crt',
    '/etc/ssl/ca-bundle.pem',
    '/etc/pki/tls/cacert.pem',
    '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
    '/etc/ssl/cert.pem',
  ],
  directories: ['/etc/ssl/certs', '/etc/pki/tls/certs'],
};

const MAX_FILE_BYTES = 4 << 20;
const MAX_FILES = 1_000;

/** The system's authorities, each set read once, with `own` (PEM texts) besides. */
export interface Authorities {
  /** Those of the system's one file: enough for nearly every server, and quickly read. */
  ofFile(own: readonly string[]): Promise<SecureContext>;
  /** Those of the file and of the directories, where an administrator may just have put one. */
  all(own: readonly string[]): Promise<SecureContext>;
  /**
   * The certificates of files that a runtime is told to trust, read anew each time. One that cannot be
   * read or has no certificate is an error with its path in `detail.file`: the runtime fails there too.
   */
  ofPaths(paths: readonly string[]): Promise<Answer<readonly string[]>>;
}

/**
 * The trust of the runtimes, which are Go programs: the system's store, and neither Node's built-in
 * list nor SSL_CERT_FILE of the caller. Like Go, it trusts a listed certificate that is no root as well.
 */
export function authorities(
  files: Pick<FileHandlers, 'readFile' | 'readDirectory'>,
  paths: AuthorityPaths = SYSTEM_AUTHORITIES,
): Authorities {
  const certificatesIn = async (path: string): Promise<readonly string[] | null> => {
    const answer = await files.readFile({ path, maxBytes: MAX_FILE_BYTES });
    return answer.ok ? certificatesOf(Buffer.from(answer.value.bytes).toString('latin1')) : null;
  };
  const ofFirstFile = async (): Promise<readonly string[]> => {
    for (const path of paths.files) {
      const certificates = await certificatesIn(path);
      if (certificates) return certificates;
    }
    return [];
  };
  const ofDirectory = async (directory: string): Promise<readonly string[]> => {
    const entries = await files.readDirectory({ path: directory, max: MAX_FILES });
    if (!entries.ok) return [];
    const read = entries.value.map(async ({ name }) => (await certificatesIn(`${directory}/${name}`)) ?? []);
    return (await Promise.all(read)).flat();
  };
  const ofPath = async (path: string): Promise<Answer<readonly string[]>> => {
    const failed = (code: string, message: string): ReturnType<typeof refused> =>
      refused({ code, message: `${path}: ${message}`, detail: { step: 'authorities', file: path } });
    const answer = await files.readFile({ path, maxBytes: MAX_FILE_BYTES });
    if (!answer.ok) return failed(answer.error.code, answer.error.message);
    const certificates = certificatesOf(Buffer.from(answer.value.bytes).toString('latin1')).filter(canBeRead);
    return certificates.length > 0 ? answered(certificates) : failed('NO_CERTIFICATE', 'no certificate in the file');
  };
  let file: Promise<readonly string[]> | undefined;
  let every: Promise<readonly string[]> | undefined;
  let contextOfFile: Promise<SecureContext> | undefined;
  let contextOfAll: Promise<SecureContext> | undefined;
  const ofFile = (): Promise<readonly string[]> => (file ??= ofFirstFile());
  const ofAll = (): Promise<readonly string[]> =>
    (every ??= Promise.all([ofFile(), ...paths.directories.map(ofDirectory)]).then((sets) => [
      ...new Set(sets.flat()),
    ]));
  const withOwn = async (own: readonly string[], system: Promise<readonly string[]>): Promise<SecureContext> =>
    contextOf([...(await system), ...own]);
  return {
    ofFile: (own) => (own.length > 0 ? withOwn(own, ofFile()) : (contextOfFile ??= ofFile().then(contextOf))),
    all: (own) => (own.length > 0 ? withOwn(own, ofAll()) : (contextOfAll ??= ofAll().then(contextOf))),
    async ofPaths(asked) {
      const sets = await Promise.all(asked.map(ofPath));
      const failed = sets.find((set) => !set.ok);
      return failed ?? answered(sets.flatMap((set) => (set.ok ? set.value : [])));
    },
  };
}

function contextOf(ca: readonly string[]): SecureContext {
  // An empty list trusts nobody; without a list Node would take its own.
  return createSecureContext({ ca: [...ca], allowPartialTrustChain: true });
}

/** The certificates of a PEM file; what else is in it does not count, nor is one counted that has no end. */
function certificatesOf(pem: string): readonly string[] {
  return pem.match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g) ?? [];
}

/** True for a certificate that OpenSSL can read; Go passes over one that it cannot (x509.AppendCertsFromPEM). */
function canBeRead(pem: string): boolean {
  try {
    return new X509Certificate(pem).subject !== undefined;
  } catch {
    return false;
  }
}
