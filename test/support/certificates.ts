import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { temporaryDirectory, type Cleanup } from './cleanup.ts';

export interface KeyPair {
  /** Paths of the PEM files. */
  readonly certificate: string;
  readonly key: string;
}

export interface Authority {
  /** The authority's own certificate, PEM text. */
  readonly certificate: string;
  /** A server's certificate for these names and addresses. Dates as openssl-ca(1) takes them: YYYYMMDDHHMMSSZ. */
  issue(names: readonly string[], dates?: { from: string; to: string }): KeyPair;
}

const LONG = { from: '20200101000000Z', to: '20490101000000Z' };

/** A certificate authority of its own, made by openssl in a temporary directory. */
export function makeAuthority(cleanup: Cleanup): Authority {
  const directory = temporaryDirectory(cleanup);
  const at = (name: string): string => join(directory, name);
  const openssl = (...args: string[]): unknown => execFileSync('openssl', args, { cwd: directory, stdio: 'pipe' });
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

  writeFileSync(at('ca.cnf'), CONFIGURATION);
  writeFileSync(at('index.txt'), '');
  openssl(
    'req',
    '-x509',
    ...newKey,
    '-subj',
    '/CN=crane-doctor test CA',
    '-days',
    '3650',
    '-keyout',
    'ca.key',
    '-out',
    'ca.pem',
  );

  let issued = 0;
  return {
    certificate: readFileSync(at('ca.pem'), 'utf8'),
    issue(names, dates = LONG) {
      const id = `server-${(issued += 1)}`;
      const kind = (name: string): string => (/^[\d.]+$|:/.test(name) ? 'IP' : 'DNS');
      writeFileSync(at(`${id}.ext`), `subjectAltName=${names.map((name) => `${kind(name)}:${name}`).join(',')}\n`);
      openssl('req', ...newKey, '-subj', `/CN=${names[0] ?? ''}`, '-keyout', `${id}.key`, '-out', `${id}.csr`);
      const validity = ['-startdate', dates.from, '-enddate', dates.to];
      openssl(
        'ca',
        '-batch',
        '-config',
        'ca.cnf',
        ...validity,
        '-extfile',
        `${id}.ext`,
        '-in',
        `${id}.csr`,
        '-out',
        `${id}.pem`,
      );
      return { certificate: at(`${id}.pem`), key: at(`${id}.key`) };
    },
  };
}

/** openssl-ca(1) is the one command of openssl 1.1 to 3.x that takes both dates of a certificate. */
const CONFIGURATION = `[ca]
default_ca = own
[own]
database = index.txt
new_certs_dir = .
rand_serial = yes
certificate = ca.pem
private_key = ca.key
default_md = sha256
policy = any
unique_subject = no
[any]
commonName = supplied
`;
