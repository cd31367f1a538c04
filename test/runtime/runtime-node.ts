import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import type { CriRecording, CriReplies } from '../../src/demo/cri-recording.ts';
import { startCriServer } from '../../src/demo/cri-server.ts';
import { answered, refused } from '../../src/host/answer.ts';
import type { Host } from '../../src/host/host.ts';
import { liveHost } from '../../src/host/live.ts';
import { withAnswers, type RecordedAnswer } from '../../src/host/replay.ts';
import { treeHost } from '../../src/host/tree.ts';
import { temporaryDirectory, type Cleanup } from '../support/cleanup.ts';

export const CONTAINERD_SOCKET = '/run/containerd/containerd.sock';
export const CRIO_SOCKET = '/var/run/crio/crio.sock';

export interface RuntimeNode {
  readonly recording: CriRecording;
  readonly overrides?: CriReplies;
  /** Files of the node by their paths. */
  readonly files?: { readonly [path: string]: string };
  /** Configuration files that only root may read, and this is not root. */
  readonly unreadable?: readonly string[];
  /** The command line of each unit; without it the node has no systemd. */
  readonly units?: { readonly [unit: string]: string };
}

/**
 * A node with real files below a directory and a CRI server on the real wire, which answers from a
 * recording whichever socket is asked.
 */
export async function runtimeNode(cleanup: Cleanup, node: RuntimeNode): Promise<Host> {
  const root = temporaryDirectory(cleanup);
  for (const [path, text] of Object.entries(node.files ?? {})) {
    mkdirSync(join(root, dirname(path)), { recursive: true });
    writeFileSync(join(root, path), text);
    chmodSync(join(root, path), 0o644);
  }
  const socket = join(temporaryDirectory(cleanup), 's');
  const server = await startCriServer({ socket, recording: node.recording, overrides: node.overrides ?? {} });
  const live = liveHost();
  const tree = treeHost(root, {
    cri: (args) => live.ask('cri', { ...args, socket }),
    criStream: (args) => live.ask('criStream', { ...args, socket }),
    command: ({ file, args }) => {
      const command = node.units?.[args[1] ?? ''];
      if (!node.units || file !== 'systemctl')
        return Promise.resolve(refused({ code: 'ENOENT', message: 'not there' }));
      // As systemd 252 prints it; a unit that is not there has an empty answer.
      const start = `ExecStart={ path=${command?.split(' ')[0]} ; argv[]=${command} ; ignore_errors=no ; pid=0 ; status=0/0 }`;
      const stdout = command === undefined ? '' : `${start}\n`;
      return Promise.resolve(answered({ exitCode: 0, signal: null, stdout, stderr: '', truncated: false }));
    },
  });
  cleanup.defer(() => server.close());
  cleanup.defer(() => live.close());
  cleanup.defer(() => tree.close());
  const answer = refused({ code: 'EACCES', message: 'permission denied' });
  const denied = (node.unreadable ?? []).map((path): RecordedAnswer => {
    return { method: 'readFile', args: { path, maxBytes: 1024 * 1024 }, answer };
  });
  return withAnswers(tree, denied);
}

/** A recording whose Status tells less or other things: `change` gets a copy of the merged object. */
export function withStatus(recording: CriRecording, change: (status: Record<string, unknown>) => void): CriRecording {
  const copy = structuredClone(recording);
  change(copy.status);
  return copy;
}
