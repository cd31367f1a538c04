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
