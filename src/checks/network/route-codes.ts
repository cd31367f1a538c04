import { code } from '../check.ts';

/** As all findings about registries: an error for one that was named, else a warning. */
const SEVERITY = ['warning', 'error'] as const;

/** The codes of `registry` that are about the runtime's configuration: its proxy, its files. */
export const ROUTE_CODES = {
  blocked: code<{ registry: string; from: string }>({
    severity: SEVERITY,
    summary: { en: 'The runtime is told to pull nothing from a registry', zh: '运行时被设置为禁止从某个镜像仓库拉取' },
    message: {
      en: ({ registry, from }) => `${from} blocks ${registry}: the runtime pulls nothing from it`,
      zh: ({ registry, from }) => `${from} 禁用了 ${registry}：运行时不会从该仓库拉取镜像`,
    },
  }),
  proxy: code<{ proxy: string; from: string; step: string; reason: string; registries: readonly string[] }>({
    severity: SEVERITY,
    summary: { en: "The runtime's proxy does not lead to a registry", zh: '运行时的代理无法通往镜像仓库' },
    message: {
      en: ({ proxy, from, step, reason, registries }) => {
        const behind = registries.join(', ');
        if (step === 'auth')
          return `The proxy ${proxy} (${from}) wants other credentials on the way to ${behind}: ${reason}`;
        if (step === 'proxy') return `The proxy ${proxy} (${from}) does not lead to ${behind}: ${reason}`;
        return `The proxy ${proxy} (${from}) cannot be used on the way to ${behind}: ${reason}`;
      },
      zh: ({ proxy, from, step, reason, registries }) => {
        const behind = registries.join('、');
        if (step === 'auth') return `代理 ${proxy}（${from}）要求其他凭据，无法通往 ${behind}：${reason}`;
        if (step === 'proxy') return `代理 ${proxy}（${from}）拒绝通往 ${behind}：${reason}`;
        return `代理 ${proxy}（${from}）无法使用，影响 ${behind}：${reason}`;
      },
    },
  }),
  'proxy-differs': code<{ unit: string; names: readonly string[]; than: 'process' | 'caller' }>({
    severity: ['info', 'warning'],
    summary: {
      en: "The runtime's proxy is another than its unit or this shell has",
      zh: '运行时使用的代理与其服务单元或当前 shell 的不同',
    },
    message: {
      en: ({ unit, names, than }) =>
        than === 'process'
          ? `${names.join(', ')} of ${unit} came later than its process: it pulls without the change until it is restarted`
          : `${names.join(', ')} of ${unit} is not as in this shell: curl by hand goes another way than the runtime`,
      zh: ({ unit, names, than }) =>
        than === 'process'
          ? `${unit} 的 ${names.join('、')} 在进程启动之后才修改：重启之前，拉取镜像不会使用新的设置`
          : `${unit} 的 ${names.join('、')} 与当前 shell 中的不同：手工执行 curl 与运行时走的不是同一条路`,
    },
  }),
  'ca-file': code<{ registry: string; file: string; reason: string }>({
    severity: SEVERITY,
    summary: {
      en: 'A CA file that the runtime is to trust for a registry cannot be used',
      zh: '为镜像仓库配置的 CA 文件无法使用',
    },
    message: {
      en: ({ registry, file, reason }) => `${file}, the CA file for ${registry}, cannot be used (${reason})`,
      zh: ({ registry, file, reason }) => `${registry} 的 CA 文件 ${file} 无法使用（${reason}）`,
    },
  }),
  'config-unusable': code<{ path: string; reason: string; registries: readonly string[] }>({
    severity: SEVERITY,
    summary: {
      en: 'A file about registries keeps the runtime from pulling anything',
      zh: '镜像仓库配置文件有误，运行时无法拉取任何镜像',
    },
    message: {
      en: ({ path, reason, registries }) =>
        `CRI-O pulls nothing, also from ${registries.join(', ')}, as it cannot use ${path}: ${reason}`,
      zh: ({ path, reason, registries }) =>
        `CRI-O 无法使用 ${path}，因此不会拉取任何镜像，包括来自 ${registries.join('、')} 的镜像：${reason}`,
    },
  }),
  'config-unused': code<{ path: string; reason: string }>({
    severity: 'warning',
    summary: {
      en: 'A file of the runtime about registries means nothing to it',
      zh: '运行时的镜像仓库配置文件无效或未被使用',
    },
    message: {
      en: ({ path, reason }) => `The runtime cannot use ${path}: ${reason}`,
      zh: ({ path, reason }) => `运行时无法使用 ${path}：${reason}`,
    },
  }),
};
