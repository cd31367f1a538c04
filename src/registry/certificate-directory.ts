import type { Host } from '../host/host.ts';
import type { RouteNote } from './route.ts';

/** The PEM files of a directory in docker's layout. */
export interface CertificateDirectory {
  readonly authorities: readonly string[];
  readonly clientCertificates: readonly string[];
  readonly notes: readonly RouteNote[];
}

const NOTHING: CertificateDirectory = { authorities: [], clientCertificates: [], notes: [] };
/** More files than anybody has there. */
const MOST = 1_000;

/**
 * A registry's directory in docker's layout, which containerd and CRI-O read too: `*.crt` are trusted
 * authorities, `*.cert` are client certificates (their `*.key` beside them is not looked at).
 */
export async function readCertificateDirectory(host: Host, path: string): Promise<CertificateDirectory> {
  const listed = await host.ask('readDirectory', { path, max: MOST });
  if (!listed.ok) {
    const { code } = listed.error;
    return code === 'ENOENT' || code === 'ENOTDIR'
      ? NOTHING
      : { ...NOTHING, notes: [{ kind: 'unreadable', path, detail: code }] };
  }
  const files = listed.value.filter(({ type }) => type !== 'directory').map(({ name }) => `${path}/${name}`);
  return {
    authorities: files.filter((name) => name.endsWith('.crt')),
    clientCertificates: files.filter((name) => name.endsWith('.cert')),
    notes: [],
  };
}
