import { answered, refused, type Answer } from '../answer.ts';
import type { FileHandlers } from '../files/file-questions.ts';
import type { Handlers } from '../host.ts';

/** The variables that can be asked for: an environment may hold secrets, and nothing else of it concerns anybody. */
export const PROXY_VARIABLES: readonly string[] = [
  'HTTP_PROXY',
  'http_proxy',
  'HTTPS_PROXY',
  'https_proxy',
  'NO_PROXY',
  'no_proxy',
];

/** An environment has at most 2 MiB with the arguments (ARG_MAX at the usual stack limit). */
const MAX_BYTES = 2 * 1024 * 1024;

/**
 * A proxy's URL without its password, which is no part of any answer. What is no URL (`host:port`) may
 * have one all the same.
 */
export function withoutPassword(value: string): string {
  const scheme = /^[A-Za-z][A-Za-z0-9+.-]*:\/\//.exec(value)?.[0] ?? '';
  const at = value.lastIndexOf('@');
  const colon = value.indexOf(':', scheme.length);
  return colon >= 0 && colon < at ? value.slice(0, colon) + value.slice(at) : value;
}

/** The environment of this process, and of others where this user may read it (proc(5): ptrace access). */
export function environmentHandler(files: Pick<FileHandlers, 'readFile'>): Pick<Handlers, 'environment'> {
  return {
    async environment({ pid, names }) {
      if (names.some((name) => !PROXY_VARIABLES.includes(name)))
        return refused({ code: 'EINVAL', message: 'only the variables of proxies can be asked for' });
      const all = pid === null ? answered(process.env) : await environmentOf(files, pid);
      if (!all.ok) return all;
      const told = names.flatMap((name) => {
        const value = all.value[name];
        return value === undefined ? [] : [[name, withoutPassword(value)] as const];
      });
      return answered(Object.fromEntries(told));
    },
  };
}

/** What a process was started with; what it has set since is not told. */
async function environmentOf(files: Pick<FileHandlers, 'readFile'>, pid: number): Promise<Answer<NodeJS.ProcessEnv>> {
  const file = await files.readFile({ path: `/proc/${pid}/environ`, maxBytes: MAX_BYTES });
  if (!file.ok) return file;
  // Of a name that is there twice the first counts (Go's copyenv, getenv(3)).
  const entries = new TextDecoder().decode(file.value.bytes).split('\0').filter(Boolean).reverse();
  return answered(
    Object.fromEntries(
      entries.map((entry) => {
        const equals = entry.indexOf('=');
        return [entry.slice(0, equals), entry.slice(equals + 1)];
      }),
    ),
  );
}
