import { redactKeyed } from './keyed-secrets.ts';
import { redactListed } from './listed-secrets.ts';
import { isSecretKey, QUOTE, REDACTED, redactedValue, tellsNothing, withoutBasicPassword } from './secret-words.ts';

/** What was taken out of a text, by kind, and how often. */
export type Redactions = ReadonlyMap<string, number>;

interface Rule {
  readonly kind: string;
  readonly pattern: RegExp;
  /** The text in the place of a match; the same text where nothing is secret in it. */
  readonly replace: (match: string, ...groups: string[]) => string;
}

/**
 * What counts as a secret, in the order in which it is looked for. A replacement is left alone by every
 * rule, so that a text can be redacted twice, and equal secrets become equal texts: an answer that was
 * recorded is found again by a question that was made from a redacted one.
 */
const RULES: readonly Rule[] = [
  {
    kind: 'private-key',
    pattern: /(-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----)([\s\S]*?)(-----END [A-Z0-9 ]*PRIVATE KEY-----|$)/g,
    replace: (_, begin = '', inside = '', end = '') => (inside === REDACTED ? _ : `${begin}${REDACTED}${end}`),
  },
  {
    // Passwords are written with `@` and `/` in them too: up to the last `@`. What is a port, or a digest, is none.
    kind: 'url-password',
    pattern:
      /(\b[a-z][a-z0-9+.-]{0,20}:\\?\/\\?\/[^\s/@:"'\\[]{0,256}):(?!\d{1,5}(?:[/?#\\]|$))([^\s"'<>`]{1,512})@(?!sha\d{3}:)/gi,
    replace: (match, before = '', password = '') => (password === REDACTED ? match : `${before}:${REDACTED}@`),
  },
  {
    // No URL has a blank, and passwords are written with one all the same: where a host stands behind the last `@`, in
    // schemes that have logins.
    kind: 'url-password',
    pattern:
      /(\b(?:https?|socks[45]h?|ftps?|ldaps?|smtps?|rediss?|amqps?|mysql|mariadb|postgres(?:ql)?|mongodb)(?:\+[a-z]{1,10})?:\\?\/\\?\/[^\s/@:"'\\[]{1,256}):(?!\d{1,5}(?:[\s/?#\\,;)]|$)|REDACTED@)([^\s"'<>`@/][^\n"'<>`]{0,64})@(?=[A-Za-z0-9.-]{1,255}(?:[\s:/?#"'\\,;)]|$))/gi,
    replace: (_, before = '') => `${before}:${REDACTED}@`,
  },
  {
    kind: 'url-token',
    pattern: /(\b[a-z][a-z0-9+.-]{0,20}:\\?\/\\?\/)([A-Za-z0-9_-]{20,})@/gi,
    replace: (_, before = '') => `${before}${REDACTED}@`,
  },
  {
    kind: 'authorization',
    pattern: /\b(Basic\s+)([A-Za-z0-9+/]{6,}={0,2})(?![A-Za-z0-9+/=])/gi,
    replace: (_, before = '', value = '') => before + withoutBasicPassword(value),
  },
  {
    kind: 'authorization',
    pattern: /\b(Bearer\s+)([A-Za-z0-9._~+/-]{16,}=*)/gi,
    replace: (_, before = '') => before + REDACTED,
  },
  {
    kind: 'auth',
    pattern: new RegExp(
      `((?<![A-Za-z0-9_])auth${QUOTE}?\\s*[:=]\\s*${QUOTE}?)([A-Za-z0-9+/]{4,}={0,2})(?=${QUOTE}|\\s|$)`,
      'gi',
    ),
    replace: (_, before = '', value = '') => (tellsNothing(value) ? _ : before + withoutBasicPassword(value)),
  },
  {
    // curl(1), skopeo(1); `-u 1000:1000` has numbers of a user and a group.
    kind: 'option',
    pattern:
      /((?<!\S)["']?(?:-[uU]|--user|--proxy-user|--(?:src-|dest-)?creds)["',= \0]{0,4}(?!\d+:\d+(?!\S))[^\s:"'\0]{1,128}:)([^\s"'\0]{1,512})/g,
    replace: (match, before = '', password = '') => (password === REDACTED ? match : before + REDACTED),
  },
  {
    kind: 'option',
    pattern:
      /(\b(?:(?:mysql|mariadb)[a-z_-]{0,20}\b[^\n]{0,300}?\s-p|(?:sshpass|mongo[a-z]{0,10})\b[^\n]{0,300}?\s-p ?))(?!REDACTED)(["']?[^\s"'\0]{1,512})/g,
    replace: (_, before = '', password = '') => before + (/^["']/.exec(password)?.[0] ?? '') + REDACTED,
  },
  {
    kind: 'token',
    pattern: /\beyJ[A-Za-z0-9_-]{8,2048}\.[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*)?/g,
    replace: () => REDACTED,
  },
  {
    kind: 'token',
    pattern: /\b(?:gh[pousr]_|glpat-|dckr_pat_|dckr_oat_|xox[abp]-|AKIA)[A-Za-z0-9_-]{12,}/g,
    replace: () => REDACTED,
  },
  {
    kind: 'password-hash',
    pattern: /\$(?:[1567]|2[abxy]|y|gy|argon2[id]{1,2})\$[^\s:"']{8,}/g,
    replace: () => REDACTED,
  },
];

/** A text without its secrets, and what was taken out. Names of users stay. */
export function redactText(text: string): { readonly text: string; readonly redactions: Redactions } {
  const redactions = new Map<string, number>();
  let left = text;
  for (const { kind, pattern, replace } of RULES) {
    left = left.replace(pattern, (match: string, ...groups: unknown[]) => {
      const texts = groups.map((group) => (typeof group === 'string' ? group : ''));
      const replaced = replace(match, ...texts);
      if (replaced !== match) redactions.set(kind, (redactions.get(kind) ?? 0) + 1);
      return replaced;
    });
  }
  const keyed = redactKeyed(left);
  const listed = redactListed(keyed.text);
  const times = keyed.times + listed.times;
  if (times > 0) redactions.set('secret', times);
  return { text: listed.text, redactions };
}

/** What stands for the text at a key: at one that says so (`token`, `authorization`) it is a secret whatever it looks like. */
export function redactAt(key: string, value: string): { readonly text: string; readonly redactions: Redactions } {
  if (!isSecretKey(key)) return redactText(value);
  const text = redactedValue(value);
  return { text, redactions: new Map(text === value ? [] : [['secret', 1]]) };
}
