import type { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { HostError } from '../answer.ts';
import type { Certificate } from '../questions.ts';

/** What is kept of a certificate, which is the peer's to write. */
const MAX_TEXT = 300;
const MAX_NAMES = 20;

/** The parts of a certificate that say whose it is and how long it is good for. Dates are ISO 8601. */
export function certificateOf(x509: X509Certificate): Certificate {
  return {
    subject: nameOf(x509.subject),
    issuer: nameOf(x509.issuer),
    names: (x509.subjectAltName ?? '')
      .split(', ')
      .map((name) => name.replace(/^(DNS|IP Address):/, '').slice(0, MAX_TEXT))
      .filter((name) => name !== '')
      .slice(0, MAX_NAMES),
    validFrom: dateOf(x509.validFrom),
    validTo: dateOf(x509.validTo),
  };
}

/** The same for `HostError.detail`, which is flat: the names are in one text. */
function certificateDetail(x509: X509Certificate | undefined): NonNullable<HostError['detail']> {
  if (!x509) return {};
  const { names, ...rest } = certificateOf(x509);
  return { ...rest, names: names.join(', ') };
}

/**
 * Why the peer's certificate is not accepted for a host, or null where it is. The chain is what
 * OpenSSL says; the name is checked as Go does, which wants it among the alternative names and does
 * not look at the common name (crypto/x509, Certificate.VerifyHostname).
 */
export function certificateError(socket: TLSSocket, x509: X509Certificate | undefined, host: string): HostError | null {
  const detail = certificateDetail(x509);
  if (!socket.authorized) {
    // Node has the code here, whatever its type says.
    const code = String(socket.authorizationError);
    return { code, message: code.toLowerCase().replaceAll('_', ' '), detail };
  }
  if (x509?.subjectAltName === undefined) {
    const message = 'the certificate has a common name only, which Go programs do not accept';
    return { code: 'ERR_TLS_CERT_ALTNAME_INVALID', message, detail };
  }
  // Options as Go judges: a wildcard stands for one whole label.
  const matches = isIP(host)
    ? x509.checkIP(host)
    : x509.checkHost(host, { subject: 'never', partialWildcards: false, multiLabelWildcards: false });
  if (matches !== undefined) return null;
  return { code: 'ERR_TLS_CERT_ALTNAME_INVALID', message: `the certificate is not for ${host}`, detail };
}

/** Node writes a part a line (`C=US\nCN=example`). */
function nameOf(text: string | undefined): string {
  return (text ?? '').split('\n').join(', ').slice(0, MAX_TEXT);
}

function dateOf(text: string): string {
  const date = new Date(text);
  return Number.isNaN(date.getTime()) ? text.slice(0, MAX_TEXT) : date.toISOString();
}
