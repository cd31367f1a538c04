import type { HostError } from '../host/answer.ts';

/** Errors by which the host says that the question never reached the network. */
const NOT_ASKED = new Set(['NOT_RECORDED', 'NO_MACHINE', 'EMFILE', 'ENFILE', 'UNTRUSTED', 'INTERNAL']);

/** Why a file that only its owner reads tells nothing, while the runtime, which is root, reads it. */
const NOT_SEEN = new Set(['EACCES', 'EPERM', 'HUNG', 'ELOOP']);

/** True where nothing was learned about the network: the peer is not to blame. */
export function notAsked(error: HostError): boolean {
  return NOT_ASKED.has(error.code);
}

/** Certificates that the system's CA store does not vouch for: node's names for OpenSSL's X509_V_ERR_*. */
const UNTRUSTED = new Set([
  'CERT_CHAIN_TOO_LONG',
  'CERT_REJECTED',
  'CERT_REVOKED',
  'CERT_SIGNATURE_FAILURE',
  'CERT_UNTRUSTED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'INVALID_CA',
  'INVALID_PURPOSE',
  'PATH_LENGTH_EXCEEDED',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

/** What a certificate is refused for, or null where the certificate is not the trouble. */
export function certificateTrouble(error: HostError): 'issuer' | 'name' | 'dates' | null {
  if (UNTRUSTED.has(error.code)) return 'issuer';
  if (error.code === 'ERR_TLS_CERT_ALTNAME_INVALID') return 'name';
  return error.code === 'CERT_HAS_EXPIRED' || error.code === 'CERT_NOT_YET_VALID' ? 'dates' : null;
}

/** True where the peer answered a TLS greeting with something that is not TLS, as a plain HTTP server does. */
export function notTls(error: HostError): boolean {
  return (
    /^ERR_SSL_(WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST|UNEXPECTED_MESSAGE|BAD_RECORD_TYPE)/.test(
      error.code,
    ) ||
    (error.code === 'EPROTO' && /wrong version number|packet length too long|unexpected message/.test(error.message))
  );
}

/**
 * The layer of an error of the `http` question: what the host says, else what its code tells. `proxy` is
 * everything about a forward proxy, `authorities` a file of certificates that cannot be used.
 */
export function layerOf(error: HostError): 'not-asked' | 'dns' | 'proxy' | 'authorities' | 'tcp' | 'tls' | 'http' {
  const step = error.detail?.['step'];
  // A proxy of another kind than HTTP, which the runtimes may know how to use.
  if (notAsked(error) || (error.code === 'EINVAL' && step === undefined)) return 'not-asked';
  if (step === 'authorities') return NOT_SEEN.has(error.code) ? 'not-asked' : 'authorities';
  if (step === 'proxy-resolve') return 'dns';
  if (typeof step === 'string' && step.startsWith('proxy')) return 'proxy';
  if (step === 'connect') return 'tcp';
  if (step === 'tls') return 'tls';
  if (step === 'headers' || step === 'body') return 'http';
  if (certificateTrouble(error) || notTls(error) || /^ERR_(SSL|TLS)_/.test(error.code)) return 'tls';
  return error.code === 'EPROTO' ? 'tls' : 'http';
}
