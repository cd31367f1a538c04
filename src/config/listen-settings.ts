import { isIpv4 } from './conversions.ts';
import type { ConfigNode } from './reading.ts';
import type { Section } from './section.ts';
import type { Stops } from './stops.ts';

/** craned's own regular expression: one to four digits, whatever they are, or 10000 to 65535. */
const PORT = /^(\d{1,4}|[1-5]\d{4}|6[0-4]\d{3}|65[0-4]\d{2}|655[0-2]\d|6553[0-5])$/;

/** What craned judges once it has read the whole file (the end of ParseConfig, Craned.cpp). */
export function checkListening(root: Section, stops: Stops): void {
  if (textOf(root.get('ControlMachine')) === '') {
    const words = 'CraneCtld address must be specified in command line or config file.';
    stops.exits('value', 'ControlMachine', words, root.get('ControlMachine')?.span ?? null);
  }
  const address = root.get('CranedListen');
  const text = textOf(address);
  if (address && text !== null && !isIpv4(text) && !isIpv6(text)) {
    stops.exits('value', 'CranedListen', 'Listening address is invalid.', address.span);
  }
  const port = root.get('CranedListenPort');
  const digits = textOf(port);
  if (port && digits !== null && !PORT.test(digits)) {
    stops.exits('value', 'CranedListenPort', 'Listening port is invalid.', port.span);
  }
}

/** As craned reads it (null is the text `null`); null where that was a stop already. */
function textOf(node: ConfigNode | undefined): string | null {
  return node?.kind === 'scalar' || node?.kind === 'null' ? node.text : null;
}

/** inet_pton(AF_INET6): eight groups, or fewer around one `::`; the last two can be an IPv4 address. */
export function isIpv6(text: string): boolean {
  const last = text.slice(text.lastIndexOf(':') + 1);
  const plain = last.includes('.') ? (isIpv4(last) ? `${text.slice(0, -last.length)}0:0` : '') : text;
  const halves = plain.split('::');
  if (plain === '' || halves.length > 2) return false;
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  if (!groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return false;
  return halves.length === 2 ? groups.length <= 7 : groups.length === 8;
}
