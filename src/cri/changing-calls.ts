import type { CreateContainerRequest } from './generated/runtime/v1/CreateContainerRequest.ts';
import type { CreateContainerResponse__Output } from './generated/runtime/v1/CreateContainerResponse.ts';
import type { PullImageRequest } from './generated/runtime/v1/PullImageRequest.ts';
import type { PullImageResponse__Output } from './generated/runtime/v1/PullImageResponse.ts';
import type { RemoveContainerRequest } from './generated/runtime/v1/RemoveContainerRequest.ts';
import type { RemoveImageRequest } from './generated/runtime/v1/RemoveImageRequest.ts';
import type { RemovePodSandboxRequest } from './generated/runtime/v1/RemovePodSandboxRequest.ts';
import type { RunPodSandboxRequest } from './generated/runtime/v1/RunPodSandboxRequest.ts';
import type { RunPodSandboxResponse__Output } from './generated/runtime/v1/RunPodSandboxResponse.ts';
import type { StartContainerRequest } from './generated/runtime/v1/StartContainerRequest.ts';
import type { StopContainerRequest } from './generated/runtime/v1/StopContainerRequest.ts';
import type { StopPodSandboxRequest } from './generated/runtime/v1/StopPodSandboxRequest.ts';

type Nothing = Readonly<Record<string, never>>;

/** The RPCs that change the node, each with its service, what goes in and what comes back. */
export interface ChangingCalls {
  readonly RunPodSandbox: ['RuntimeService', RunPodSandboxRequest, RunPodSandboxResponse__Output];
  readonly StopPodSandbox: ['RuntimeService', StopPodSandboxRequest, Nothing];
  readonly RemovePodSandbox: ['RuntimeService', RemovePodSandboxRequest, Nothing];
  readonly CreateContainer: ['RuntimeService', CreateContainerRequest, CreateContainerResponse__Output];
  readonly StartContainer: ['RuntimeService', StartContainerRequest, Nothing];
  readonly StopContainer: ['RuntimeService', StopContainerRequest, Nothing];
  readonly RemoveContainer: ['RuntimeService', RemoveContainerRequest, Nothing];
  readonly PullImage: ['ImageService', PullImageRequest, PullImageResponse__Output];
  readonly RemoveImage: ['ImageService', RemoveImageRequest, Nothing];
}

export type ChangingCall = keyof ChangingCalls;

/** Which service an RPC belongs to. */
export const SERVICE_OF: { readonly [call in ChangingCall]: ChangingCalls[call][0] } = {
  RunPodSandbox: 'RuntimeService',
  StopPodSandbox: 'RuntimeService',
  RemovePodSandbox: 'RuntimeService',
  CreateContainer: 'RuntimeService',
  StartContainer: 'RuntimeService',
  StopContainer: 'RuntimeService',
  RemoveContainer: 'RuntimeService',
  PullImage: 'ImageService',
  RemoveImage: 'ImageService',
};
