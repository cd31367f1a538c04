import { code, type Codes } from '../check.ts';

/** `reason: message` of whichever there is, for a message's end. */
const why = ({ reason, message }: { reason: string; message: string }): string =>
  [reason, message].filter((part) => part !== '').join(': ');

const tail = (args: { reason: string; message: string }, before: string, after: string): string =>
  why(args) === '' ? '' : `${before}${why(args)}${after}`;

/** What runtime-status can find. */
export const RUNTIME_STATUS_CODES = {
  'runtime-not-ready': code<{ reason: string; message: string }>({
    severity: 'error',
    summary: { en: 'The runtime says that it is not ready', zh: '运行时报告自身未就绪' },
    message: {
      en: (args) => `The runtime is not ready${tail(args, ': ', '')}`,
      zh: (args) => `容器运行时未就绪${tail(args, '：', '')}`,
    },
  }),
  'network-not-ready': code<{ reason: string; message: string; cni: string }>({
    severity: 'error',
    summary: { en: 'The runtime says that its container network is not ready', zh: '运行时报告容器网络未就绪' },
    message: {
      en: (args) =>
        `The container network is not ready${tail(args, ': ', '')}${args.cni === '' ? '' : `; CNI: ${args.cni}`}`,
      zh: (args) => `容器网络未就绪${tail(args, '：', '')}${args.cni === '' ? '' : `；CNI：${args.cni}`}`,
    },
  }),
  'condition-missing': code<{ type: string; reported: readonly string[] }>({
    severity: 'unknown',
    summary: {
      en: 'The runtime does not say whether it, or its network, is ready',
      zh: '运行时没有报告自身或容器网络是否就绪',
    },
    message: {
      en: ({ type, reported }) =>
        `The runtime's Status does not report ${type}, which CRI requires (it reports ${reported.join(', ') || 'no condition at all'}): whether ${type === 'NetworkReady' ? 'its network' : 'it'} is ready is not known`,
      zh: ({ type, reported }) =>
        `运行时的 Status 没有报告 CRI 要求的 ${type}（${reported.length === 0 ? '未报告任何状态条件' : `仅报告了 ${reported.join('、')}`}）：无从得知${type === 'NetworkReady' ? '容器网络' : '运行时'}是否就绪`,
    },
  }),
  condition: code<{ type: string; reason: string; message: string }>({
    severity: 'warning',
    summary: { en: 'Another condition of the runtime is false', zh: '运行时的其他状态条件为 false' },
    message: {
      en: (args) => `The runtime reports ${args.type} false${tail(args, ': ', '')}`,
      zh: (args) => `运行时报告 ${args.type} 为 false${tail(args, '：', '')}`,
    },
  }),
} satisfies Codes;
