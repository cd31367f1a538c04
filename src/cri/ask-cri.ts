import type { Answer } from '../host/answer.ts';
import type { Host } from '../host/host.ts';
import type { Json } from '../json.ts';
import type { ContainerStatusRequest } from './generated/runtime/v1/ContainerStatusRequest.ts';
import type { ContainerStatusResponse__Output } from './generated/runtime/v1/ContainerStatusResponse.ts';
import type { ImageFsInfoResponse__Output } from './generated/runtime/v1/ImageFsInfoResponse.ts';
import type { ImageStatusRequest } from './generated/runtime/v1/ImageStatusRequest.ts';
import type { ImageStatusResponse__Output } from './generated/runtime/v1/ImageStatusResponse.ts';
import type { ListContainersRequest } from './generated/runtime/v1/ListContainersRequest.ts';
import type { ListContainersResponse__Output } from './generated/runtime/v1/ListContainersResponse.ts';
import type { ListImagesRequest } from './generated/runtime/v1/ListImagesRequest.ts';
import type { ListImagesResponse__Output } from './generated/runtime/v1/ListImagesResponse.ts';
import type { ListPodSandboxRequest } from './generated/runtime/v1/ListPodSandboxRequest.ts';
import type { ListPodSandboxResponse__Output } from './generated/runtime/v1/ListPodSandboxResponse.ts';
import type { PodSandboxStatusRequest } from './generated/runtime/v1/PodSandboxStatusRequest.ts';
import type { PodSandboxStatusResponse__Output } from './generated/runtime/v1/PodSandboxStatusResponse.ts';
import type { RuntimeConfigResponse__Output } from './generated/runtime/v1/RuntimeConfigResponse.ts';
import type { StatusRequest } from './generated/runtime/v1/StatusRequest.ts';
import type { StatusResponse__Output } from './generated/runtime/v1/StatusResponse.ts';
import type { VersionRequest } from './generated/runtime/v1/VersionRequest.ts';
import type { VersionResponse__Output } from './generated/runtime/v1/VersionResponse.ts';

type NoFields = Readonly<Record<string, never>>;

/** The RPCs that are asked, with what goes in and what comes back. */
interface CriCalls {
  readonly RuntimeService: {
    readonly Version: [VersionRequest, VersionResponse__Output];
    readonly Status: [StatusRequest, StatusResponse__Output];
    readonly ListPodSandbox: [ListPodSandboxRequest, ListPodSandboxResponse__Output];
    readonly PodSandboxStatus: [PodSandboxStatusRequest, PodSandboxStatusResponse__Output];
    readonly ListContainers: [ListContainersRequest, ListContainersResponse__Output];
    readonly ContainerStatus: [ContainerStatusRequest, ContainerStatusResponse__Output];
    readonly RuntimeConfig: [NoFields, RuntimeConfigResponse__Output];
  };
  readonly ImageService: {
    readonly ListImages: [ListImagesRequest, ListImagesResponse__Output];
    readonly ImageStatus: [ImageStatusRequest, ImageStatusResponse__Output];
    readonly ImageFsInfo: [NoFields, ImageFsInfoResponse__Output];
  };
}

type Call<S extends keyof CriCalls, M extends keyof CriCalls[S]> = CriCalls[S][M] extends [infer Request, infer Reply]
  ? { readonly request: Request; readonly reply: Reply }
  : never;

/**
 * One CRI call through a host, typed by the RPC: a socket's path, the request, and the reply as the
 * codec gives it (every field there, 64-bit numbers and enums as strings). Errors as of `callCri`.
 */
export async function askCri<S extends keyof CriCalls, M extends keyof CriCalls[S] & string>(
  host: Host,
  socket: string,
  service: S,
  method: M,
  request: Call<S, M>['request'],
): Promise<Answer<Call<S, M>['reply']>> {
  const answer = await host.ask('cri', {
    socket,
    service,
    method,
    request: request as { readonly [key: string]: Json },
  });
  return answer.ok ? { ok: true, value: answer.value.reply } : answer;
}

/** The socket's path in an endpoint as craned holds it: `unix://` and the path (ParseContainerConfig, Craned.cpp). */
export function socketOf(endpoint: string): string {
  return endpoint.replace(/^unix:\/\//, '');
}

/**
 * A value of a verbose reply's info map: a JSON text read, any other text as it stands
 * (containerd's lastCNILoadStatus is plain), null where the key is absent.
 */
export function infoValue(info: { readonly [key: string]: string }, key: string): Json {
  const text = info[key];
  if (text === undefined) return null;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}
