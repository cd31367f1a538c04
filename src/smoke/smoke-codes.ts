import { code, type Codes } from '../checks/check.ts';

/* What a smoke test can find before it looks into the container. `details` are the runtime's own words. */

interface Said {
  readonly [name: string]: string;
  readonly details: string;
}

/** A code whose message is one sentence and what the runtime said. */
const said = <A extends Said>(
  summary: { readonly en: string; readonly zh: string },
  en: (args: A) => string,
  zh: (args: A) => string,
) =>
  code<A>({
    severity: 'error',
    summary,
    message: {
      en: (args) => `${en(args)}: ${args.details}`,
      zh: (args) => `${zh(args)}：${args.details}`,
    },
  });

export const SMOKE_CODES = {
  'no-endpoint': code<{ path: string }>({
    severity: 'error',
    summary: { en: 'The configuration names no container runtime', zh: '配置文件没有指定容器运行时' },
    message: {
      en: ({ path }) => `${path} names no container runtime that could be asked`,
      zh: ({ path }) => `${path} 没有指定可用的容器运行时`,
    },
  }),
  'config-unread': code<{ path: string; reason: string }>({
    severity: 'error',
    summary: {
      en: 'The configuration cannot be used: craned does not start with it',
      zh: '配置文件无法使用：craned 无法据此启动',
    },
    message: {
      en: ({ path, reason }) => `${path} cannot be used: ${reason}`,
      zh: ({ path, reason }) => `${path} 无法使用：${reason}`,
    },
  }),
  'account-unknown': code<{ account: string }>({
    severity: 'error',
    summary: { en: 'The account is not known on this node', zh: '本节点没有这个账号' },
    message: {
      en: ({ account }) => `This node has no account ${account}`,
      zh: ({ account }) => `本节点没有账号 ${account}`,
    },
  }),
  'no-subids': code<{ account: string }>({
    severity: 'error',
    summary: {
      en: 'No subordinate ids for the user namespace',
      zh: '用户命名空间没有可用的从属 id',
    },
    message: {
      en: ({ account }) =>
        account === ''
          ? 'No account of this node has subordinate ids: jobs with user namespaces fail (--no-userns tests without)'
          : `${account} has no usable subordinate ids: jobs with user namespaces fail (--no-userns tests without)`,
      zh: ({ account }) =>
        account === ''
          ? '本节点没有任何账号拥有从属 id：使用用户命名空间的作业会失败（--no-userns 可在不使用时测试）'
          : `${account} 没有可用的从属 id：使用用户命名空间的作业会失败（--no-userns 可在不使用时测试）`,
    },
  }),
  'runtime-unreachable': said<{ call: string; socket: string; details: string }>(
    { en: 'The container runtime does not answer', zh: '容器运行时没有应答' },
    ({ socket }) => `The container runtime at ${socket} does not answer`,
    ({ socket }) => `${socket} 上的容器运行时没有应答`,
  ),
  unimplemented: said<{ socket: string; details: string }>(
    { en: 'The container runtime has CRI switched off', zh: '容器运行时没有启用 CRI' },
    ({ socket }) => `The container runtime at ${socket} has CRI switched off, or it failed to load`,
    ({ socket }) => `${socket} 上的容器运行时没有启用 CRI，或其加载失败`,
  ),
  'runtime-lost': said<{ call: string; socket: string; details: string }>(
    { en: 'The container runtime was lost in the middle', zh: '中途失去与容器运行时的连接' },
    ({ call, socket }) => `The container runtime at ${socket} was lost during ${call}`,
    ({ call, socket }) => `在 ${call} 过程中失去与 ${socket} 上容器运行时的连接`,
  ),
  'other-run': code<{ what: string; pid: number }>({
    severity: 'error',
    summary: { en: 'Another smoke test runs on this node', zh: '本节点上另有一个烟雾测试在运行' },
    message: {
      en: ({ what, pid }) => `Another smoke test is under way (process ${pid}, ${what})`,
      zh: ({ what, pid }) => `另一个烟雾测试正在进行（进程 ${pid}，${what}）`,
    },
  }),
  'leftovers-removed': code<{ what: string }>({
    severity: 'info',
    summary: { en: 'What an earlier, killed test had left was removed', zh: '已清除先前被中断的测试所留下的内容' },
    message: {
      en: ({ what }) => `An earlier test had left ${what}: removed`,
      zh: ({ what }) => `先前的测试留下了 ${what}：已清除`,
    },
  }),
  'log-directory': code<{ path: string; reason: string }>({
    severity: 'error',
    summary: {
      en: "The job's log directory cannot be made or written",
      zh: '无法创建或写入作业的日志目录',
    },
    message: {
      en: ({ path, reason }) => `root cannot make ${path}: ${reason}`,
      zh: ({ path, reason }) => `root 无法创建 ${path}：${reason}`,
    },
  }),
  'no-image': code<{ reason: string }>({
    severity: 'error',
    summary: { en: 'There is no image to start', zh: '没有可以启动的镜像' },
    message: {
      en: ({ reason }) => `No image on this node can print, and none could be made (${reason}): name one with --image`,
      zh: ({ reason }) => `本节点没有能输出内容的镜像，也无法制作（${reason}）：请用 --image 指定`,
    },
  }),
  'image-not-found': said<{ image: string; details: string }>(
    { en: 'The registry has no such image', zh: '仓库中没有这个镜像' },
    ({ image }) => `There is no image ${image}`,
    ({ image }) => `没有镜像 ${image}`,
  ),
  'image-gone': said<{ image: string; details: string }>(
    {
      en: 'The runtime that starts the container does not have its image',
      zh: '启动容器的运行时没有该镜像',
    },
    ({ image }) => `The runtime has no image ${image} when it makes the container`,
    ({ image }) => `创建容器时运行时没有镜像 ${image}`,
  ),
  'image-unauthorized': said<{ image: string; details: string }>(
    { en: 'The registry refuses the image', zh: '仓库拒绝提供该镜像' },
    ({ image }) => `The registry refuses ${image}`,
    ({ image }) => `仓库拒绝提供 ${image}`,
  ),
  'image-pull': said<{ image: string; details: string }>(
    { en: 'The image cannot be pulled', zh: '无法拉取镜像' },
    ({ image }) => `${image} cannot be pulled`,
    ({ image }) => `无法拉取 ${image}`,
  ),
  'sandbox-image': said<{ details: string }>(
    { en: 'The sandbox image cannot be had', zh: '无法获得 sandbox（pause）镜像' },
    () => 'The pod was not made, because the sandbox image cannot be had',
    () => 'Pod 未能创建，因为无法获得 sandbox 镜像',
  ),
  'no-cni': said<{ details: string }>(
    { en: 'There is no CNI configuration', zh: '没有 CNI 配置' },
    () => 'The pod was not made, because there is no usable CNI configuration',
    () => 'Pod 未能创建，因为没有可用的 CNI 配置',
  ),
  'cni-plugin-missing': said<{ plugin: string; details: string }>(
    { en: 'A CNI plugin is not installed', zh: 'CNI 插件未安装' },
    ({ plugin }) => `The pod was not made, because the CNI plugin ${plugin} is not installed`,
    ({ plugin }) => `Pod 未能创建，因为 CNI 插件 ${plugin} 未安装`,
  ),
  'cni-failed': said<{ details: string }>(
    { en: 'The CNI plugins refuse the pod', zh: 'CNI 插件报错' },
    () => 'The pod was not made, because a CNI plugin failed',
    () => 'Pod 未能创建，因为 CNI 插件出错',
  ),
  'cgroup-driver': said<{ details: string }>(
    { en: 'The runtime uses the systemd cgroup driver', zh: '运行时使用 systemd cgroup 驱动' },
    () => 'The runtime uses the systemd cgroup driver and refuses the cgroup that craned names',
    () => '运行时使用 systemd cgroup 驱动，不接受 craned 指定的 cgroup',
  ),
  'name-clash': said<{ details: string }>(
    { en: 'Something that is not ours has the name', zh: '名称已被不属于本工具的对象占用' },
    () => 'A pod or container that is not of a smoke test has its name',
    () => '有不属于烟雾测试的 Pod 或容器占用了名称',
  ),
  'userns-refused': said<{ details: string }>(
    { en: 'The runtime refuses the user namespace', zh: '运行时拒绝用户命名空间' },
    () => 'The runtime refuses the user namespace',
    () => '运行时拒绝用户命名空间',
  ),
  'idmap-refused': said<{ details: string }>(
    { en: 'The runtime cannot idmap the mount', zh: '运行时不支持对挂载做 idmap' },
    () => 'The runtime cannot idmap the mount, and BindFs is off',
    () => '运行时不支持对挂载做 idmap，且未启用 BindFs',
  ),
  'command-missing': said<{ command: string; image: string; details: string }>(
    { en: 'The image does not have the command', zh: '镜像中没有要运行的命令' },
    ({ command, image }) => `${image} has no ${command}`,
    ({ command, image }) => `${image} 中没有 ${command}`,
  ),
  refused: said<{ call: string; status: string; details: string }>(
    { en: 'The runtime refuses a step', zh: '运行时拒绝某个步骤' },
    ({ call, status }) => `${call} failed with ${status}`,
    ({ call, status }) => `${call} 失败，状态 ${status}`,
  ),
  'over-deadline': code<{ call: string; ms: number; limitMs: number; ended: boolean }>({
    severity: 'error',
    summary: { en: 'A step takes longer than craned waits', zh: '某个步骤的用时超过 craned 的等待时间' },
    message: {
      en: ({ call, ms, limitMs, ended }) =>
        `${call} ${ended ? 'took' : 'was not done after'} ${(ms / 1000).toFixed(1)} s; craned waits ${limitMs / 1000} s`,
      zh: ({ call, ms, limitMs, ended }) =>
        `${call} ${ended ? '用时' : '未完成，已等待'} ${(ms / 1000).toFixed(1)} 秒；craned 只等 ${limitMs / 1000} 秒`,
    },
  }),
  'mount-source': code<{ path: string; reason: string }>({
    severity: 'error',
    summary: { en: 'The directory cannot be mounted into a container', zh: '目录无法挂载到容器' },
    message: {
      en: ({ path, reason }) => `${path} cannot be mounted into a container: ${reason}`,
      zh: ({ path, reason }) => `${path} 无法挂载到容器：${reason}`,
    },
  }),
  'mount-base': code<{ path: string; reason: string }>({
    severity: 'error',
    summary: { en: 'No mount point can be made in MountBaseDir', zh: '无法在 MountBaseDir 中创建挂载点' },
    message: {
      en: ({ path, reason }) => `The mount point ${path} cannot be made: ${reason}`,
      zh: ({ path, reason }) => `无法创建挂载点 ${path}：${reason}`,
    },
  }),
  'bindfs-not-started': code<{ binary: string; reason: string }>({
    severity: 'error',
    summary: { en: "BindFs' program cannot be started as craned does", zh: '无法按 craned 的方式启动 BindFs 程序' },
    message: {
      en: ({ binary, reason }) => `${binary} was not started (no PATH, empty environment, as craned does): ${reason}`,
      zh: ({ binary, reason }) => `未能启动 ${binary}（与 craned 一样，无 PATH、空环境）：${reason}`,
    },
  }),
  'bindfs-failed': said<{ command: string; details: string }>(
    { en: 'bindfs does not mount', zh: 'bindfs 挂载失败' },
    ({ command }) => `${command} did not mount`,
    ({ command }) => `${command} 挂载失败`,
  ),
  'bindfs-unmount': said<{ command: string; details: string }>(
    { en: 'The BindFs mount is not unmounted as craned does', zh: '无法按 craned 的方式卸载 BindFs 挂载' },
    ({ command }) => `${command} did not unmount`,
    ({ command }) => `${command} 未能卸载`,
  ),
  interrupted: code<{ signal: string }>({
    severity: 'unknown',
    summary: { en: 'The test was ended by a signal', zh: '测试被信号中止' },
    message: {
      en: ({ signal }) => `Ended by ${signal} before it was done`,
      zh: ({ signal }) => `尚未完成即被 ${signal} 中止`,
    },
  }),
  'left-behind': code<{ what: string; reason: string }>({
    severity: 'warning',
    summary: { en: 'Something of the test could not be removed', zh: '测试的内容未能全部清除' },
    message: {
      en: ({ what, reason }) => `${what} could not be removed: ${reason}`,
      zh: ({ what, reason }) => `${what} 未能清除：${reason}`,
    },
  }),
} satisfies Codes;
