/**
 * A name that a launcher can be given: pdsh and clush read signs of their own into others (`^file`, `/regex/`,
 * `-host`, `@group`), and ssh takes one that begins with a hyphen for an option.
 */
export function isHostName(text: string): boolean {
  return /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,252}$/.test(text);
}
