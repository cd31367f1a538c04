import { ERROR_CODES, isNamed, type ErrorCode } from './error-codes.ts';

type Family = ErrorCode['family'];

/** How a code stands in the middle of a line, and whose it can be then. */
const IN_LINE: readonly (readonly [RegExp, ...Family[]])[] = [
  [/\b(ERR_[A-Z_]+|EC_[A-Z_]+)\b/, 'CraneSched error code', 'exit code of a step'],
  [/\bgRPC[:\s-]*(\d+)/i, 'gRPC status'],
  [/\bstatus ?code[:.\s]+(\w+)/i, 'gRPC status'],
  [/\bcode = (\w+)/, 'gRPC status'],
  [/\bexit(?:ed with)? ?code[:\s]+(\d+)/i, 'exit code of a step'],
  [/\bcode: (\d+)/, 'CraneSched error code', 'exit code of a step'],
];

/** The signals that end containers, by their numbers (signal(7)). */
const SIGNALS: { readonly [number: number]: string } = {
  1: 'SIGHUP',
  2: 'SIGINT',
  3: 'SIGQUIT',
  4: 'SIGILL',
  6: 'SIGABRT',
  7: 'SIGBUS',
  8: 'SIGFPE',
  9: 'SIGKILL',
  11: 'SIGSEGV',
  13: 'SIGPIPE',
  14: 'SIGALRM',
  15: 'SIGTERM',
  24: 'SIGXCPU',
  25: 'SIGXFSZ',
};

/** craned reports an exit code of 129 to 192 as the signal that it stands for: the number above 128. */
function signalOf(number: number): ErrorCode | null {
  const signal = number - 128;
  if (signal < 1 || signal > 64) return null;
  const name = SIGNALS[signal] ?? `signal ${signal}`;
  const memory = signal === 9;
  return {
    id: `signal-${signal}`,
    family: 'exit code of a step',
    number,
    names: [],
    meaning: {
      en: `A program in the container was ended by ${name} (128 + ${signal}).${memory ? ' Often it had used more memory than the job has (see dmesg), or the job was cancelled.' : ''}`,
      zh: `容器内的程序被 ${name} 终止（128 + ${signal}）。${memory ? '常见原因是超出作业的内存限制（见 dmesg），或作业被取消。' : ''}`,
    },
    findings: [],
  };
}

/** The codes that stand in a line with other words around them: `job 7 failed: EC_SPAWN_FAILED`, `exit code 137`. */
export function codesInLine(line: string): readonly ErrorCode[] {
  for (const [pattern, ...families] of IN_LINE) {
    const word = pattern.exec(line)?.[1];
    if (word === undefined) continue;
    const found = ERROR_CODES.filter((code) => families.includes(code.family) && isNamed(code, word));
    if (found.length > 0) return found;
    const signal = families[0] === 'exit code of a step' ? signalOf(Number(word)) : null;
    if (signal) return [signal];
  }
  return [];
}
