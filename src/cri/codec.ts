import { fileURLToPath } from 'node:url';
import { loadSync, type MethodDefinition } from '@grpc/proto-loader';

/*
 * Reads proto/cri.proto itself: for development and tests. The build puts a compiled codec with the
 * same exports in this file's place (scripts/cri-codec.ts), which saves 30 to 50 ms at each start.
 */

export type CriService = 'RuntimeService' | 'ImageService';

/**
 * One RPC: its path on the wire, and its messages between bytes and plain objects. The objects have
 * the field names of the proto file, 64-bit numbers and enums as strings, and every field: what was
 * not sent has its default, a message null.
 */
export interface CriMethod {
  readonly path: string;
  /** Whether its reply is a stream of messages. */
  readonly streams: boolean;
  readonly encodeRequest: (message: object) => Buffer;
  readonly decodeRequest: (bytes: Buffer) => object;
  readonly encodeReply: (message: object) => Buffer;
  readonly decodeReply: (bytes: Buffer) => object;
}

const definitions = loadSync(fileURLToPath(new URL('../../proto/cri.proto', import.meta.url)), {
  keepCase: true,
  longs: String,
  enums: String,
  defaults: true,
});

/** All RPCs of a service by their names. */
export function criMethods(service: CriService): ReadonlyMap<string, CriMethod> {
  const methods = Object.entries(
    definitions[`runtime.v1.${service}`] as Record<string, MethodDefinition<object, object>>,
  );
  return new Map(
    methods.map(([name, definition]) => [
      name,
      {
        path: definition.path,
        streams: definition.responseStream,
        encodeRequest: definition.requestSerialize,
        decodeRequest: definition.requestDeserialize,
        encodeReply: definition.responseSerialize,
        decodeReply: definition.responseDeserialize,
      },
    ]),
  );
}
