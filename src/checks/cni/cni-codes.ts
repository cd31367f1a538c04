import { code, type Codes } from '../check.ts';
import { DNS_WORDS, EFFECT, META_WORDS, PROBLEM_WORDS } from './cni-words.ts';
import type { Problem } from './conf-file.ts';
import type { DnsRule } from './dns-register.ts';
import type { MetaRule } from './meta-rules.ts';

/** The codes of the check cni. Rules of a plugin are an argument: their words are in cni-words.ts. */
export const CNI_CODES = {
  'no-config': code<{ directory: string }>({
    severity: 'error',
    summary: { en: 'There is no CNI configuration', zh: '没有 CNI 配置' },
    message: {
      en: ({ directory }) => `${directory} has no CNI configuration: ${EFFECT.en}`,
      zh: ({ directory }) => `${directory} 中没有 CNI 配置：${EFFECT.zh}`,
    },
  }),
  invalid: code<{ path: string; problem: Problem['kind']; detail: string; line: number; column: number }>({
    severity: ['error', 'warning'],
    summary: {
      en: 'The CNI configuration cannot be used (a warning where the runtime takes another file in its place)',
      zh: 'CNI 配置无法使用（运行时改用其他文件时为警告）',
    },
    message: {
      en: ({ path, problem, ...args }) => `${path} is no CNI configuration: ${PROBLEM_WORDS[problem].en(args)}`,
      zh: ({ path, problem, ...args }) => `${path} 不是可用的 CNI 配置：${PROBLEM_WORDS[problem].zh(args)}`,
    },
  }),
  'plugin-missing': code<{ plugin: string; by: string; path: string; directories: string; elsewhere: string }>({
    severity: ['error', 'warning'],
    summary: {
      en: 'The program of a CNI plugin is not installed, although NetworkReady can be true',
      zh: 'CNI 插件的程序没有安装，而 NetworkReady 仍可能为 true',
    },
    message: {
      en: ({ plugin, by, path, directories, elsewhere }) =>
        `The CNI plugin ${plugin} (${by} of ${path}) is not in ${directories === '' ? 'any directory' : directories}` +
        `${elsewhere === '' ? '' : `, but at ${elsewhere}`}: ${EFFECT.en}`,
      zh: ({ plugin, by, path, directories, elsewhere }) =>
        `CNI 插件 ${plugin}（${path} 的 ${by}）不在 ${directories === '' ? '任何目录' : directories} 中` +
        `${elsewhere === '' ? '' : `，而在 ${elsewhere}`}：${EFFECT.zh}`,
    },
  }),
  'plugin-not-executable': code<{ plugin: string; program: string; mode: string }>({
    severity: 'error',
    summary: { en: 'The program of a CNI plugin cannot be executed', zh: 'CNI 插件的程序不可执行' },
    message: {
      en: ({ plugin, program, mode }) =>
        `The CNI plugin ${plugin} cannot be executed (${program}, ${mode}): ${EFFECT.en}`,
      zh: ({ plugin, program, mode }) => `CNI 插件 ${plugin} 不可执行（${program}，${mode}）：${EFFECT.zh}`,
    },
  }),
  'meta-cni-invalid': code<{
    rule: MetaRule;
    path: string;
    confDir: string;
    plugin: string;
    at: string;
    value: string;
    other: string;
  }>({
    severity: ['error', 'warning'],
    summary: {
      en: "CraneSched's meta plugin refuses its configuration (a warning where an older one would take it)",
      zh: '鹤思的 meta 插件拒绝其配置（旧版插件接受时为警告）',
    },
    message: {
      en: ({ rule, path, plugin, ...args }) => `${plugin} refuses ${path}: ${META_WORDS[rule].en(args)}`,
      zh: ({ rule, path, plugin, ...args }) => `${plugin} 会拒绝 ${path}：${META_WORDS[rule].zh(args)}`,
    },
  }),
  'dns-register-invalid': code<{
    rule: DnsRule;
    path: string;
    confDir: string;
    at: string;
    key: string;
    value: string;
  }>({
    severity: ['error', 'warning'],
    summary: {
      en: 'dns-register refuses its configuration (a warning where pods start all the same)',
      zh: 'dns-register 拒绝其配置（不影响 Pod 启动时为警告）',
    },
    message: {
      en: ({ rule, path, at, ...args }) => `dns-register refuses ${at} of ${path}: ${DNS_WORDS[rule].en(args)}`,
      zh: ({ rule, path, at, ...args }) => `dns-register 会拒绝 ${path} 的 ${at}：${DNS_WORDS[rule].zh(args)}`,
    },
  }),
  'capability-missing': code<{ path: string; confDir: string; at: string; capability: string; feature: string }>({
    severity: 'warning',
    summary: {
      en: 'A plugin does not get the annotations of pods, which devices and dns-register need',
      zh: '插件未获得 Pod 注解，而设备网络与 dns-register 需要它',
    },
    message: {
      en: ({ path, at, capability, feature }) =>
        `${at} of ${path} does not have the capability ${capability}, which ${feature} needs`,
      zh: ({ path, at, capability, feature }) => `${path} 的 ${at} 没有声明 ${feature} 所需的能力 ${capability}`,
    },
  }),
  'pipeline-unmatched': code<{
    pipeline: string;
    key: string;
    path: string;
    confDir: string;
    templates: string;
    nearest: string;
  }>({
    severity: 'warning',
    summary: {
      en: 'No pipeline of the meta plugin has the name of a DeviceCniPipeline: its devices bring no interface',
      zh: 'meta 插件中没有 DeviceCniPipeline 所指的流水线：该设备不会带来网络接口',
    },
    message: {
      en: ({ pipeline, key, path, templates, nearest }) =>
        `${key} is ${pipeline}, but ${path} has ${templates === '' ? 'no pipeline with an ifNamePrefix' : `only ${templates}`}` +
        `${nearest === '' ? '' : `; ${nearest} is near`}: its devices bring no interface`,
      zh: ({ pipeline, key, path, templates, nearest }) =>
        `${key} 为 ${pipeline}，而 ${path} 中${templates === '' ? '没有带 ifNamePrefix 的流水线' : `只有 ${templates}`}` +
        `${nearest === '' ? '' : `（最接近的是 ${nearest}）`}：该设备不会带来网络接口`,
    },
  }),
  'timeout-over-deadline': code<{ path: string; confDir: string; at: string; seconds: number; deadline: number }>({
    severity: 'warning',
    summary: {
      en: "The meta plugin waits longer than craned's own deadline",
      zh: 'meta 插件的等待时间超过 craned 的期限',
    },
    message: {
      en: ({ path, at, seconds, deadline }) =>
        `${at} of ${path} is ${seconds} s, but craned gives up a pod after ${deadline} s: a slow network is reported as "Deadline Exceeded" without its reason`,
      zh: ({ path, at, seconds, deadline }) =>
        `${path} 的 ${at} 为 ${seconds} 秒，而 craned 创建 Pod 只等 ${deadline} 秒：网络缓慢时只会报 Deadline Exceeded，看不到原因`,
    },
  }),
} satisfies Codes;
