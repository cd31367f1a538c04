import { code, type Codes } from '../check.ts';
import type { SpecFault } from './cdi-spec.ts';

type Words = { readonly en: (detail: string) => string; readonly zh: (detail: string) => string };

const said = (detail: string): string => (detail === '' ? '""' : detail);

const FAULT_WORDS: { readonly [rule in SpecFault['rule']]: Words } = {
  syntax: { en: (detail) => `neither JSON nor YAML: ${detail}`, zh: (detail) => `既不是 JSON 也不是 YAML：${detail}` },
  'not-a-file': { en: (detail) => `no file (${detail})`, zh: (detail) => `不是可读取的文件（${detail}）` },
  'not-a-mapping': { en: () => 'no mapping', zh: () => '内容不是映射' },
  version: { en: (detail) => `cdiVersion is ${said(detail)}`, zh: (detail) => `cdiVersion 为 ${said(detail)}` },
  kind: {
    en: (detail) => `kind is ${said(detail)}, not vendor/class`,
    zh: (detail) => `kind 为 ${said(detail)}，不是 vendor/class 的形式`,
  },
  'no-devices': { en: () => 'it has no devices', zh: () => '没有设备（devices）' },
  device: {
    en: (detail) => `${said(detail)} cannot be a device's name`,
    zh: (detail) => `${said(detail)} 不是合法的设备名称`,
  },
  duplicate: { en: (detail) => `it has the device ${detail} twice`, zh: (detail) => `设备 ${detail} 出现了两次` },
};

/**
 * What comes of a name that cannot be resolved. While CDI is off nobody looks for it; it is in the way once CDI is on.
 */
const AFTERWARDS = {
  en: (off: boolean): string => (off ? 'once CDI is on, ' : ''),
  zh: (off: boolean): string => (off ? '启用 CDI 之后，' : ''),
} as const;

/** The codes of the check cdi-specs. `off`: the runtime has CDI off, which comes first. */
export const CDI_CODES = {
  'spec-missing': code<{ kind: string; gres: string; directories: string; others: string; off: boolean }>({
    severity: ['error', 'warning'],
    summary: { en: 'There is no CDI spec of a kind that a gres names', zh: '没有 gres 所用类别的 CDI 规范文件' },
    message: {
      en: ({ kind, gres, directories, others, off }) =>
        `No CDI spec of the kind ${kind} in ${directories}${others === '' ? '' : ` (only of ${others})`}: ${AFTERWARDS.en(off)}container jobs with ${gres} fail`,
      zh: ({ kind, gres, directories, others, off }) =>
        `${directories} 中没有类别为 ${kind} 的 CDI 规范文件${others === '' ? '' : `（只有 ${others}）`}：${AFTERWARDS.zh(off)}申请 ${gres} 的容器作业会失败`,
    },
  }),
  'name-missing': code<{ name: string; gres: string; paths: string; nearest: string; known: string; off: boolean }>({
    severity: ['error', 'warning'],
    summary: { en: 'The CDI specs do not have a device that a gres names', zh: 'CDI 规范文件中没有 gres 所用的设备' },
    message: {
      en: ({ name, gres, paths, nearest, known, off }) =>
        `${paths} has no device ${name}${nearest === '' ? `, but ${known}` : `; is ${nearest} meant?`}: ${AFTERWARDS.en(off)}container jobs that get it (${gres}) fail`,
      zh: ({ name, gres, paths, nearest, known, off }) =>
        `${paths} 中没有设备 ${name}${nearest === '' ? `，只有 ${known}：` : `，是否应为 ${nearest}？`}${AFTERWARDS.zh(off)}分到该设备（${gres}）的容器作业会失败`,
    },
  }),
  'name-conflict': code<{ name: string; gres: string; paths: string; off: boolean }>({
    severity: ['error', 'warning'],
    summary: {
      en: 'Two CDI specs of one directory have the same device, which then counts as absent',
      zh: '同一目录的两个 CDI 规范文件定义了同一设备，该设备因而无效',
    },
    message: {
      en: ({ name, gres, paths, off }) =>
        `${paths} both have the device ${name}, so that it counts as absent: ${AFTERWARDS.en(off)}container jobs that get it (${gres}) fail`,
      zh: ({ name, gres, paths, off }) =>
        `${paths} 都定义了设备 ${name}，该设备因而无效：${AFTERWARDS.zh(off)}分到该设备（${gres}）的容器作业会失败`,
    },
  }),
  'spec-invalid': code<{ path: string; rule: SpecFault['rule']; detail: string; line: number; column: number }>({
    severity: 'warning',
    summary: { en: 'A CDI spec file is not valid: the runtime passes over it', zh: 'CDI 规范文件无效，运行时会跳过它' },
    message: {
      en: ({ path, rule, detail, line, column }) =>
        `${path} is passed over: ${FAULT_WORDS[rule].en(detail)}${line === 0 ? '' : ` at line ${line}, column ${column}`}`,
      zh: ({ path, rule, detail, line, column }) =>
        `${path} 会被跳过：${FAULT_WORDS[rule].zh(detail)}${line === 0 ? '' : `（第 ${line} 行第 ${column} 列）`}`,
    },
  }),
  disabled: code<{ runtime: string; version: string; has: boolean; from: string; gres: string }>({
    severity: 'error',
    summary: {
      en: 'The runtime has no CDI, or has it switched off: containers do not get their devices',
      zh: '容器运行时不支持或没有启用 CDI，容器得不到所分配的设备',
    },
    message: {
      en: ({ runtime, version, has, from, gres }) =>
        `${has ? `${runtime} has CDI switched off (${from === 'default' ? 'its default' : `told by ${from}`})` : `${runtime} ${version} has no CDI, which came with 1.7`}: container jobs with ${gres} start without their devices, whatever the CDI specs have, and nobody says so`,
      zh: ({ runtime, version, has, from, gres }) =>
        `${has ? `${runtime} 没有启用 CDI（${from === 'default' ? '默认值' : `据 ${from}`}）` : `${runtime} ${version} 不支持 CDI（1.7 起支持）`}：无论 CDI 规范文件如何，申请 ${gres} 的容器作业都得不到设备，也不会报错`,
    },
  }),
} satisfies Codes;
