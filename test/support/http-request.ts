import type { HttpRequest } from '../../src/host/questions.ts';

/** The arguments of the host's `http` question as most tests have them: a GET of loopback, verified, no proxy. */
export function httpRequest(url: string, more: Partial<HttpRequest> = {}): HttpRequest {
  return {
    url,
    address: '127.0.0.1',
    method: 'GET',
    headers: {},
    proxy: null,
    authorities: [],
    verify: true,
    maxBodyBytes: 1_000,
    discardBody: false,
    ...more,
  };
}
