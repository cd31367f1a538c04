import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import pbjs from 'protobufjs-cli/pbjs.js';
import protobuf from 'protobufjs';

const PROTO = fileURLToPath(new URL('../proto/cri.proto', import.meta.url));

/** What the compiled codec keeps of pbjs's output: encode, decode and the conversions of plain objects. */
const PBJS = ['-t', 'static-module', '-w', 'esm', '--dependency', 'protobufjs/minimal.js'];
const LEAN = ['--keep-case', '--no-verify', '--no-create', '--no-service', '--no-comments', '--no-delimited'];

/**
 * The source (an ES module) that stands in for src/cri/codec.ts in the bundle: the messages compiled
 * by pbjs, which need only protobufjs/minimal at run time, and the same `criMethods` over them, with
 * the same objects (long numbers and enums as strings, every field with its default).
 */
export async function criCodecModule(): Promise<string> {
  const messages = await new Promise<string>((resolve, reject) => {
    pbjs.main([...PBJS, ...LEAN, '--no-typeurl', PROTO], (error, output) => {
      if (error) reject(error);
      else resolve(output ?? '');
    });
  });
  return `${messages}\n${services()}`;
}

/** The table of services and their RPCs, and the functions of src/cri/codec.ts over the compiled messages. */
function services(): string {
  const { root } = protobuf.parse(readFileSync(PROTO, 'utf8'), { keepCase: true });
  const namespace = root.lookup('runtime.v1') as protobuf.Namespace;
  const table = Object.fromEntries(
    namespace.nestedArray
      .filter((entry) => entry instanceof protobuf.Service)
      .map((service) => [
        service.name,
        service.methodsArray.map((method) => [
          method.name,
          method.requestType,
          method.responseType,
          method.responseStream === true,
        ]),
      ]),
  );
  return `
const SERVICES = ${JSON.stringify(table)};
const OPTIONS = { longs: String, enums: String, defaults: true };
const encoder = (type) => (message) => Buffer.from(type.encode(type.fromObject(message)).finish());
const decoder = (type) => (bytes) => type.toObject(type.decode(bytes), OPTIONS);
export function criMethods(service) {
  return new Map(SERVICES[service].map(([name, request, reply, streams]) => [name, {
    path: '/runtime.v1.' + service + '/' + name,
    streams,
    encodeRequest: encoder(runtime.v1[request]),
    decodeRequest: decoder(runtime.v1[request]),
    encodeReply: encoder(runtime.v1[reply]),
    decodeReply: decoder(runtime.v1[reply]),
  }]));
}
`;
}
