import { parseRegistryHost } from './registry-host.ts';

/** What is wrong with a file of logins. Names and places only: no value of it is ever told. */
export interface LoginFault {
  readonly what: 'not-json' | 'no-auths' | 'host' | 'auth' | 'twice';
  /** The registry, or the number of the entry (from 1) where its name is none. */
  readonly entry: string | null;
}

export interface LoginFileText {
  /** Credentials as the header `Authorization: Basic` takes them, by the registry's name. */
  readonly logins: ReadonlyMap<string, string>;
  readonly faults: readonly LoginFault[];
}

function isObject(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** base64 of `user:password`, as ccon writes it, put into the form of the header; null where it is not that. */
function credentialsOf(auth: unknown): string | null {
  if (typeof auth !== 'string' || !/^[A-Za-z0-9+/]+={0,2}$/.test(auth) || auth.length % 4 !== 0) return null;
  const bytes = Buffer.from(auth, 'base64');
  return bytes.indexOf(':') > 0 ? bytes.toString('base64') : null;
}

/**
 * The file that `ccon login` writes: `{"auths":{"<host[:port]>":{"auth":"base64(user:password)"}}}`. The
 * names of docker.io are one registry, and the first entry of a registry counts.
 */
export function parseLoginFile(text: string): LoginFileText {
  const logins = new Map<string, string>();
  const faults: LoginFault[] = [];
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    // The parser's words quote the file.
    return { logins, faults: [{ what: 'not-json', entry: null }] };
  }
  const auths = isObject(read) ? read['auths'] : undefined;
  if (!isObject(auths)) return { logins, faults: [{ what: 'no-auths', entry: null }] };
  for (const [index, [key, value]] of Object.entries(auths).entries()) {
    const host = parseRegistryHost(key);
    if (!host.ok) {
      // Who pastes a password into the wrong place does not find it in a report.
      faults.push({ what: 'host', entry: String(index + 1) });
      continue;
    }
    const { name } = host.value;
    const credentials = isObject(value) ? credentialsOf(value['auth']) : null;
    if (credentials === null) faults.push({ what: 'auth', entry: name });
    else if (logins.has(name)) faults.push({ what: 'twice', entry: name });
    else logins.set(name, credentials);
  }
  return { logins, faults };
}
