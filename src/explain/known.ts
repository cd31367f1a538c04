import type { Check } from '../checks/check.ts';
import { definitionOf } from '../checks/finder.ts';
import type { ErrorCode } from '../messages/error-codes.ts';
import type { Message } from '../messages/message.ts';
import type { Explanation } from './explanation.ts';

const WHOLE = { certain: true, noise: false, wraps: false, log: null } as const;

/** A message of the catalogue, found in a line. */
export function ofMessage(message: Message, line: string, certain = true): Explanation {
  const { id, component, log, meaning, findings, noise = false, wraps = false } = message;
  return { kind: 'message', id, certain, component, log, meaning, noise, wraps, findings, line };
}

export function ofErrorCode(code: ErrorCode, line: string, certain: boolean): Explanation {
  const { id, family, meaning, findings } = code;
  return { ...WHOLE, kind: 'error-code', id, certain, component: family, meaning, findings, line };
}

/** A check, or one of its finding codes, by its name. */
export function ofName(checks: readonly Check[], word: string): Explanation | undefined {
  const [id, name] = word.split('/');
  const check = checks.find((one) => one.id === id);
  if (!check) return undefined;
  const base = { ...WHOLE, component: 'crane-doctor', line: word };
  if (name === undefined) {
    const findings = Object.keys(check.codes).map((own) => `${check.id}/${own}`);
    return { ...base, kind: 'check', id: check.id, meaning: check.title, findings };
  }
  const definition = definitionOf(check, name);
  return definition && { ...base, kind: 'code', id: word, meaning: definition.summary, findings: [word] };
}
