import type { ContainerConfig } from '../cri/generated/runtime/v1/ContainerConfig.ts';
import type { Mount } from '../cri/generated/runtime/v1/Mount.ts';
import type { NamespaceOption } from '../cri/generated/runtime/v1/NamespaceOption.ts';
import type { PodSandboxConfig } from '../cri/generated/runtime/v1/PodSandboxConfig.ts';
import {
  CRANE_LABEL,
  CRANE_NAMESPACE,
  JOB_ID,
  OWN_SELECTOR,
  OWNER_ANNOTATION,
  podName,
  podUid,
  STEP_ID,
} from './identity.ts';
import { MOUNT_POINT, pathsOf, type IdRange, type SmokeParameters } from './parameters.ts';
import { scriptFor } from './script.ts';

/*
 * What csupervisor sends for a job (SetPodSandboxConfig_, SetContainerConfig_ and the functions that they
 * call, TaskManager.cpp; the namespace and the label are added by CriClient.cpp), with the doctor's own names
 * and one more label. No environment: the container has no use for it.
 */

const JOB_NAME = 'crane-doctor-smoke';

/** `crane/job_<id>` with the mount prefix that the supervisor leaves in front: cgroupfs form, never a slice. */
export function cgroupParent({ node }: Pick<SmokeParameters, 'node'>): string {
  return `/sys/fs/cgroup/crane/${podName(node)}`;
}

export function podConfig(p: SmokeParameters, owner: string): PodSandboxConfig {
  const name = podName(p.node);
  const uid = String(p.account.uid);
  const annotations = { uid, job_id: String(JOB_ID), job_name: JOB_NAME, hostname: name };
  return {
    metadata: { name, uid: podUid(p.node), namespace: CRANE_NAMESPACE, attempt: 0 },
    ...(p.network === 'pod' ? { hostname: name } : {}),
    log_directory: pathsOf(p).logDirectory,
    dns_config: {
      servers: [...p.dns.servers],
      searches: [p.dns.clusterDomain, ...p.dns.searches],
      options: [...p.dns.options],
    },
    labels: { [CRANE_LABEL]: 'true', uid, job_id: String(JOB_ID), job_name: JOB_NAME, ...OWN_SELECTOR },
    annotations: {
      ...Object.fromEntries(Object.entries(annotations).map(([key, value]) => [`cranesched.internal/${key}`, value])),
      'cranesched.internal/fqdn': `${name}.${p.dns.clusterDomain}`,
      [OWNER_ANNOTATION]: owner,
    },
    linux: {
      cgroup_parent: cgroupParent(p),
      security_context: { namespace_options: namespacesOf(p), ...runAs(p) },
    },
  };
}

/** `mountPath` is where the directory of the mount lies on the host by now; null where nothing is mounted. */
export function containerConfig(p: SmokeParameters, image: string, mountPath: string | null): ContainerConfig {
  return {
    metadata: { name: `${JOB_NAME}-${JOB_ID}-${STEP_ID}`, attempt: 0 },
    image: { image },
    command: ['/bin/sh'],
    args: ['-c', scriptFor(p, mountPath !== null)],
    mounts: mountPath === null ? [] : [mountOf(p, mountPath)],
    labels: {
      [CRANE_LABEL]: 'true',
      uid: String(p.account.uid),
      job_id: String(JOB_ID),
      step_id: String(STEP_ID),
      job_name: JOB_NAME,
      step_name: JOB_NAME,
      ...OWN_SELECTOR,
    },
    log_path: pathsOf(p).logName,
    stdin: false,
    stdin_once: false,
    tty: false,
    linux: { security_context: { namespace_options: namespacesOf(p), ...runAs(p) } },
  };
}

function runAs({ runAs }: SmokeParameters) {
  return { run_as_user: { value: String(runAs.uid) }, run_as_group: { value: String(runAs.gid) } };
}

function namespacesOf({ network, userns }: SmokeParameters): NamespaceOption {
  const mapping = ({ start, count }: IdRange) => ({ host_id: start, container_id: 0, length: count });
  return {
    network: network === 'host' ? 'NODE' : 'POD',
    pid: 'POD',
    ipc: 'POD',
    ...(userns ? { userns_options: { mode: 'POD', uids: [mapping(userns.uids)], gids: [mapping(userns.gids)] } } : {}),
  };
}

/** An idmapped mount maps the one id of the account to the one that the container runs as (SetupIdMappedMounts_). */
function mountOf({ account, runAs, userns, mountWay }: SmokeParameters, mountPath: string): Mount {
  const plain: Mount = {
    container_path: MOUNT_POINT,
    host_path: mountPath,
    propagation: 'PROPAGATION_PRIVATE',
  };
  if (mountWay !== 'idmap' || !userns) return plain;
  return {
    ...plain,
    uidMappings: [{ host_id: runAs.uid + userns.uids.start, container_id: account.uid, length: 1 }],
    gidMappings: [{ host_id: runAs.gid + userns.gids.start, container_id: account.gid, length: 1 }],
  };
}
