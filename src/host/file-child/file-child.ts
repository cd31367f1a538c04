import { refused, type Answer } from '../answer.ts';
import { errorOf } from '../errno.ts';
import { lineOf, READY, type FileQuestion } from './file-protocol.ts';
import { LOOKS } from '../files/file-questions.ts';
import { lineSplitter } from './line-splitter.ts';
import { doFileChange, isFileChange, type FileChange } from '../changes/file-change.ts';
import { doOutput, type OutputTask } from '../files/output-file.ts';
import { NOTHING_MAY_HANG } from '../files/mount-table.ts';
import { walkIn } from '../files/path-walker.ts';

/**
 * The child's side: answers the questions on stdin, one after the other, and looks at file systems
 * that may never answer. It is the doctor's own program under a hidden command (`FILE_CHILD`).
 *
 * The only things that it ever writes are an output file that the caller asked for (`OutputTask`), and what
 * `crane-doctor smoke` changes (`FileChange`).
 *
 * It ends with SIGKILL as soon as stdin does, also in the middle of a look that hangs: process.exit
 * would wait for that look, so that a child of a doctor that is gone would stay for ever.
 */
export function runFileChild(): void {
  let turn = Promise.resolve();
  const split = lineSplitter((line) => {
    turn = turn.then(async () => {
      process.stdout.write(`${lineOf(await look(line))}\n`);
    });
  });
  process.stdin.setEncoding('utf8').on('data', split);
  process.stdin.on('close', () => process.kill(process.pid, 'SIGKILL'));
  process.stdout.on('error', () => process.kill(process.pid, 'SIGKILL'));
  process.stdout.write(`${READY}\n`);
}

async function look(line: string): Promise<Answer<unknown>> {
  try {
    const question = JSON.parse(line) as FileQuestion | OutputTask | FileChange;
    if (isFileChange(question)) return await doFileChange(question);
    if (question.method === 'expectOutput' || question.method === 'writeOutput') return await doOutput(question);
    const follow = !('follow' in question.args) || question.args.follow;
    const at = await walkIn(question.root, question.args.path, follow, NOTHING_MAY_HANG);
    if (at.end === 'error') return refused(at.error);
    if (at.end === 'mount') return refused({ code: 'INTERNAL', message: 'the child saw a mount' });
    return await LOOKS[question.method](at, question.args as never);
  } catch (cause) {
    return refused(errorOf(cause));
  }
}
