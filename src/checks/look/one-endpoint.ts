import type { ConfigReading } from '../../config/reading.ts';

/** True where both endpoints are the same text: craned then has one channel's worth of trouble, the runtime's. */
export function oneEndpoint({ container }: ConfigReading): boolean {
  return container === null || container.imageEndpoint === container.runtimeEndpoint;
}
