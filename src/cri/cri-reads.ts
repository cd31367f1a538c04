/**
 * The RPCs that change nothing. A host answers no others, whatever the proto file has: those go through the
 * door of `src/host/changes/`.
 */
export const CRI_READS: ReadonlySet<string> = new Set([
  'Version',
  'Status',
  'ListPodSandbox',
  'PodSandboxStatus',
  'ListContainers',
  'ContainerStatus',
  'RuntimeConfig',
  'ListImages',
  'ImageStatus',
  'ImageFsInfo',
]);
