/** The names of gRPC's status codes by their numbers, as crictl and the runtimes' logs write them. */
const NAMES = [
  'OK',
  'Canceled',
  'Unknown',
  'InvalidArgument',
  'DeadlineExceeded',
  'NotFound',
  'AlreadyExists',
  'PermissionDenied',
  'ResourceExhausted',
  'FailedPrecondition',
  'Aborted',
  'OutOfRange',
  'Unimplemented',
  'Internal',
  'Unavailable',
  'DataLoss',
  'Unauthenticated',
];

export const GRPC_UNIMPLEMENTED = 12;

/** `Unimplemented (12)`; a number that gRPC does not define stands alone. */
export function grpcStatusText(code: number): string {
  const name = NAMES[code];
  return name === undefined ? String(code) : `${name} (${code})`;
}
