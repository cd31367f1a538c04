/**
 * Whether a text can be an account's name or id: no option to a command, and no character that a file of
 * accounts has no place for.
 */
export function isAccountName(text: string): boolean {
  return text.length <= 256 && /^[^-+:\p{Cc}][^:\p{Cc}]*$/u.test(text);
}

/** An account or a group of the host's own files. */
export interface Account {
  readonly name: string;
  readonly id: number;
}

/**
 * The names and ids of passwd(5) or group(5), which both have the id third. Lines that are no account
 * (comments, NIS `+`, ids that are no number) are left out.
 */
export function accountsIn(text: string): Account[] {
  return text.split('\n').flatMap((line) => {
    const [name = '', , id = ''] = line.split(':', 3);
    return name === '' || /^[#+-]/.test(name) || !/^\d{1,10}$/.test(id) ? [] : [{ name, id: Number(id) }];
  });
}
