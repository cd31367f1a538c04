import type { Json } from '../json.ts';

type JsonObject = { readonly [key: string]: Json };

/** A runtime's replies as crictl printed them, one a command (`crictl version`, `crictl info`, …). */
export interface CriRecording {
  readonly version: JsonObject;
  /** `status`, `runtimeHandlers`, `features`, and the verbose info map merged into the same object. */
  readonly status: JsonObject;
  /** crictl prints text, or the error of a runtime without this RPC. */
  readonly runtimeConfig: string | { readonly error: string };
  readonly imageFsInfo: JsonObject;
  readonly pods: JsonObject;
  readonly images: JsonObject;
}

/** What one RPC answers: a reply with the field names of the proto file, always the same or by its request, a gRPC status, a stream without events, or nothing ever. */
export type CriReply =
  | { readonly reply: JsonObject }
  | { readonly replyTo: (request: JsonObject) => JsonObject }
  | { readonly stream: 'open' | 'ended' }
  | { readonly silent: true }
  | { readonly error: { readonly code: number; readonly details: string } };

/** Replies by `Service.Method`. */
export type CriReplies = { readonly [rpc: string]: CriReply };

const UNIMPLEMENTED = 12;

/** Keys that crictl takes from the Status message itself; all others are the info map's. */
const OF_STATUS = new Set(['status', 'runtimeHandlers', 'features']);

/** Maps whose keys are data and not field names. */
const MAPS = new Set(['labels', 'annotations']);

/** The replies that crictl made its output from. */
export function repliesOf(recording: CriRecording): CriReplies {
  const { status, version } = recording;
  return {
    'RuntimeService.Version': {
      reply: {
        version: version['Version']!,
        runtime_name: version['RuntimeName']!,
        runtime_version: version['RuntimeVersion']!,
        runtime_api_version: version['RuntimeApiVersion']!,
      },
    },
    'RuntimeService.Status': {
      reply: {
        status: status['status']!,
        runtime_handlers: status['runtimeHandlers'] ?? [],
        features: status['features'] ?? null,
        info: infoMap(status),
      },
    },
    'RuntimeService.ListPodSandbox': { reply: fieldNames(recording.pods) },
    'RuntimeService.RuntimeConfig': runtimeConfig(recording.runtimeConfig),
    'RuntimeService.GetContainerEvents': events(version),
    'ImageService.ListImages': { reply: fieldNames(recording.images) },
    'ImageService.ImageStatus': { replyTo: (request) => imageStatus(fieldNames(recording.images), request) },
    'ImageService.ImageFsInfo': { reply: fieldNames(recording.imageFsInfo['status'] as JsonObject) },
  };
}

/** The image that a request names by tag, digest or id; null where the runtime has none, as runtimes answer. */
function imageStatus({ images }: JsonObject, { image }: JsonObject): JsonObject {
  const wanted = (image as { readonly image?: Json } | null)?.image ?? '';
  const names = ({ id, repo_tags: tags, repo_digests: digests }: JsonObject): readonly Json[] =>
    [id, tags, digests].flatMap((name) => (name as Json | readonly Json[] | undefined) ?? []);
  const found = (images as readonly JsonObject[]).find((one) => names(one).includes(wanted));
  return { image: found ?? null, info: {} };
}

/**
 * crictl has no command that only opens the stream: it stays open, but containerd 1.6 does not have it (measured), nor
 * does cri-dockerd, which leaves it to gRPC's UnimplementedRuntimeServiceServer (core/docker_service.go).
 */
function events({ RuntimeName: name, RuntimeVersion: version }: JsonObject): CriReply {
  const without = name === 'docker' || (name === 'containerd' && JSON.stringify(version).startsWith('"1.6.'));
  return without
    ? { error: { code: UNIMPLEMENTED, details: 'method GetContainerEvents not implemented' } }
    : { stream: 'open' };
}

/** The verbose info map: each value a JSON text, except containerd's lastCNILoadStatus, which is plain. */
function infoMap(status: JsonObject): { readonly [key: string]: string } {
  return Object.fromEntries(
    Object.entries(status)
      .filter(([key]) => !OF_STATUS.has(key))
      .map(([key, value]) => [
        key,
        key.startsWith('lastCNILoadStatus') && typeof value === 'string' ? value : JSON.stringify(value),
      ]),
  );
}

/** `cgroup driver:   CGROUPFS`, or crictl's error text with the runtime's words after `desc = `. */
function runtimeConfig(printed: CriRecording['runtimeConfig']): CriReply {
  if (typeof printed === 'string') {
    return { reply: { linux: { cgroup_driver: /cgroup driver:\s*(\w+)/.exec(printed)?.[1] ?? 'SYSTEMD' } } };
  }
  const details = /code = Unimplemented desc = ([^"\n\\]*)/.exec(printed.error)?.[1] ?? printed.error;
  return { error: { code: UNIMPLEMENTED, details } };
}

/** crictl's lowerCamelCase names as the proto file has them (`repoTags` is `repo_tags`). */
function fieldNames(value: JsonObject): JsonObject {
  const convert = (value: Json, key: string): Json => {
    if (Array.isArray(value)) return (value as readonly Json[]).map((item) => convert(item, key));
    return value !== null && typeof value === 'object' && !MAPS.has(key) ? fieldNames(value as JsonObject) : value;
  };
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      convert(inner, key),
    ]),
  );
}
