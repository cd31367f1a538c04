import type { HostError } from '../host/answer.ts';
import { code, type Codes } from './check.ts';

/**
 * Codes that every check has, all of them unknown: it was not possible to look, the check did not
 * end in time, a signal ended the run, or the check itself broke. All but the first are found by the engine.
 */
export const COMMON_CODES = {
  'could-not-look': code<{ what: string; reason: string }>({
    severity: 'unknown',
    summary: {
      en: 'It was not possible to look: not permitted, or no answer in time',
      zh: '无法查看：权限不足，或未在限时内应答',
    },
    message: {
      en: ({ what, reason }) => `Could not look at ${what}: ${reason}`,
      zh: ({ what, reason }) => `无法查看 ${what}：${reason}`,
    },
  }),
  deadline: code<{ seconds: number }>({
    severity: 'unknown',
    summary: { en: 'The check did not end within its deadline', zh: '检查未在期限内结束' },
    message: {
      en: ({ seconds }) => `Not finished after ${seconds} s`,
      zh: ({ seconds }) => `${seconds} 秒后仍未完成`,
    },
  }),
  interrupted: code<{ signal: string }>({
    severity: 'unknown',
    summary: { en: 'The run was ended by a signal before the check was done', zh: '检查完成之前，运行被信号中止' },
    message: {
      en: ({ signal }) => `Not finished: the run was ended by ${signal}`,
      zh: ({ signal }) => `未完成：运行被 ${signal} 中止`,
    },
  }),
  'check-error': code<{ error: string }>({
    severity: 'unknown',
    summary: { en: 'The check itself broke: a defect of the doctor', zh: '检查自身出错：属于本工具的缺陷' },
    message: {
      en: ({ error }) => `The check itself broke: ${error}`,
      zh: ({ error }) => `检查自身出错：${error}`,
    },
  }),
} satisfies Codes;

/** The reason of a host's error for `could-not-look`: its code, its words, and how long was waited. */
export function reasonOf(error: HostError): string {
  const waited = error.afterMs === undefined ? '' : ` (${(error.afterMs / 1000).toFixed(1)} s)`;
  return `${error.code}: ${error.message}${waited}`;
}
