import { createSecureContext, type SecureContext } from 'node:tls';
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

/** The system's authorities, each set read once. */
export interface Authorities {
  /** Those of the system's one file: enough for nearly every server, and quickly read. */
  ofFile(): Promise<SecureContext>;
  /** Those of the file and of the directories, where an administrator may just have put one. */
  all(): Promise<SecureContext>;
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
  let file: Promise<readonly string[]> | undefined;
  let contextOfFile: Promise<SecureContext> | undefined;
  let contextOfAll: Promise<SecureContext> | undefined;
  const fileOnce = (): Promise<readonly string[]> => (file ??= ofFirstFile());
  return {
    ofFile: () => (contextOfFile ??= fileOnce().then(contextOf)),
    all: () =>
      (contextOfAll ??= Promise.all([fileOnce(), ...paths.directories.map(ofDirectory)]).then((sets) =>
        contextOf([...new Set(sets.flat())]),
      )),
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
