import type { Message } from '../message.ts';

/** Images, as csupervisor writes of them; the runtime's own words are in runtime.ts. */
export const IMAGE: readonly Message[] = [
  {
    id: 'image-status',
    component: 'csupervisor',
    log: 'supervisor',
    texts: ['Failed to get image status:'],
    example: 'Failed to get image status: [gRPC:14] Connection refused',
    meaning: {
      en: 'The image service did not answer; craned then tries to pull.',
      zh: '镜像服务没有应答；craned 随后会尝试拉取。',
    },
    findings: ['image-service/refused', 'image-service/failed'],
    wraps: true,
    source: 'CS CriClient.cpp:142',
  },
  {
    id: 'pull-deadline',
    component: 'csupervisor',
    log: 'supervisor',
    texts: ['Failed to pull image: … Deadline Exceeded', 'Failed to pull image: Deadline Exceeded'],
    example: 'Failed to pull image: [gRPC:4] Deadline Exceeded',
    meaning: {
      en: 'craned waits 60 seconds for a pull. The runtime goes on in the background, so that the next job may find the image there; else pull it beforehand, or use a nearer registry.',
      zh: 'craned 拉取镜像只等 60 秒。运行时会在后台继续，下一个作业可能就能用上；否则请预先拉取，或使用更近的仓库。',
    },
    findings: ['registry-image/slow-pull', 'image-present/absent'],
    source: 'CS CriClient.cpp:240',
  },
  {
    id: 'pull-failed',
    component: 'csupervisor',
    log: 'supervisor',
    texts: ['Failed to pull image: ', 'Failed to pull image … for container step #'],
    example: 'Failed to pull image docker.io/library/alpine:latest for container step #12.1',
    meaning: {
      en: "The image could not be pulled; the runtime's reason stands behind it, or in the line above.",
      zh: '镜像拉取失败；运行时给出的原因在其后，或在上一行。',
    },
    findings: ['registry/tcp', 'registry-image/failed'],
    wraps: true,
    source: 'CS CriClient.cpp:240, TaskManager.cpp:1710',
  },
  {
    id: 'empty-image-id',
    component: 'csupervisor',
    log: 'supervisor',
    texts: ['Empty image ID returned after pulling image'],
    example: 'Empty image ID returned after pulling image alpine:latest',
    meaning: {
      en: 'The runtime said that it pulled the image, and not which: look at its version.',
      zh: '运行时称已拉取镜像，却没有返回镜像 ID：请检查其版本。',
    },
    findings: ['runtime-version/too-old'],
    source: 'CS CriClient.cpp:245',
  },
  {
    id: 'image-never',
    component: 'csupervisor',
    log: 'supervisor',
    texts: ['not found locally and pull policy is Never'],
    example: 'Image alpine:latest not found locally and pull policy is Never',
    meaning: {
      en: 'The image is not on this node and may not be pulled. What was imported with ctr counts only in the namespace k8s.io (`ctr -n k8s.io images import`).',
      zh: '镜像不在本节点上且不允许拉取。用 ctr 导入的镜像只有在 k8s.io 命名空间中才算数（`ctr -n k8s.io images import`）。',
    },
    findings: ['image-present/absent'],
    source: 'CS CriClient.cpp:200',
  },
  {
    id: 'pull-policy',
    component: 'csupervisor',
    log: 'supervisor',
    texts: ["Invalid pull policy '…'."],
    example: "Invalid pull policy 'sometimes'.",
    meaning: {
      en: 'A pull policy is Always, IfNotPresent or Never.',
      zh: '拉取策略只能是 Always、IfNotPresent 或 Never。',
    },
    findings: [],
    source: 'CS CriClient.cpp:160',
  },
];
