import { isIP } from 'node:net';
import type { ResolvedAddress } from '../questions.ts';

/** The addresses that a text in the format of hosts(5) has for a name; names there have no case. */
export function addressesInHosts(text: string, name: string): readonly ResolvedAddress[] {
  const wanted = name.toLowerCase().replace(/\.$/, '');
  return text.split('\n').flatMap((line): ResolvedAddress[] => {
    const [address = '', ...names] = line.replace(/#.*/, '').trim().split(/\s+/);
    const family = isIP(address);
    if (family === 0 || !names.some((one) => one.toLowerCase() === wanted)) return [];
    return [{ address, family: family as 4 | 6 }];
  });
}
