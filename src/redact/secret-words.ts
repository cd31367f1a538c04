/** Stands where a secret was. */
export const REDACTED = 'REDACTED';

/** Quotes as they stand in JSON, in JSON within JSON, in YAML and TOML: `"`, `\"`, `\\\"`, `'`. */
export const QUOTE = `\\\\*["']`;

/** Words of which a key that holds a secret consists, besides any others (`DB_PASSWORD`, `registry-token`). */
export const SECRET_KEY =
  '(?:[A-Za-z0-9_.-]{0,60}(?:passw(?:or)?d|passphrase|passwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|key[_-]?data|credentials?)[A-Za-z0-9_.-]{0,60}|_?auth|authorization|(?:set-)?cookie|(?:[A-Za-z0-9_.-]{0,60}[_.-])?(?:pwd|pass)|[^\\s:=："\'{\\[,]{0,20}(?:密码|口令|密钥|令牌))';

const WHOLE_KEY = new RegExp(`^${SECRET_KEY}$`, 'i');

export function isSecretKey(key: string): boolean {
  return WHOLE_KEY.test(key);
}

/** Nothing, what only switches, and where nsswitch.conf(5) has its `passwd` from. */
const NOTHING =
  /^(?:|true|false|null|~|yes|no|on|off|none|REDACTED|(?:(?:files|compat|db|nis|sss|ldap|winbind|systemd|\[!?[A-Za-z]{1,20}=[A-Za-z= ]{1,40}\])(?:\s+|$))+)$/i;

/** Whether a value at a key of a secret tells none. */
export function tellsNothing(value: string): boolean {
  return NOTHING.test(value.replace(/\s#.*$/, '').trim());
}

/** `user:password` in base64 as the Basic scheme and auths entries have it, without the password; else the mark. */
export function withoutBasicPassword(encoded: string): string {
  const text = Buffer.from(encoded, 'base64').toString('latin1');
  const user = /^[\x21-\x39\x3b-\x7e]{1,128}(?=:)/.exec(text)?.[0];
  return user === undefined ? REDACTED : Buffer.from(`${user}:${REDACTED}`).toString('base64');
}

function isRedactedBasic(value: string): boolean {
  return value.length < 512 && Buffer.from(value, 'base64').toString('latin1').endsWith(`:${REDACTED}`);
}

/** What stands for a value at a key of a secret; the same text where it tells none. A scheme (`Bearer`) stays. */
export function redactedValue(value: string): string {
  if (tellsNothing(value)) return value;
  const scheme = /^(?:Basic|Bearer)\s+/i.exec(value)?.[0] ?? '';
  const secret = value.slice(scheme.length);
  if (secret === REDACTED || isRedactedBasic(secret)) return value;
  return scheme + (/^basic/i.test(scheme) ? withoutBasicPassword(secret) : REDACTED);
}
