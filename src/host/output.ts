import type { Answer } from './answer.ts';
import { startFileChild } from './file-child/file-child-process.ts';
import { fileChildCommand } from './file-child/self-command.ts';
import { doFileChange, isFileChange, type FileChange } from './changes/file-change.ts';
import { mountTable } from './files/mount-table.ts';
import { doOutput, type OutputTask } from './files/output-file.ts';
import { walk } from './files/path-walker.ts';

/** How long a file system may take for an output file, in ms: its data has to reach a disk that may be far away. */
const LIMIT_MS = 10_000;
/** To say that it could be written: no more than any other look at a file. */
const EXPECT_MS = 3_000;

/** True where a mount that may never answer is on the way to a path or to its directory, or where that cannot be told. */
async function mayHang(path: string): Promise<boolean> {
  const view = await mountTable().view();
  return (await walk('/', path, false, view)).end === 'mount';
}

/** What is done with a file beside looking at it. */
export type FileTask = OutputTask | FileChange;

/** Does it in this process. */
export function doFileTask(task: FileTask): Promise<Answer<null>> {
  return isFileChange(task) ? doFileChange(task) : doOutput(task);
}

/**
 * Does something with a file: here, where only local file systems are on the way, and by a child otherwise,
 * whose silence is `HUNG`: then it may be done in part, as nobody can take anything away from a file
 * system that does not answer.
 */
export async function fileTask(task: FileTask, limitMs: number): Promise<Answer<null>> {
  if (!(await mayHang(task.path))) return doFileTask(task);
  const child = startFileChild(fileChildCommand());
  try {
    return (await child.ask(JSON.stringify(task), limitMs)) as Answer<null>;
  } finally {
    child.kill();
  }
}

/** Asks the machine for an output file, the only thing that is written where nobody asked for a change of the node. */
export function outputFile(task: OutputTask): Promise<Answer<null>> {
  return fileTask(task, task.method === 'expectOutput' ? EXPECT_MS : LIMIT_MS);
}
