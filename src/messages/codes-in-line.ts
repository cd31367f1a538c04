import { ERROR_CODES, isNamed, type ErrorCode } from './error-codes.ts';

type Family = ErrorCode['family'];

/** How a code stands in the middle of a line, and whose it can be then. */
const IN_LINE: readonly (readonly [RegExp, ...Family[]])[] = [
  [/\b(ERR_[A-Z_]+|EC_[A-Z_]+)\b/, 'CraneSched error code', 'exit code of a step'],
  [/\bgRPC[:\s-]*(\d+)/i, 'gRPC status'],
  [/\bstatus ?code[:.\s]+(\w+)/i, 'gRPC status'],
  [/\bcode = (\w+)/, 'gRPC status'],
  // `exit code 137`, `exited with code: 137`, `Exited (137)`, `ExitCode=137`, `exit status 137`, `exit 137`.
  [/\bexit(?:ed)?(?: with)?[ _-]?(?:code|status)?[:=\s(]+(\d{1,3})\b/i, 'exit code of a step'],
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

/** What a shell and runc end with where they cannot start a command (POSIX, XCU 2.8.2). */
const NOT_STARTED: { readonly [number: number]: ErrorCode['meaning'] } = {
  126: {
    en: 'The command in the container is there and cannot be executed: not executable, or made for another processor.',
    zh: '容器内的命令存在但无法执行：没有执行权限，或适用于其他处理器架构。',
  },
  127: {
    en: 'The container has no such command: it is not in the image, or the interpreter of a script is not.',
    zh: '容器内没有该命令：镜像中没有它，或没有脚本的解释器。',
  },
};

/** What the exit code of a container tells by itself. */
function exitOf(number: number): ErrorCode | null {
  const meaning = NOT_STARTED[number];
  if (!meaning) return signalOf(number);
  return { id: `exit-${number}`, family: 'exit code of a step', number, names: [], meaning, findings: [] };
}

/** The codes that stand in a line with other words around them: `job 7 failed: EC_SPAWN_FAILED`, `exit code 137`. */
export function codesInLine(line: string): readonly ErrorCode[] {
  for (const [pattern, ...families] of IN_LINE) {
    const word = pattern.exec(line)?.[1];
    if (word === undefined) continue;
    const found = ERROR_CODES.filter((code) => families.includes(code.family) && isNamed(code, word));
    if (found.length > 0) return found;
    const exit = families[0] === 'exit code of a step' ? exitOf(Number(word)) : null;
    if (exit) return [exit];
  }
  // The reason that containerd and CRI-O give with 137, where the number is left out.
  return /\bOOM-?killed\b/i.test(line) ? [signalOf(137)!] : [];
}
