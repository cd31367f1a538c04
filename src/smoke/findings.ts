import { defineCheck, type CheckContext, type Codes } from '../checks/check.ts';
import { finder } from '../checks/finder.ts';
import { CONTAINER_CODES } from './container-codes.ts';
import { SMOKE_CODES } from './smoke-codes.ts';

const CODES = { ...SMOKE_CODES, ...CONTAINER_CODES } satisfies Codes;

/**
 * All that a smoke test can find, in the form of a check, so that its codes have words, guide entries and
 * explanations as all others have. It is no check: it changes the node, and stands in no registry of them.
 */
export const SMOKE = defineCheck({
  id: 'smoke',
  group: 'runtime',
  title: { en: 'A container starts as a job does', zh: '容器能像作业一样启动' },
  codes: CODES,
  run: () => Promise.reject(new Error('a smoke test is no check')),
});

/** The maker of its findings. */
export const found: CheckContext<typeof CODES>['found'] = finder(SMOKE).found;
export const notSeen: CheckContext['notSeen'] = finder(SMOKE).notSeen;
