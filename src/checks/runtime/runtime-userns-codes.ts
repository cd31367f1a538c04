import { code } from '../check.ts';

/** `/home (nfs4), /lustre (lustre)`, and how many more there are. */
const list = (mounts: readonly string[], more: number, en: boolean): string =>
  `${mounts.join(en ? ', ' : '、')}${more === 0 ? '' : en ? ` and ${more} more` : ` 等，另有 ${more} 个`}`;

/**
 * What keeps containers with a user namespace from running, or from having volumes. Information where jobs get
 * one only with `--userns` (UserNsEnabledByDefault off); that one is ignored is a warning in any case.
 */
export const RUNTIME_USERNS_CODES = {
  unsupported: code<{ runtime: string; handler: string; ignored: boolean }>({
    severity: ['warning', 'info'],
    summary: { en: 'The runtime has no user namespaces', zh: '容器运行时不支持用户命名空间' },
    message: {
      en: ({ runtime, handler, ignored }) =>
        ignored
          ? `${runtime} ignores the request for a user namespace: root in such a container is root on the host`
          : `The runtime handler ${handler} has no user namespaces (its OCI runtime lacks idmapped mounts): containers that ask for one do not start`,
      zh: ({ runtime, handler, ignored }) =>
        ignored
          ? `${runtime} 忽略用户命名空间的请求：容器中的 root 就是宿主机的 root`
          : `运行时处理器 ${handler} 不支持用户命名空间（其 OCI 运行时没有 idmapped mount）：请求用户命名空间的容器无法启动`,
    },
  }),
  'idmap-unsupported': code<{ runtime: string; version: string; mounts: readonly string[]; more: number }>({
    severity: ['warning', 'info'],
    summary: {
      en: 'Volumes cannot be idmapped: -v fails in containers with a user namespace while BindFs is off',
      zh: '卷无法做 ID 映射（idmap）：未启用 BindFs 时，使用用户命名空间的容器无法用 -v 挂载目录',
    },
    message: {
      en: ({ runtime, version, mounts, more }) =>
        mounts.length === 0
          ? `${runtime} ${version} has no idmapped volumes (since 2.0): -v fails in containers with a user namespace while BindFs is off`
          : `The kernel cannot idmap what lies on ${list(mounts, more, true)}: -v of it fails in containers with a user namespace while BindFs is off`,
      zh: ({ runtime, version, mounts, more }) =>
        mounts.length === 0
          ? `${runtime} ${version} 不支持卷的 ID 映射（2.0 起支持）：未启用 BindFs 时，使用用户命名空间的容器无法用 -v 挂载目录`
          : `内核无法为 ${list(mounts, more, false)} 上的文件做 ID 映射：未启用 BindFs 时，使用用户命名空间的容器无法用 -v 挂载其中的目录`,
    },
  }),
};
