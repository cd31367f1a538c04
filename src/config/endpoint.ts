/** sockaddr_un holds 108 bytes with the NUL behind the path; gRPC refuses longer ones. */
export const MAX_SOCKET_PATH = 107;

export type EndpointFault = 'empty' | 'scheme' | 'unsafe-character' | 'relative' | 'too-long';

/**
 * What is wrong with an endpoint's text, where gRPC cannot make a socket path of it behind the
 * `unix://` that craned always puts in front (Craned.cpp; gRPC's unix resolver). Only the first fault.
 */
export function endpointFault(text: string): EndpointFault | null {
  if (text === '') return 'empty';
  if (/^[a-z][a-z0-9+.-]*:/i.test(text)) return 'scheme';
  if (unsafeCharacter(text) !== null) return 'unsafe-character';
  if (!text.startsWith('/')) return 'relative';
  return new TextEncoder().encode(text).length > MAX_SOCKET_PATH ? 'too-long' : null;
}

/** The first character that does not come through a URI as it is: cut off there, or percent-decoded. */
export function unsafeCharacter(text: string): string | null {
  return /[\u0000-\u0020\u007f#?%]/.exec(text)?.[0] ?? null;
}

/** The path in a text with a scheme (`unix:///run/x.sock`), where there is an absolute one. */
export function pathBehindScheme(text: string): string | null {
  const path = text.replace(/^[a-z][a-z0-9+.-]*:(\/\/(?=\/))?/i, '');
  return path.startsWith('/') ? path : null;
}
