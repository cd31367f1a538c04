import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { criCodecModule } from '../../scripts/cri-codec.ts';
import * as loaded from '../../src/cri/codec.ts';
import { repliesOf } from '../../src/demo/cri-recording.ts';
import { RECORDINGS, recordingOf } from './recordings.ts';

const SERVICES = ['RuntimeService', 'ImageService'] as const;

let compiled: typeof loaded;
const directory = mkdtempSync(join(tmpdir(), 'cri-codec-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

beforeAll(async () => {
  const outfile = join(directory, 'codec.cjs');
  const stdin = { contents: await criCodecModule(), resolveDir: join(import.meta.dirname, '../..') };
  await build({ stdin, outfile, bundle: true, platform: 'node', format: 'cjs', logLevel: 'error' });
  compiled = createRequire(import.meta.url)(outfile) as typeof loaded;
});

test('the compiled codec has the same RPCs at the same paths', () => {
  for (const service of SERVICES) {
    const paths = (codec: typeof loaded) =>
      [...codec.criMethods(service)].map(([name, { path }]) => [name, path]).sort();
    expect(paths(compiled)).toEqual(paths(loaded));
  }
  expect(loaded.criMethods('RuntimeService').get('Version')?.path).toBe('/runtime.v1.RuntimeService/Version');
});

// protobufjs 7, which proto-loader has, writes default values out and 8 leaves them away: bytes differ, meaning not.
describe('each codec reads what the other wrote, as the same objects', () => {
  test.each(RECORDINGS)('%s', (name) => {
    const replies = Object.entries(repliesOf(recordingOf(name))).filter(([, answer]) => 'reply' in answer);
    expect(replies.length).toBeGreaterThanOrEqual(5);
    for (const [rpc, answer] of replies) {
      const [service, method] = rpc.split('.') as ['RuntimeService', string];
      const one = loaded.criMethods(service).get(method)!;
      const other = compiled.criMethods(service).get(method)!;
      const { reply } = answer as { reply: object };
      const objects = [one, other].flatMap((writer) =>
        [one, other].map((reader) => JSON.stringify(reader.decodeReply(writer.encodeReply(reply)))),
      );
      expect(new Set(objects).size).toBe(1);
      expect(JSON.parse(objects[0]!)).toMatchObject(reply);
    }
  });

  test('requests, empty messages and unknown fields', () => {
    for (const service of SERVICES) {
      for (const [name, one] of loaded.criMethods(service)) {
        const other = compiled.criMethods(service).get(name)!;
        expect(other.decodeReply(Buffer.alloc(0))).toEqual(one.decodeReply(Buffer.alloc(0)));
        expect(other.encodeRequest({}).equals(one.encodeRequest({}))).toBe(true);
        // Field 1000, which the proto file does not have, as a text and as a number.
        const unknown = Buffer.from('c23e0568656c6c6fc03e2a', 'hex');
        expect(one.decodeReply(unknown)).toEqual(one.decodeReply(Buffer.alloc(0)));
        expect(other.decodeReply(unknown)).toEqual(other.decodeReply(Buffer.alloc(0)));
      }
    }
    const request = { filter: { label_selector: { cranesched: 'true' }, state: { state: 'SANDBOX_NOTREADY' } } };
    const [one, other] = [loaded, compiled].map((codec) => codec.criMethods('RuntimeService').get('ListPodSandbox')!);
    expect(other!.decodeRequest(one!.encodeRequest(request))).toEqual(one!.decodeRequest(one!.encodeRequest(request)));
    expect(one!.decodeRequest(other!.encodeRequest(request))).toEqual({
      filter: { id: '', label_selector: { cranesched: 'true' }, state: { state: 'SANDBOX_NOTREADY' } },
    });
  });

  test('a number beyond 2^53 keeps its digits', () => {
    const bytes = loaded
      .criMethods('ImageService')
      .get('ImageFsInfo')!
      .encodeReply({
        image_filesystems: [{ timestamp: '1795456469933490499', used_bytes: { value: '18446744073709551615' } }],
      });
    for (const codec of [loaded, compiled]) {
      expect(codec.criMethods('ImageService').get('ImageFsInfo')!.decodeReply(bytes)).toMatchObject({
        image_filesystems: [{ timestamp: '1795456469933490499', used_bytes: { value: '18446744073709551615' } }],
      });
    }
  });
});

test('Version replies as the runtimes really sent them', () => {
  const decode = (hex: string): object =>
    compiled.criMethods('RuntimeService').get('Version')!.decodeReply(Buffer.from(hex, 'hex'));
  expect(decode('0a05302e312e30120a636f6e7461696e6572641a0a312e362e32307e64733122027631')).toEqual({
    version: '0.1.0',
    runtime_name: 'containerd',
    runtime_version: '1.6.20~ds1',
    runtime_api_version: 'v1',
  });
  expect(decode('0a05302e312e301206646f636b65721a0c32362e312e352b646673673122027631')).toMatchObject({
    runtime_name: 'docker',
    runtime_version: '26.1.5+dfsg1',
  });
});
