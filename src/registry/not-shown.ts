import type { HostError } from '../host/answer.ts';
import type { Route } from './route.ts';

/**
 * Why an endpoint that refuses was not really looked at: the runtime shows it a certificate, or sends
 * headers or a login of its own configuration, which are not ours to use. Null where there is no such thing.
 */
export function notShown({ clientCertificates, headers }: Route): HostError | null {
  const what =
    clientCertificates.length > 0
      ? 'the client certificate of the runtime'
      : headers.length > 0
        ? `what the runtime's configuration has for it (${headers.slice(0, 5).join(', ').slice(0, 200)})`
        : null;
  return what === null ? null : { code: 'NOT_SHOWN', message: `it wants ${what}, which is not shown to it` };
}
