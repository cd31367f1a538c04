import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** A program on a terminal. */
export interface Shown {
  readonly title: string;
  readonly command: readonly string[];
  /** What stands in the first frame and in nothing before it. */
  readonly shows: string;
}

/** Milliseconds until the terminal has been given the text. The program is ended then. */
export async function untilShown({ command, shows }: Shown): Promise<number> {
  const shell = `stty rows 24 cols 80; exec ${command.join(' ')}`;
  const env = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', TERM: 'xterm-256color', LANG: 'C.UTF-8' };
  const started = performance.now();
  const child = spawn('script', ['-qefc', shell, '/dev/null'], { env, stdio: ['pipe', 'pipe', 'inherit'] });
  let written = '';
  const ms = await new Promise<number>((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      written += text;
      if (written.includes(shows)) resolve(performance.now() - started);
    });
    child.on('close', () => reject(new Error(`${command.join(' ')} never showed ${shows}:\n${written}`)));
  });
  // The program is told by its terminal's end; `script` itself would wait for more input.
  child.kill('SIGKILL');
  if (child.exitCode === null && child.signalCode === null) await once(child, 'close');
  return ms;
}
