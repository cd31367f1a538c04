import { join } from 'node:path';
import { cni } from '../../../src/checks/cni/cni.ts';
import type { CriRecording, CriReplies } from '../../../src/demo/cri-recording.ts';
import { startCriServer } from '../../../src/demo/cri-server.ts';
import type { Host } from '../../../src/host/host.ts';
import { liveHost } from '../../../src/host/live.ts';
import { withAnswers, type RecordedAnswer } from '../../../src/host/replay.ts';
import type { Json } from '../../../src/json.ts';
import { recordingOf } from '../../cri/recordings.ts';
import { temporaryDirectory, type Cleanup } from '../../support/cleanup.ts';
import { nodeTree, type Placed } from '../node-tree.ts';
import { nodeConfig, runCheck, type Ran } from '../run-check.ts';

export const CONF_DIR = '/etc/cni/net.d';
export const BIN_DIR = '/opt/cni/bin';

/** Programs in the directory that the runtime looks in. */
export function programs(...names: readonly string[]): { [path: string]: Placed } {
  return Object.fromEntries(names.map((name) => [`${BIN_DIR}/${name}`, { file: '#!/bin/sh\n', mode: 0o755 }]));
}

/** A file of the configuration directory: as it is written, or a value to be written as JSON. */
export function conf(name: string, content: Json): { [path: string]: Placed } {
  return { [`${CONF_DIR}/${name}`]: { file: typeof content === 'string' ? content : JSON.stringify(content) } };
}

/** A network that works with `programs('bridge', 'host-local', 'portmap', 'loopback')`. */
export const BRIDGE = {
  cniVersion: '1.0.0',
  name: 'crane',
  plugins: [
    { type: 'bridge', ipam: { type: 'host-local', ranges: [[{ subnet: '10.88.0.0/16' }]] } },
    { type: 'portmap', capabilities: { portMappings: true } },
  ],
};

export const BRIDGE_PROGRAMS = programs('bridge', 'host-local', 'portmap', 'loopback');

export interface RuntimeOfTest {
  /** The recording that it answers from; containerd 1.7 by itself. */
  readonly recording?: string;
  readonly ready?: boolean;
  readonly maxConfNum?: number;
  /** The text of containerd's lastCNILoadStatus. */
  readonly loadStatus?: string;
  /** The networks that containerd tells beside its own cni-loopback: those recorded, or none. */
  readonly networks?: 'none';
}

export interface NodeOfTest {
  /** A last hand on config.yaml. */
  readonly config?: (text: string) => string;
  /** What the host answers in place of its files. */
  readonly answers?: readonly RecordedAnswer[];
  /** What the runtime answers in place of its recording. */
  readonly overrides?: CriReplies;
  /** The other checks of the run. */
  readonly runs?: readonly string[];
}

type JsonObject = { readonly [key: string]: Json };

/** The recording with the directories of the tree in it, as far as its runtime tells them. */
function recordingWith({ recording = 'containerd-1.7.24', ...wanted }: RuntimeOfTest): CriRecording {
  const recorded = recordingOf(recording);
  const { status } = recorded;
  const ready = wanted.ready ?? true;
  const inner = status['status'] as { conditions: readonly JsonObject[] };
  const conditions = inner.conditions.map((one) => (one['type'] === 'NetworkReady' ? { ...one, status: ready } : one));
  const config = status['config'] as JsonObject;
  const held = status['cniconfig'] as JsonObject | undefined;
  if (!held) return { ...recorded, status: { ...status, status: { conditions } } };
  const cniOfConfig = { ...(config['cni'] as JsonObject), confDir: CONF_DIR, binDir: BIN_DIR };
  const networks = held['Networks'] as readonly Json[];
  return {
    ...recorded,
    status: {
      ...status,
      status: { conditions },
      lastCNILoadStatus: wanted.loadStatus ?? 'OK',
      config: { ...config, cni: cniOfConfig },
      cniconfig: {
        ...held,
        PluginMaxConfNum: wanted.maxConfNum ?? 1,
        Networks: wanted.networks === 'none' ? networks.slice(0, 1) : networks,
      },
    },
  };
}

/** The check on a node of these files, with a runtime on a real socket. */
export async function lookAtCni(
  cleanup: Cleanup,
  files: { readonly [path: string]: Placed },
  { config = (text) => text, answers = [], overrides = {}, runs = [], ...runtime }: RuntimeOfTest & NodeOfTest = {},
): Promise<Ran> {
  const tree = nodeTree(cleanup, { '/etc/hostname': { file: 'cn01\n' }, [CONF_DIR]: { directory: 0o755 }, ...files });
  const socket = join(temporaryDirectory(cleanup), 's');
  const server = await startCriServer({ socket, recording: recordingWith(runtime), overrides });
  const live = liveHost();
  cleanup.defer(() => server.close());
  cleanup.defer(() => live.close());
  const host: Host = {
    kind: 'tree',
    close: () => {},
    ask: (method, args) => (method === 'cri' ? live : tree.host).ask(method, args),
  };
  const text = config(nodeConfig({ RuntimeEndpoint: socket }));
  return runCheck(cni, { host: withAnswers(host, answers), config: text, runs });
}
